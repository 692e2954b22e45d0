package io.outcrop.facets.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TracePartsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static Span.Builder span(String id) {
    return Span.builder("t", id).startTime(START).endTime(START.plusSeconds(1));
  }

  private static Span.Builder supplement(String id) {
    return Span.builder("t", id).part(SpanPart.SUPPLEMENT);
  }

  @Test
  void supplement_ofTheTrace_reachesItsRootsOnly() {
    Span ofTrace = supplement("").userId("u1").startTime(START.minusSeconds(9)).build();
    List<Span> spans =
        TraceParts.spans(List.of(span("a").build(), span("b").parentSpanId("a").build(), ofTrace));
    assertThat(spans).extracting(Span::spanId).containsExactly("a", "b");
    assertThat(spans).extracting(Span::userId).containsExactly("u1", null);
    assertThat(spans.get(0).startTime()).isEqualTo(START);
  }

  @Test
  void supplement_ofTheTraceAlone_isASpan() {
    Span ofTrace = supplement("").userId("u1").startTime(START).name("chat").build();
    List<Span> spans = TraceParts.spans(List.of(ofTrace));
    assertThat(spans).extracting(Span::spanId).containsExactly("t");
    assertThat(spans.get(0).part()).isEqualTo(SpanPart.SPAN);
    assertThat(spans.get(0).name()).isEqualTo("chat");
  }

  @Test
  void judgement_withoutItsTrace_isNoTraceYet() {
    Span score = supplement("a").attribute("evaluation.good.score", "1").build();
    assertThat(TraceParts.spans(List.of(score))).isEmpty();
  }

  @Test
  void judgement_ofASpanThatNeverCame_goesToTheRoot() {
    Span score = supplement("lost").attribute("evaluation.good.score", "1").build();
    List<Span> spans = TraceParts.spans(List.of(span("a").build(), score));
    assertThat(spans).hasSize(1);
    assertThat(spans.get(0).attribute("evaluation.good.score")).isEqualTo("1");
  }

  @Test
  void loggedMessages_inAnyOrderAndTwice_becomeTheTextsInTheirOrder() {
    Span first =
        supplement("a")
            .startTime(START)
            .attribute(LoggedMessages.key(true, 1, 0), text("user", "hi"))
            .build();
    Span second =
        supplement("a")
            .startTime(START)
            .attribute(LoggedMessages.key(true, 2, 1), text("tool", "4C"))
            .attribute(LoggedMessages.key(false, 3, 2), text("assistant", "cold"))
            .build();
    Span again =
        supplement("a")
            .startTime(START)
            .attribute(LoggedMessages.key(true, 2, 7), text("tool", "4C"))
            .build();
    List<Span> records = new ArrayList<>(List.of(span("a").build(), first, second, again));
    Span expected = TraceParts.spans(List.of(SpanFold.fold(records))).get(0);
    assertThat(Messages.read(expected.inputText(), "user"))
        .containsExactly(Message.of("user", "hi"), Message.of("tool", "4C"));
    assertThat(Messages.read(expected.outputText(), "user"))
        .containsExactly(Message.of("assistant", "cold"));
    assertThat(expected.attributes()).isEmpty();
    Collections.reverse(records);
    assertThat(TraceParts.spans(List.of(SpanFold.fold(records))).get(0)).isEqualTo(expected);
  }

  @Test
  void updates_withoutAWholeRecord_fillEachOtherInNewestFirst() {
    Span created = supplement("a").version(1L).startTime(START).name("old").model("m").build();
    Span updated = supplement("a").version(2L).name("new").outputText("done").build();
    Span folded = SpanFold.fold(created, updated);
    assertThat(folded).isEqualTo(SpanFold.fold(updated, created));
    Span span = TraceParts.spans(List.of(folded)).get(0);
    assertThat(span.name()).isEqualTo("new");
    assertThat(span.model()).isEqualTo("m");
    assertThat(span.outputText()).isEqualTo("done");
  }

  @Test
  void copies_ofASpan_keepTheJudgementsOfAll() {
    Span ended = span("a").build();
    Span judged =
        Span.builder("t", "a").startTime(START).attribute("evaluation.good.score", "1").build();
    assertThat(SpanFold.fold(ended, judged).endTime()).isEqualTo(ended.endTime());
    assertThat(SpanFold.fold(ended, judged).attribute("evaluation.good.score")).isEqualTo("1");
  }

  private static String text(String role, String text) {
    return Messages.write(List.of(Message.of(role, text)), 100);
  }
}

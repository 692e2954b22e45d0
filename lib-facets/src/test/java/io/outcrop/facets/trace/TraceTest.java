package io.outcrop.facets.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TraceTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static Span span(String id, String parent, Integer second) {
    return Span.builder("t", id)
        .parentSpanId(parent)
        .startTime(second == null ? null : START.plusSeconds(second))
        .build();
  }

  private static List<String> ids(List<Span> spans) {
    return spans.stream().map(Span::spanId).toList();
  }

  @Test
  void of_noSpans_isRefused() {
    assertThatThrownBy(() -> Trace.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot assemble a trace: there are no spans");
  }

  @Test
  void spans_anyOrder_areByTimeThenId() {
    Trace trace = Trace.of(List.of(span("c", "a", 5), span("b", "a", 5), span("a", null, 1)));
    assertThat(ids(trace.spans())).containsExactly("a", "b", "c");
    assertThat(ids(trace.children(trace.spans().get(0)))).containsExactly("b", "c");
  }

  @Test
  void spans_withoutTimes_comeWithTheirParent() {
    Trace trace =
        Trace.of(
            List.of(
                span("z", null, null),
                span("late", "root", 9),
                span("x", "early", null),
                span("early", "root", 2),
                span("root", null, 1)));
    assertThat(ids(trace.spans())).containsExactly("root", "early", "x", "late", "z");
  }

  @Test
  void roots_orphansAndSeveral_areAllRoots() {
    Trace trace = Trace.of(List.of(span("a", null, 1), span("b", "gone", 2), span("c", null, 3)));
    assertThat(ids(trace.roots())).containsExactly("a", "b", "c");
  }

  @Test
  void roots_ownParent_isRoot() {
    Trace trace = Trace.of(List.of(span("a", "a", 1)));
    assertThat(ids(trace.roots())).containsExactly("a");
    assertThat(trace.depth(trace.spans().get(0))).isEqualTo(1);
  }

  @Test
  void roots_cycle_isCutAtItsEarliestSpan() {
    Trace trace =
        Trace.of(
            List.of(span("a", "c", 2), span("b", "a", 1), span("c", "b", 3), span("d", "c", 4)));
    assertThat(ids(trace.roots())).containsExactly("b");
    assertThat(trace.spans().stream().map(trace::depth)).containsExactly(1, 3, 2, 3);
  }

  @Test
  void roots_twoCyclesWithTails_areBothCut() {
    Trace trace =
        Trace.of(
            List.of(
                span("t1", "a", 0),
                span("a", "b", 1),
                span("b", "a", 2),
                span("c", "d", 3),
                span("d", "c", 4),
                span("t2", "d", 5)));
    assertThat(ids(trace.roots())).containsExactly("a", "c");
  }

  @Test
  void depth_hundredThousandDeep_isCounted() {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      spans.add(span(String.format("%06d", i), i == 0 ? null : String.format("%06d", i - 1), i));
    }
    Collections.shuffle(spans, new Random(7));
    Trace trace = Trace.of(spans);
    assertThat(trace.spans().stream().mapToInt(trace::depth).max()).hasValue(100_000);
  }

  @Test
  void depth_hundredThousandDeepWithoutTimes_isCounted() {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      spans.add(span("s" + i, i == 0 ? null : "s" + (i - 1), null));
    }
    Trace trace = Trace.of(spans);
    assertThat(trace.spans().stream().mapToInt(trace::depth).max()).hasValue(100_000);
  }

  @Test
  void modelCalls_wrappedByAnother_countOnce() {
    Span outer = Span.builder("t", "o").kind(SpanKind.LLM).startTime(START).build();
    Span inner =
        Span.builder("t", "i").parentSpanId("o").kind(SpanKind.LLM).startTime(START).build();
    assertThat(ids(Trace.of(List.of(outer, inner)).modelCalls())).containsExactly("i");
  }

  @Test
  void modelCalls_belowAToolOfAModel_bothCount() {
    Span outer = Span.builder("t", "a").kind(SpanKind.LLM).startTime(START).build();
    Span tool =
        Span.builder("t", "b").parentSpanId("a").kind(SpanKind.TOOL).startTime(START).build();
    Span inner =
        Span.builder("t", "c").parentSpanId("b").kind(SpanKind.LLM).startTime(START).build();
    assertThat(ids(Trace.of(List.of(outer, tool, inner)).modelCalls())).containsExactly("a", "c");
  }
}

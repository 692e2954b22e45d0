package io.outcrop.facets.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.read.Reject.Reason;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.SpanPart;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LangfuseEventDialectTest {
  static String event(String type, String second, String body) {
    return "{\"id\":\"e\",\"timestamp\":\"2026-01-01T00:00:"
        + second
        + "Z\",\"type\":\""
        + type
        + "\",\"body\":{"
        + body
        + "}}";
  }

  private static final String CREATE =
      event(
          "generation-create",
          "01.000",
          "\"id\":\"o2\",\"traceId\":\"t1\",\"name\":\"llm\",\"startTime\":\"2026-01-01T00:00:00.100Z\",\"model\":\"gpt-x\"");
  private static final String UPDATE =
      event(
          "generation-update",
          "02.000",
          "\"id\":\"o2\",\"endTime\":\"2026-01-01T00:00:01.000Z\",\"output\":\"hello\",\"model\":\"gpt-y\","
              + "\"usage\":{\"promptTokens\":3,\"completionTokens\":2}");

  @Test
  void events_ofOneObservation_foldToItsLatestState() {
    Found found = Found.in("[" + CREATE + "," + UPDATE + "]");
    assertThat(found.summary()).isEqualTo(new ReadSummary("langfuse-events", 2, 1, 1, 0, 0));
    Span span = found.spans().get(0);
    assertThat(span.part()).isEqualTo(SpanPart.SUPPLEMENT);
    assertThat(span.kind()).isEqualTo(SpanKind.LLM);
    assertThat(span.name()).isEqualTo("llm");
    assertThat(span.model()).isEqualTo("gpt-y");
    assertThat(span.durationMs()).isEqualTo(900L);
    assertThat(span.inputTokens()).isEqualTo(3L);
    assertThat(span.outputTokens()).isEqualTo(2L);
    assertThat(span.version()).isEqualTo(1_767_225_602_000_000L);
  }

  @Test
  void trace_withoutATime_beganWhenItWasToldOf() {
    Found found =
        Found.in("[" + event("trace-create", "05.000", "\"id\":\"t1\",\"userId\":\"u1\"") + "]");
    assertThat(found.spans()).extracting(Span::spanId).containsExactly("");
    assertThat(found.spans().get(0).startTime()).isEqualTo(Instant.parse("2026-01-01T00:00:05Z"));
    assertThat(found.spans().get(0).userId()).isEqualTo("u1");
  }

  @Test
  void score_asAWord_isALabel() {
    Found found =
        Found.in(
            event(
                "score-create",
                "05.000",
                "\"traceId\":\"t1\",\"name\":\"tone\",\"value\":\"warm\""));
    assertThat(found.spans().get(0).attributes())
        .containsEntry("evaluation.tone.label", "warm")
        .doesNotContainKey("evaluation.tone.score");
  }

  @Test
  void update_whoseTraceIsUnknown_isRejected() {
    Found found = Found.in("[" + UPDATE + "]");
    assertThat(found.reasons()).containsExactly(Reason.MISSING_TRACE_ID);
    assertThat(found.rejects().get(0).detail())
        .isEqualTo("neither observation nor trace has an id");
  }

  @Test
  void event_ofAnotherKind_isSkipped() {
    Found found =
        Found.in(
            "{\"batch\":["
                + event("sdk-log", "01.000", "\"log\":\"x\"")
                + ","
                + event("dataset-run-item-create", "01.000", "\"traceId\":\"t1\"")
                + ","
                + CREATE
                + "],\"metadata\":{}}");
    assertThat(found.summary()).isEqualTo(new ReadSummary("langfuse-events", 3, 1, 0, 0, 2));
  }

  @Test
  void resourceSpans_asTheServerStoresThem_areOtlp() {
    Found found =
        Found.in(
            "[{\"resource\":{\"attributes\":[]},\"scopeSpans\":[{\"spans\":[{"
                + "\"traceId\":{\"type\":\"Buffer\",\"data\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]},"
                + "\"spanId\":{\"type\":\"Buffer\",\"data\":[255,2,3,4,5,6,7,8]},\"name\":\"x\","
                + "\"startTimeUnixNano\":{\"low\":-302383104,\"high\":411464273,\"unsigned\":true},"
                + "\"endTimeUnixNano\":\"1767225601000000000\"}]}]}]");
    assertThat(found.summary()).isEqualTo(new ReadSummary("otlp", 1, 1, 0, 0, 0));
    Span span = found.spans().get(0);
    assertThat(span.traceId()).isEqualTo("0102030405060708090a0b0c0d0e0f10");
    assertThat(span.spanId()).isEqualTo("ff02030405060708");
    assertThat(span.startTime()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(span.durationMs()).isEqualTo(1_000L);
  }
}

package io.outcrop.facets.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.read.Reject.Reason;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.SpanStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LangfuseTraceDialectTest {
  private static final String TRACE =
      "\"trace\":{\"id\":\"t1\",\"timestamp\":\"2026-01-01T00:00:00.000Z\",\"name\":\"chat\",\"userId\":\"u1\","
          + "\"sessionId\":\"s1\",\"environment\":\"prod\",\"release\":\"1.4\",\"tags\":[\"a\"],\"latency\":1.5,"
          + "\"metadata\":{\"tenant\":\"acme\"},\"input\":{\"q\":\"hi\"},\"output\":\"bye\",\"scores\":"
          + "[{\"name\":\"ok\",\"value\":1,\"comment\":\"fine\"},"
          + "{\"name\":\"tone\",\"stringValue\":\"warm\",\"observationId\":\"o2\"}]}";
  private static final String ROOT =
      "{\"id\":\"o1\",\"traceId\":\"t1\",\"type\":\"SPAN\",\"name\":\"run\","
          + "\"startTime\":\"2026-01-01T00:00:00.000Z\",\"endTime\":\"2026-01-01T00:00:02.000Z\"}";
  private static final String GENERATION =
      "{\"id\":\"o2\",\"traceId\":\"t1\",\"parentObservationId\":\"o1\",\"type\":\"GENERATION\",\"name\":\"llm\","
          + "\"startTime\":\"2026-01-01T00:00:00.100Z\",\"endTime\":\"2026-01-01T00:00:01.000Z\","
          + "\"level\":\"ERROR\",\"statusMessage\":\"overloaded\",\"model\":\"gpt-x\","
          + "\"input\":[{\"role\":\"user\",\"content\":\"hi\"}],\"output\":{\"role\":\"assistant\",\"content\":\"hello\"},"
          + "\"usageDetails\":{\"input\":3,\"output\":2,\"total\":5},\"costDetails\":{\"total\":0.01},"
          + "\"promptName\":\"greet\",\"promptVersion\":7,"
          + "\"metadata\":\"{\\\"attributes\\\":{\\\"gen_ai.response.finish_reasons\\\":\\\"[\\\\\\\"stop\\\\\\\"]\\\"},"
          + "\\\"resourceAttributes\\\":{\\\"service.name\\\":\\\"svc\\\"},\\\"scope\\\":{\\\"name\\\":\\\"sdk\\\"}}\"}";

  @Test
  void download_givesASpanAnObservation() {
    Found found = Found.in("{" + TRACE + ",\"observations\":[" + ROOT + "," + GENERATION + "]}");
    assertThat(found.summary()).isEqualTo(new ReadSummary("langfuse-trace", 2, 2, 0, 0, 0));
    Span root = found.spans().get(0);
    assertThat(root.kind()).isEqualTo(SpanKind.OTHER);
    assertThat(root.parentSpanId()).isNull();
    assertThat(root.inputText()).isEqualTo("{\"q\":\"hi\"}");
    assertThat(root.outputText()).isEqualTo("bye");
    assertThat(root.attributes())
        .containsEntry("evaluation.ok.score", "1")
        .containsEntry("evaluation.ok.explanation", "fine")
        .doesNotContainKey("evaluation.tone.label");
    Span llm = found.spans().get(1);
    assertThat(llm.kind()).isEqualTo(SpanKind.LLM);
    assertThat(llm.parentSpanId()).isEqualTo("o1");
    assertThat(llm.status()).isEqualTo(SpanStatus.ERROR);
    assertThat(llm.errorMessage()).isEqualTo("overloaded");
    assertThat(llm.model()).isEqualTo("gpt-x");
    assertThat(llm.inputTokens()).isEqualTo(3L);
    assertThat(llm.outputTokens()).isEqualTo(2L);
    assertThat(llm.costUsd()).isEqualTo(0.01);
    assertThat(llm.finishReasons()).containsExactly("stop");
    assertThat(llm.service()).isEqualTo("svc");
    assertThat(llm.inputText()).isEqualTo("[{\"role\":\"user\",\"text\":\"hi\"}]");
    assertThat(llm.outputText()).isEqualTo("[{\"role\":\"assistant\",\"text\":\"hello\"}]");
    assertThat(llm.attributes())
        .containsEntry("prompt.name", "greet")
        .containsEntry("prompt.version", "7")
        .containsEntry("agent.version", "1.4")
        .containsEntry("evaluation.tone.label", "warm");
    assertThat(found.spans())
        .allSatisfy(
            span -> {
              assertThat(span.userId()).isEqualTo("u1");
              assertThat(span.sessionId()).isEqualTo("s1");
              assertThat(span.tenantId()).isEqualTo("acme");
              assertThat(span.environment()).isEqualTo("prod");
            });
  }

  @Test
  void download_withObservationsFirst_givesTheSame() {
    Found before = Found.in("{" + TRACE + ",\"observations\":[" + ROOT + "," + GENERATION + "]}");
    Found after = Found.in("{\"observations\":[" + ROOT + "," + GENERATION + "]," + TRACE + "}");
    assertThat(after).isEqualTo(before);
  }

  @Test
  void trace_withoutObservations_isASpanItself() {
    Found found = Found.in("{" + TRACE + ",\"observations\":[]}");
    assertThat(found.spans()).hasSize(1);
    Span span = found.spans().get(0);
    assertThat(List.of(span.traceId(), span.spanId(), span.name()))
        .containsExactly("t1", "t1", "chat");
    assertThat(span.startTime()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(span.durationMs()).isEqualTo(1_500L);
    assertThat(span.outputText()).isEqualTo("bye");
  }

  @Test
  void observation_withoutId_costsOnlyItself() {
    Found found = Found.in("{" + TRACE + ",\"observations\":[{\"type\":\"SPAN\"},7," + ROOT + "]}");
    assertThat(found.spans()).extracting(Span::spanId).containsExactly("o1");
    assertThat(found.reasons()).containsExactly(Reason.MISSING_SPAN_ID, Reason.INVALID_SPAN);
    assertThat(found.rejects().get(0).sample()).isEqualTo("{\"type\":\"SPAN\"}");
  }

  @Test
  void download_cut_keepsCompleteObservations() {
    Found found = Found.in("{" + TRACE + ",\"observations\":[" + ROOT + ",{\"id\":\"o2\",\"tr");
    assertThat(found.spans()).extracting(Span::spanId).containsExactly("o1");
    assertThat(found.reasons()).containsExactly(Reason.MALFORMED_JSON);
  }

  @Test
  void parent_missing_staysAnOrphan() {
    Found found = Found.in("{" + TRACE + ",\"observations\":[" + GENERATION + "]}");
    assertThat(found.spans().get(0).parentSpanId()).isEqualTo("o1");
    assertThat(found.spans().get(0).attribute("evaluation.ok.score")).isEqualTo("1");
  }
}

package io.outcrop.facets.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.read.Reject.Reason;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.SpanPart;
import io.outcrop.facets.trace.SpanStatus;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatadogDialectTest {
  private static final String IDS =
      "\"trace_id\":\"t1\",\"span_id\":\"11\",\"start_ns\":1767225600000000000,\"duration\":1000000";

  private static Span span(String members) {
    Found found = Found.in("{" + IDS + "," + members + "}");
    assertThat(found.rejects()).isEmpty();
    assertThat(found.spans()).hasSize(1);
    assertThat(found.summary().dialect()).isEqualTo("datadog-llmobs");
    return found.spans().get(0);
  }

  @Test
  void payload_fillsTheColumns() {
    Span span = VendorSample.read("datadog.json").spans().get(0);
    assertThat(span.traceId()).isEqualTo("6a1b000000000000b7ad6b7169203331");
    assertThat(span.spanId()).isEqualTo("1311768467463790320");
    assertThat(span.parentSpanId()).isNull();
    assertThat(span.name()).isEqualTo("support");
    assertThat(span.kind()).isEqualTo(SpanKind.LLM);
    assertThat(span.status()).isEqualTo(SpanStatus.OK);
    assertThat(span.startTime()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(span.durationMs()).isEqualTo(1_500L);
    assertThat(span.environment()).isEqualTo("prod");
    assertThat(span.tenantId()).isNull();
    assertThat(span.model()).isEqualTo("gpt-x");
    assertThat(span.inputTokens()).isEqualTo(3L);
    assertThat(span.inputText()).isEqualTo("[{\"role\":\"user\",\"text\":\"hi\"}]");
    assertThat(span.outputText()).isEqualTo("[{\"role\":\"assistant\",\"text\":\"hello\"}]");
    assertThat(span.attributes())
        .containsEntry("datadog.ml_app", "shop")
        .containsEntry("url", "http://a:1");
  }

  @ParameterizedTest
  @CsvSource({
    "llm, LLM",
    "agent, AGENT",
    "workflow, WORKFLOW",
    "tool, TOOL",
    "task, OTHER",
    "embedding, EMBEDDING",
    "retrieval, RETRIEVER",
    "brand_new, OTHER",
  })
  void kind_isTakenFromEitherPlace(String written, SpanKind kind) {
    assertThat(span("\"meta\":{\"span\":{\"kind\":\"" + written + "\"}}").kind()).isEqualTo(kind);
    assertThat(span("\"meta\":{\"kind\":\"" + written + "\"}").kind()).isEqualTo(kind);
  }

  @Test
  void callsAndResultsOfTools_areMessages() {
    Span span =
        span(
            "\"meta\":{\"span\":{\"kind\":\"llm\"},\"input\":{\"messages\":[{\"role\":\"assistant\",\"content\":\"\","
                + "\"tool_calls\":[{\"name\":\"f\",\"arguments\":{\"q\":1},\"tool_id\":\"c1\",\"type\":\"function\"}]},"
                + "{\"role\":\"user\",\"content\":\"\",\"tool_results\":[{\"tool_id\":\"c1\",\"result\":\"four\","
                + "\"name\":\"f\"}]}],\"prompt\":{\"id\":\"greet\",\"version\":\"2\"}}}");
    assertThat(span.inputText())
        .isEqualTo(
            "[{\"role\":\"assistant\",\"text\":\"\",\"tool_calls\":[{\"id\":\"c1\",\"name\":\"f\","
                + "\"arguments\":\"{\\\"q\\\":1}\"}]},{\"role\":\"tool\",\"text\":\"four\",\"tool_call_id\":\"c1\"}]");
    assertThat(span.attributes())
        .containsEntry("prompt.name", "greet")
        .containsEntry("prompt.version", "2");
  }

  @Test
  void tool_givesArgumentsResultAndError() {
    Span span =
        span(
            "\"name\":\"search\",\"parent_id\":\"7\",\"status\":\"error\",\"meta\":{\"span\":{\"kind\":\"tool\"},"
                + "\"input\":{\"value\":\"{\\\"q\\\":1}\"},\"output\":{\"value\":\"none\"},"
                + "\"error\":{\"message\":\"m\",\"type\":\"KeyError\",\"stack\":\"s\"}}");
    assertThat(span.parentSpanId()).isEqualTo("7");
    assertThat(span.toolName()).isEqualTo("search");
    assertThat(span.toolArguments()).isEqualTo("{\"q\":1}");
    assertThat(span.toolResult()).isEqualTo("none");
    assertThat(span.status()).isEqualTo(SpanStatus.ERROR);
    assertThat(span.errorType()).isEqualTo("KeyError");
    assertThat(span.errorMessage()).isEqualTo("m");
  }

  @Test
  void retrieval_givesDocuments() {
    Span span =
        span(
            "\"meta\":{\"span\":{\"kind\":\"retrieval\"},\"input\":{\"value\":\"q\"},\"output\":{\"documents\":"
                + "[{\"id\":\"d\",\"name\":\"n\",\"text\":\"found\",\"score\":0.5}]}}");
    assertThat(span.inputText()).isEqualTo("q");
    assertThat(span.outputText()).isEqualTo("found");
  }

  @Test
  void owners_comeFromMembersTagsAndMetadata() {
    Span span =
        span(
            "\"session_id\":\"x\",\"service\":\"svc\",\"tags\":[\"tenant:acme\",\"user_id:u:1\",\"version:9\","
                + "\"session_id:other\",\"agent_version:v2\",\":\",\"alone\",7],\"meta\":{\"metadata\":{\"plan\":\"pro\"}}");
    assertThat(span.sessionId()).isEqualTo("x");
    assertThat(span.service()).isEqualTo("svc");
    assertThat(span.tenantId()).isEqualTo("acme");
    assertThat(span.userId()).isEqualTo("u:1");
    assertThat(span.attributes()).containsEntry("agent.version", "v2");
  }

  @Test
  void batchAsSentToTheInterface_givesItsSpans() {
    Found found =
        Found.in(
            "{\"data\":{\"type\":\"span\",\"attributes\":{\"ml_app\":\"bot\",\"session_id\":\"s\",\"tags\":[\"env:dev\"],"
                + "\"spans\":[{"
                + IDS
                + ",\"parent_id\":\"undefined\",\"meta\":{\"kind\":\"agent\",\"input\":{\"value\":\"hi\"}}},5]}}}");
    assertThat(found.summary()).isEqualTo(new ReadSummary("datadog-llmobs", 2, 1, 0, 1, 0));
    assertThat(found.rejects().get(0).detail()).isEqualTo("a span is no object");
    Span span = found.spans().get(0);
    assertThat(span.kind()).isEqualTo(SpanKind.AGENT);
    assertThat(span.inputText()).isEqualTo("hi");
    assertThat(span.environment()).isEqualTo("dev");
    assertThat(span.sessionId()).isEqualTo("s");
    assertThat(span.attributes()).containsEntry("datadog.ml_app", "bot");
  }

  @Test
  void resultOfASearch_givesItsSpans() {
    Found found =
        Found.in(
            "{\"data\":[{\"id\":\"x\",\"type\":\"span\",\"attributes\":{"
                + IDS
                + ",\"ml_app\":\"bot\",\"span_kind\":\"llm\",\"model_name\":\"gpt-x\",\"input\":{\"messages\":"
                + "[{\"role\":\"user\",\"content\":\"hi\"}]},\"metrics\":{\"input_tokens\":4}}}],\"meta\":{}}");
    assertThat(found.summary()).isEqualTo(new ReadSummary("datadog-llmobs", 1, 1, 0, 0, 0));
    Span span = found.spans().get(0);
    assertThat(span.kind()).isEqualTo(SpanKind.LLM);
    assertThat(span.model()).isEqualTo("gpt-x");
    assertThat(span.inputTokens()).isEqualTo(4L);
    assertThat(span.inputText()).isEqualTo("[{\"role\":\"user\",\"text\":\"hi\"}]");
  }

  @Test
  void evaluations_supplementTheirSpans() {
    Found found =
        Found.in(
            "[{\"metric_type\":\"score\",\"label\":\"quality\",\"score_value\":0.5,\"reasoning\":\"so so\","
                + "\"assessment\":\"fail\",\"timestamp_ms\":1767312000000,\"span_id\":\"11\",\"trace_id\":\"t1\"},"
                + "{\"metric_type\":\"boolean\",\"label\":\"safe\",\"boolean_value\":true,\"span_id\":\"12\",\"trace_id\":\"t1\"}]\n"
                + "{\"data\":{\"type\":\"evaluation_metric\",\"attributes\":{\"metrics\":[{\"join_on\":{\"span\":"
                + "{\"span_id\":\"13\",\"trace_id\":\"t1\"}},\"metric_type\":\"categorical\",\"label\":\"tone\","
                + "\"categorical_value\":\"warm\"},{\"join_on\":{\"tag\":{\"key\":\"k\",\"value\":\"v\"}},"
                + "\"metric_type\":\"score\",\"label\":\"x\",\"score_value\":1}]}}}");
    assertThat(found.summary()).isEqualTo(new ReadSummary("datadog-llmobs", 4, 3, 0, 1, 0));
    assertThat(found.reasons()).containsExactly(Reason.MISSING_TRACE_ID);
    assertThat(found.rejects().get(0).detail()).isEqualTo("the evaluation names no trace");
    Span score = found.spans().get(0);
    assertThat(score.part()).isEqualTo(SpanPart.SUPPLEMENT);
    assertThat(score.spanId()).isEqualTo("11");
    assertThat(score.traceDate()).isEqualTo(LocalDate.of(2026, 1, 2));
    assertThat(score.attributes())
        .containsEntry("evaluation.quality.score", "0.5")
        .containsEntry("evaluation.quality.label", "fail")
        .containsEntry("evaluation.quality.explanation", "so so");
    assertThat(found.spans().get(1).attributes())
        .containsEntry("evaluation.safe.score", "1")
        .containsEntry("evaluation.safe.label", "true");
    assertThat(found.spans().get(2).attributes()).containsEntry("evaluation.tone.label", "warm");
  }

  @Test
  void brokenSpans_costThemselves() {
    Found found =
        Found.in(
            "{\"spans\":[{\"trace_id\":\"t\",\"start_ns\":1,\"duration\":1},{\"span_id\":\"1\",\"start_ns\":1,\"meta\":{}},"
                + "{\"trace_id\":\"t\",\"span_id\":\"1\",\"start_ns\":\"x\",\"meta\":{}},{"
                + IDS
                + "}],\"event_type\":\"span\",\"_dd.stage\":\"raw\"}");
    assertThat(found.reasons())
        .containsExactly(Reason.MISSING_SPAN_ID, Reason.MISSING_TRACE_ID, Reason.INVALID_SPAN);
    assertThat(found.summary()).isEqualTo(new ReadSummary("datadog-llmobs", 4, 1, 0, 3, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"meta\":7,\"metrics\":[1],\"tags\":\"env:prod\"",
        "\"meta\":{\"input\":[1],\"output\":\"x\",\"error\":\"boom\"},\"status\":{}",
        "\"meta\":{\"input\":{\"messages\":[1,null,{\"tool_calls\":5},{\"tool_results\":[7]}]}}",
        "\"meta\":{\"input\":{\"messages\":{\"role\":1},\"documents\":3,\"prompt\":[]}}",
        "\"parent_id\":0,\"span_links\":[1,{}],\"name\":null",
        "\"parent_id\":\"0\",\"metrics\":{\"input_tokens\":-5}",
      })
  void mistypedMembers_costNoSpan(String members) {
    assertThat(span(members).parentSpanId()).isNull();
  }
}

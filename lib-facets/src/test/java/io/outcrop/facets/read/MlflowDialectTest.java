package io.outcrop.facets.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.read.Reject.Reason;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.SpanPart;
import io.outcrop.facets.trace.SpanStatus;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MlflowDialectTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private static Span span(String members) {
    Found found =
        Found.in(
            "{\"info\":{\"trace_id\":\"tr-"
                + TRACE
                + "\"},\"data\":{\"spans\":[{\"span_id\":\"b7ad6b7169203331\","
                + members
                + "}]}}");
    assertThat(found.rejects()).isEmpty();
    assertThat(found.spans()).hasSize(1);
    assertThat(found.summary().dialect()).isEqualTo("mlflow");
    return found.spans().get(0);
  }

  @Test
  void trace_ofVersionThree_fillsTheColumns() {
    Span span = VendorSample.read("mlflow.json").spans().get(0);
    assertThat(span.part()).isEqualTo(SpanPart.SPAN);
    assertThat(span.traceId()).isEqualTo(TRACE);
    assertThat(span.spanId()).isEqualTo("b7ad6b7169203331");
    assertThat(span.parentSpanId()).isNull();
    assertThat(span.name()).isEqualTo("predict");
    assertThat(span.kind()).isEqualTo(SpanKind.AGENT);
    assertThat(span.status()).isEqualTo(SpanStatus.OK);
    assertThat(span.startTime()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(span.durationMs()).isEqualTo(1_000L);
    assertThat(span.inputText()).isEqualTo("{\"q\":\"hi\"}");
    assertThat(span.userId()).isEqualTo("u1");
    assertThat(span.sessionId()).isEqualTo("s1");
    assertThat(span.attributes())
        .containsEntry("mlflow.trace_id", "tr-" + TRACE)
        .containsEntry("mlflow.trace_name", "chat")
        .containsEntry("team", "blue")
        .containsEntry("evaluation.relevant.score", "1")
        .containsEntry("evaluation.relevant.label", "true")
        .containsEntry("evaluation.relevant.explanation", "on topic");
  }

  @Test
  void trace_ofVersionTwo_givesTheSameIds() {
    Found found =
        Found.in(
            "{\"info\":{\"request_id\":\"tr-"
                + TRACE
                + "\",\"experiment_id\":\"3\",\"timestamp_ms\":1767225600000,\"status\":\"ERROR\","
                + "\"request_metadata\":{\"mlflow.trace.session\":\"s1\"},\"tags\":{}},\"data\":{\"request\":\"{}\","
                + "\"spans\":[{\"name\":\"f\",\"context\":{\"trace_id\":\"0x"
                + TRACE
                + "\",\"span_id\":\"0xb7ad6b7169203331\"},\"parent_id\":null,\"start_time\":1767225600000000000,"
                + "\"end_time\":1767225601000000000,\"status_code\":\"ERROR\",\"status_message\":\"bad\","
                + "\"attributes\":{\"mlflow.traceRequestId\":\"\\\"tr-x\\\"\",\"mlflow.spanType\":\"\\\"TOOL\\\"\","
                + "\"mlflow.spanInputs\":\"{\\\"a\\\":1}\",\"mlflow.spanOutputs\":\"\\\"four\\\"\"},"
                + "\"events\":[{\"name\":\"exception\",\"timestamp\":1,\"attributes\":{\"exception.type\":\"E\"}}]}]}}");
    assertThat(found.summary()).isEqualTo(new ReadSummary("mlflow", 1, 1, 0, 0, 0));
    Span span = found.spans().get(0);
    assertThat(span.traceId()).isEqualTo(TRACE);
    assertThat(span.spanId()).isEqualTo("b7ad6b7169203331");
    assertThat(span.kind()).isEqualTo(SpanKind.TOOL);
    assertThat(span.toolName()).isEqualTo("f");
    assertThat(span.toolArguments()).isEqualTo("{\"a\":1}");
    assertThat(span.toolResult()).isEqualTo("four");
    assertThat(span.errorType()).isEqualTo("E");
    assertThat(span.errorMessage()).isEqualTo("bad");
    assertThat(span.sessionId()).isEqualTo("s1");
    assertThat(span.attributes()).containsEntry("mlflow.experiment_id", "3");
  }

  @Test
  void spans_ofVersionFour_areTakenAlone() {
    Found found =
        Found.in(
            "{\"spans\":[{\"version\":4,\"otel_trace_id\":\""
                + TRACE
                + "\",\"trace_id\":\"trace:/loc/"
                + TRACE
                + "\",\"span_id\":\"b7ad6b7169203331\",\"parent_span_id\":\"00f067aa0ba902b7\",\"name\":\"llm\","
                + "\"start_time_unix_nano\":1767225600000000000,\"status\":{\"code\":\"UNSET\"},\"attributes\":"
                + "{\"mlflow.traceRequestId\":\"\\\"trace:/loc/x\\\"\",\"mlflow.spanType\":\"\\\"CHAT_MODEL\\\"\","
                + "\"mlflow.llm.model\":\"\\\"gpt-x\\\"\",\"mlflow.chat.tokenUsage\":"
                + "\"{\\\"input_tokens\\\":3,\\\"output_tokens\\\":2,\\\"total_tokens\\\":5}\","
                + "\"mlflow.spanInputs\":\"{\\\"messages\\\":[{\\\"role\\\":\\\"user\\\",\\\"content\\\":\\\"hi\\\"}]}\","
                + "\"mlflow.spanOutputs\":\"{\\\"choices\\\":[{\\\"finish_reason\\\":\\\"stop\\\",\\\"message\\\":"
                + "{\\\"role\\\":\\\"assistant\\\",\\\"content\\\":\\\"yo\\\"}}]}\","
                + "\"mlflow.linkedPrompts\":\"[{\\\"name\\\":\\\"greet\\\",\\\"version\\\":\\\"7\\\"}]\"}}]}");
    assertThat(found.summary()).isEqualTo(new ReadSummary("mlflow", 1, 1, 0, 0, 0));
    Span span = found.spans().get(0);
    assertThat(span.traceId()).isEqualTo(TRACE);
    assertThat(span.parentSpanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(span.kind()).isEqualTo(SpanKind.LLM);
    assertThat(span.model()).isEqualTo("gpt-x");
    assertThat(span.inputTokens()).isEqualTo(3L);
    assertThat(span.outputTokens()).isEqualTo(2L);
    assertThat(span.finishReasons()).containsExactly("stop");
    assertThat(span.inputText()).isEqualTo("[{\"role\":\"user\",\"text\":\"hi\"}]");
    assertThat(span.outputText()).isEqualTo("[{\"role\":\"assistant\",\"text\":\"yo\"}]");
    assertThat(span.attributes())
        .containsEntry("prompt.name", "greet")
        .containsEntry("prompt.version", "7");
  }

  @ParameterizedTest
  @CsvSource({
    "LLM, LLM",
    "CHAT_MODEL, LLM",
    "CHAIN, WORKFLOW",
    "AGENT, AGENT",
    "TOOL, TOOL",
    "RETRIEVER, RETRIEVER",
    "EMBEDDING, EMBEDDING",
    "RERANKER, RERANKER",
    "PARSER, OTHER",
    "MEMORY, OTHER",
    "UNKNOWN, OTHER",
    "BRAND_NEW, OTHER",
  })
  void spanType_givesTheKind_encodedOnceMoreOrNot(String type, SpanKind kind) {
    assertThat(span("\"attributes\":{\"mlflow.spanType\":\"\\\"" + type + "\\\"\"}").kind())
        .isEqualTo(kind);
    assertThat(span("\"attributes\":{\"mlflow.spanType\":\"" + type + "\"}").kind())
        .isEqualTo(kind);
  }

  @Test
  void retriever_givesDocuments() {
    Span span =
        span(
            "\"attributes\":{\"mlflow.spanType\":\"\\\"RETRIEVER\\\"\",\"mlflow.spanInputs\":\"\\\"q\\\"\","
                + "\"mlflow.spanOutputs\":\"[{\\\"page_content\\\":\\\"found\\\",\\\"metadata\\\":{},\\\"id\\\":\\\"d\\\"}]\"}");
    assertThat(span.inputText()).isEqualTo("q");
    assertThat(span.outputText()).isEqualTo("found");
    assertThat(span.attributes()).containsEntry("retrieval.documents", "[{\"id\":\"d\"}]");
  }

  @Test
  void traceWithoutSpans_isASupplementOfItself() {
    Found found =
        Found.in(
            "{\"info\":{\"trace_id\":\"tr-"
                + TRACE
                + "\",\"request_time\":\"2026-01-01T00:00:00Z\",\"execution_duration_ms\":1500,\"state\":\"ERROR\","
                + "\"request_preview\":\"hi\",\"response_preview\":\"yo\",\"tags\":{\"mlflow.traceName\":\"chat\"},"
                + "\"trace_metadata\":{\"mlflow.trace.user\":\"u1\"}},\"data\":{\"spans\":[]}}");
    assertThat(found.summary()).isEqualTo(new ReadSummary("mlflow", 1, 1, 0, 0, 0));
    Span trace = found.spans().get(0);
    assertThat(trace.part()).isEqualTo(SpanPart.SUPPLEMENT);
    assertThat(trace.spanId()).isEmpty();
    assertThat(trace.traceId()).isEqualTo(TRACE);
    assertThat(trace.name()).isEqualTo("chat");
    assertThat(trace.durationMs()).isEqualTo(1_500L);
    assertThat(trace.status()).isEqualTo(SpanStatus.ERROR);
    assertThat(trace.inputText()).isEqualTo("hi");
    assertThat(trace.outputText()).isEqualTo("yo");
    assertThat(trace.userId()).isEqualTo("u1");
  }

  @Test
  void assessments_goToTheSpanThatTheyName() {
    String span = "{\"span_id\":\"%s\",\"parent_span_id\":\"%s\",\"name\":\"n\",\"attributes\":{}}";
    Found found =
        Found.in(
            "{\"info\":{\"trace_id\":\"tr-"
                + TRACE
                + "\",\"assessments\":[{\"assessment_name\":\"good\",\"feedback\":{\"value\":0.25},\"span_id\":"
                + "\"00000000000000a2\"},{\"assessment_name\":\"tone\",\"feedback\":{\"value\":\"warm\"}},"
                + "{\"assessment_name\":\"truth\",\"expectation\":{\"value\":\"42\"}},"
                + "{\"assessment_name\":\"old\",\"feedback\":{\"value\":1},\"valid\":false},7]},\"data\":{\"spans\":["
                + span.formatted("00000000000000a1", "")
                + ","
                + span.formatted("00000000000000a2", "00000000000000a1")
                + "]}}");
    assertThat(found.summary()).isEqualTo(new ReadSummary("mlflow", 2, 2, 0, 0, 0));
    assertThat(found.spans().get(0).attributes())
        .containsEntry("evaluation.tone.label", "warm")
        .containsEntry("mlflow.expectation.truth", "42")
        .doesNotContainKeys("evaluation.good.score", "evaluation.old.score");
    assertThat(found.spans().get(1).attributes())
        .containsEntry("evaluation.good.score", "0.25")
        .doesNotContainKey("evaluation.tone.label");
  }

  @Test
  void rowOfATable_withSpansAsText_isRead() {
    Found found =
        Found.in(
            "{\"trace_id\":\"tr-"
                + TRACE
                + "\",\"trace_metadata\":\"{\\\"mlflow.trace.user\\\":\\\"u1\\\"}\",\"tags\":\"{}\",\"spans\":"
                + "\"[{\\\"span_id\\\":\\\"b7ad6b7169203331\\\",\\\"name\\\":\\\"n\\\"}]\"}");
    assertThat(found.summary()).isEqualTo(new ReadSummary("mlflow", 1, 1, 0, 0, 0));
    assertThat(found.spans().get(0).userId()).isEqualTo("u1");
  }

  @Test
  void brokenSpans_costThemselves() {
    Found found =
        Found.in(
            "{\"info\":{\"trace_id\":\"tr-1\"},\"data\":{\"spans\":[5,{\"name\":\"no id\"},"
                + "{\"span_id\":\"a\",\"start_time_unix_nano\":\"x\"},{\"span_id\":\"a\"}]}}");
    assertThat(found.reasons())
        .containsExactly(Reason.INVALID_SPAN, Reason.MISSING_SPAN_ID, Reason.INVALID_SPAN);
    assertThat(found.summary()).isEqualTo(new ReadSummary("mlflow", 4, 1, 0, 3, 0));
    assertThat(found.spans().get(0).traceId()).isEqualTo("tr-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"attributes\":7,\"events\":{\"a\":1},\"status\":\"OK\"",
        "\"attributes\":{\"mlflow.spanInputs\":\"{cut\",\"mlflow.chat.tokenUsage\":\"7\"}",
        "\"attributes\":{\"mlflow.linkedPrompts\":\"{}\",\"mlflow.spanType\":[1]}",
        "\"attributes\":{\"mlflow.spanOutputs\":\"\",\"mlflow.traceRequestId\":{}}",
        "\"context\":7,\"name\":{},\"parent_span_id\":[]",
      })
  void mistypedMembers_costNoSpan(String members) {
    assertThat(span(members).spanId()).isEqualTo("b7ad6b7169203331");
  }
}

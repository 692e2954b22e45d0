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
import org.junit.jupiter.params.provider.ValueSource;

class LangfuseRecordDialectTest {
  static final String TRACE =
      "{\"id\":\"t1\",\"timestamp\":\"2026-01-01 00:00:00.000\",\"name\":\"chat\",\"environment\":\"prod\","
          + "\"project_id\":\"p1\",\"metadata\":{\"tenant\":\"acme\"},\"user_id\":\"u1\",\"session_id\":\"s1\","
          + "\"release\":\"1.4\",\"version\":null,\"public\":false,\"bookmarked\":false,\"tags\":[\"a\"],"
          + "\"input\":\"{\\\"q\\\":\\\"hi\\\"}\",\"output\":\"bye\","
          + "\"created_at\":\"2026-01-01 00:00:03.000\",\"updated_at\":\"2026-01-01 00:00:04.000\"}";
  static final String ROOT =
      "{\"id\":\"o1\",\"trace_id\":\"t1\",\"project_id\":\"p1\",\"environment\":\"prod\",\"type\":\"SPAN\","
          + "\"parent_observation_id\":null,\"start_time\":\"2026-01-01 00:00:00.000\","
          + "\"end_time\":\"2026-01-01 00:00:02.000\",\"name\":\"run\",\"metadata\":{},\"level\":\"DEFAULT\","
          + "\"status_message\":null,\"input\":null,\"output\":null,\"usage_details\":{},\"cost_details\":{}}";
  static final String GENERATION =
      "{\"id\":\"o2\",\"trace_id\":\"t1\",\"project_id\":\"p1\",\"environment\":\"prod\",\"type\":\"GENERATION\","
          + "\"parent_observation_id\":\"o1\",\"start_time\":\"2026-01-01 00:00:00.100\","
          + "\"end_time\":\"2026-01-01 00:00:01.000\",\"name\":\"llm\","
          + "\"metadata\":{\"resourceAttributes\":\"{\\\"service.name\\\":\\\"svc\\\"}\"},\"level\":\"ERROR\","
          + "\"status_message\":\"overloaded\",\"input\":\"[{\\\"role\\\":\\\"user\\\",\\\"content\\\":\\\"hi\\\"}]\","
          + "\"output\":\"{\\\"role\\\":\\\"assistant\\\",\\\"content\\\":\\\"hello\\\"}\","
          + "\"provided_model_name\":\"gpt-x\",\"model_parameters\":\"{\\\"temperature\\\":0}\","
          + "\"usage_details\":{\"input\":\"3\",\"output\":\"2\"},\"cost_details\":{\"total\":0.01},"
          + "\"total_cost\":\"0.01\",\"latency\":0.9,\"prompt_name\":\"greet\",\"prompt_version\":\"7\","
          + "\"updated_at\":\"2026-01-01 00:00:05.000001\",\"tool_calls\":[],\"tool_definitions\":{}}";
  static final String SCORE =
      "{\"id\":\"c1\",\"timestamp\":\"2026-01-02 08:00:00.000\",\"project_id\":\"p1\",\"trace_id\":\"t1\","
          + "\"observation_id\":null,\"name\":\"ok\",\"value\":\"1\",\"source\":\"API\",\"comment\":\"fine\","
          + "\"data_type\":\"NUMERIC\",\"string_value\":null}";

  @Test
  void observation_exported_isASpan() {
    Found found = Found.in(ROOT + "\n" + GENERATION + "\n");
    assertThat(found.summary()).isEqualTo(new ReadSummary("langfuse", 2, 2, 0, 0, 0));
    assertThat(found.spans().get(0).parentSpanId()).isNull();
    Span llm = found.spans().get(1);
    assertThat(llm.part()).isEqualTo(SpanPart.SPAN);
    assertThat(llm.kind()).isEqualTo(SpanKind.LLM);
    assertThat(llm.parentSpanId()).isEqualTo("o1");
    assertThat(llm.startTime()).isEqualTo(Instant.parse("2026-01-01T00:00:00.100Z"));
    assertThat(llm.durationMs()).isEqualTo(900L);
    assertThat(llm.status()).isEqualTo(SpanStatus.ERROR);
    assertThat(llm.errorMessage()).isEqualTo("overloaded");
    assertThat(llm.model()).isEqualTo("gpt-x");
    assertThat(llm.inputTokens()).isEqualTo(3L);
    assertThat(llm.outputTokens()).isEqualTo(2L);
    assertThat(llm.costUsd()).isEqualTo(0.01);
    assertThat(llm.service()).isEqualTo("svc");
    assertThat(llm.environment()).isEqualTo("prod");
    assertThat(llm.inputText()).isEqualTo("[{\"role\":\"user\",\"text\":\"hi\"}]");
    assertThat(llm.outputText()).isEqualTo("[{\"role\":\"assistant\",\"text\":\"hello\"}]");
    assertThat(llm.attributes()).containsEntry("prompt.name", "greet");
    assertThat(llm.attributes()).containsEntry("prompt.version", "7");
    assertThat(llm.version()).isEqualTo(1_767_225_605_000_001L);
  }

  @Test
  void trace_exported_speaksOfItsTraceAsAWhole() {
    Found found = Found.in("[" + TRACE + "]");
    assertThat(found.summary()).isEqualTo(new ReadSummary("langfuse", 1, 1, 0, 0, 0));
    Span trace = found.spans().get(0);
    assertThat(trace.part()).isEqualTo(SpanPart.SUPPLEMENT);
    assertThat(trace.spanId()).isEmpty();
    assertThat(trace.startTime()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(trace.userId()).isEqualTo("u1");
    assertThat(trace.sessionId()).isEqualTo("s1");
    assertThat(trace.tenantId()).isEqualTo("acme");
    assertThat(trace.inputText()).isEqualTo("{\"q\":\"hi\"}");
    assertThat(trace.outputText()).isEqualTo("bye");
    assertThat(trace.attributes()).containsEntry("langfuse.trace.tags", "[\"a\"]");
  }

  @Test
  void score_exported_isAJudgementFiledUnderItsOwnDate() {
    String ofSpan = SCORE.replace("\"observation_id\":null", "\"observation_id\":\"o2\"");
    Found found = Found.in(SCORE + "\n" + ofSpan.replace("\"name\":\"ok\"", "\"name\":\"kind\""));
    assertThat(found.summary()).isEqualTo(new ReadSummary("langfuse", 2, 2, 0, 0, 0));
    assertThat(found.spans()).extracting(Span::spanId).containsExactly("", "o2");
    assertThat(found.spans()).extracting(Span::part).containsOnly(SpanPart.SUPPLEMENT);
    assertThat(found.spans()).extracting(Span::startTime).containsOnlyNulls();
    Span score = found.spans().get(0);
    assertThat(score.traceDate()).isEqualTo(LocalDate.of(2026, 1, 2));
    assertThat(score.attributes())
        .containsEntry("evaluation.ok.score", "1")
        .containsEntry("evaluation.ok.explanation", "fine");
    assertThat(found.spans().get(1).attribute("evaluation.kind.score")).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CORRECTION", "TEXT"})
  void score_whoseSubstanceIsAText_hasNoNumber(String type) {
    Found found =
        Found.in(
            "{\"traceId\":\"t1\",\"name\":\"output\",\"value\":0,\"stringValue\":\"better so\",\"dataType\":\""
                + type
                + "\",\"source\":\"ANNOTATION\"}");
    assertThat(found.spans().get(0).attributes())
        .containsEntry("evaluation.output.explanation", "better so")
        .doesNotContainKeys("evaluation.output.score", "evaluation.output.label");
  }

  @Test
  void score_ofASession_isNoRecordOfATrace() {
    Found found =
        Found.in("{\"sessionId\":\"s1\",\"name\":\"ok\",\"value\":1,\"dataType\":\"NUMERIC\"}");
    assertThat(found.summary()).isEqualTo(new ReadSummary("langfuse", 1, 0, 0, 0, 1));
  }

  @Test
  void columns_leftOut_changeNothingElse() {
    Found found =
        Found.in(
            "{\"id\":\"o1\",\"trace_id\":\"t1\",\"type\":\"TOOL\",\"start_time\":\"2026-01-01 00:00:00\"}\n"
                + "{\"id\":\"t1\",\"timestamp\":\"2026-01-01 00:00:00\",\"project_id\":\"p\",\"environment\":\"e\"}\n"
                + "{\"id\":\"o2\",\"trace_id\":\"t1\",\"parent_observation_id\":\"o1\"}");
    assertThat(found.rejects()).isEmpty();
    assertThat(found.spans()).extracting(Span::spanId).containsExactly("o1", "", "o2");
    assertThat(found.spans().get(0).kind()).isEqualTo(SpanKind.TOOL);
  }

  @Test
  void type_unknown_isAnotherSpan() {
    Found found =
        Found.in(
            "{\"id\":\"o1\",\"traceId\":\"t1\",\"parentObservationId\":null,\"type\":\"DREAM\"}");
    assertThat(found.spans()).extracting(Span::kind).containsExactly(SpanKind.OTHER);
  }

  @Test
  void record_atTheBoundaryOfTwoWindows_countsAsDuplicate() {
    Found found = Found.in(ROOT + "\n" + GENERATION + "\n" + ROOT);
    assertThat(found.summary()).isEqualTo(new ReadSummary("langfuse", 3, 2, 1, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"latency\":1.5,\"start_time\":\"2026-01-01 00:00:00.100\"",
        "\"latency\":\"1500\",\"start_time\":\"2026-01-01 00:00:00.100\"",
        "\"latency\":1.5,\"startTime\":\"2026-01-01T00:00:00.100Z\"",
        "\"end_time\":\"2026-01-01 00:00:01.600\",\"latency\":7,\"start_time\":\"2026-01-01 00:00:00.100\""
      })
  void latency_inEitherUnit_givesTheEndWhereNoneIsTold(String members) {
    Found found =
        Found.in(
            "{\"id\":\"o\",\"trace_id\":\"t\",\"parent_observation_id\":\"\"," + members + "}");
    assertThat(found.spans().get(0).durationMs()).isEqualTo(1_500L);
  }

  @Test
  void output_leftOut_isTakenFromTheToolCalls() {
    Found found =
        Found.in(
            "{\"id\":\"o\",\"trace_id\":\"t\",\"type\":\"GENERATION\",\"start_time\":\"2026-01-01 00:00:00.1\","
                + "\"tool_calls\":[\"{\\\"id\\\":\\\"c1\\\",\\\"name\\\":\\\"find\\\",\\\"arguments\\\":\\\"{}\\\"}\"]}");
    assertThat(found.spans().get(0).outputText()).contains("\"name\":\"find\"").contains("\"c1\"");
  }

  @Test
  void page_ofTheInterface_isRead() {
    String observation =
        "{\"id\":\"o1\",\"traceId\":\"t1\",\"parentObservationId\":null,\"type\":\"AGENT\",\"name\":\"run\","
            + "\"startTime\":\"2026-01-01T00:00:00.000Z\",\"endTime\":\"2026-01-01T00:00:02.000Z\","
            + "\"model\":null,\"usage\":{\"unit\":null,\"input\":0,\"output\":0,\"total\":0},\"promptTokens\":0}";
    Found found =
        Found.in("{\"data\":[" + observation + "],\"meta\":{\"page\":1,\"totalItems\":1}}");
    assertThat(found.summary()).isEqualTo(new ReadSummary("langfuse", 1, 1, 0, 0, 0));
    assertThat(found.spans().get(0).kind()).isEqualTo(SpanKind.AGENT);
    assertThat(found.spans().get(0).inputTokens()).isNull();
  }

  @Test
  void trace_listed_namesItsObservationsOnly() {
    String trace =
        TRACE.substring(0, TRACE.length() - 1)
            + ",\"observations\":[\"o1\",\"o2\"],\"scores\":[\"c1\"],\"latency\":2.5,\"htmlPath\":\"/p\"}";
    Found found = Found.in("{\"data\":[" + trace + "],\"meta\":{}}");
    assertThat(found.summary()).isEqualTo(new ReadSummary("langfuse", 1, 1, 0, 0, 0));
    assertThat(found.spans().get(0).durationMs()).isEqualTo(2_500L);
  }

  @Test
  void trace_withItsObservationsInside_isReadAsItsDownload() {
    String trace =
        TRACE.substring(0, TRACE.length() - 1)
            + ",\"scores\":["
            + SCORE
            + "],\"observations\":["
            + ROOT
            + ","
            + GENERATION
            + "]}";
    Found found = Found.in(trace);
    assertThat(found.summary()).isEqualTo(new ReadSummary("langfuse", 2, 2, 0, 0, 0));
    assertThat(found.spans()).extracting(Span::userId).containsExactly("u1", "u1");
    assertThat(found.spans().get(0).attribute("evaluation.ok.score")).isEqualTo("1");
  }

  @Test
  void record_withoutIdOrTime_costsOnlyItself() {
    String withoutTrace = ROOT.replace("\"trace_id\":\"t1\"", "\"trace_id\":null");
    String withoutId = ROOT.replace("\"id\":\"o1\"", "\"id\":\"\"");
    String withoutTime = ROOT.replace("\"2026-01-01 00:00:00.000\"", "\"soon\"");
    String long_ = ROOT.replace("\"id\":\"o1\"", "\"id\":\"" + "x".repeat(513) + "\"");
    Found found =
        Found.in(String.join("\n", withoutTrace, withoutId, withoutTime, long_, GENERATION));
    assertThat(found.reasons())
        .containsExactly(
            Reason.MISSING_TRACE_ID,
            Reason.MISSING_SPAN_ID,
            Reason.INVALID_SPAN,
            Reason.INVALID_ID);
    assertThat(found.rejects().get(2).detail()).isEqualTo("startTime is no time");
    assertThat(found.rejects().get(2).position()).isEqualTo("line 3, record 1");
    assertThat(found.summary()).isEqualTo(new ReadSummary("langfuse", 5, 1, 0, 4, 0));
  }

  @Test
  void manifest_isNoTrace() {
    Found found =
        Found.in(
            "{\"version\":1,\"window\":{\"minTimestamp\":\"2026-01-01T00:00:00Z\",\"maxTimestamp\":null},"
                + "\"tables\":[\"traces\"],\"files\":[{\"key\":\"k\",\"table\":\"traces\",\"rowCount\":3}]}");
    assertThat(found.summary()).isEqualTo(new ReadSummary("none", 1, 0, 0, 0, 1));
  }
}

package io.outcrop.facets.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.read.Reject.Reason;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.SpanPart;
import io.outcrop.facets.trace.SpanStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LangSmithDialectTest {
  private static Span run(String members) {
    Found found =
        Found.in("{\"id\":\"r1\",\"trace_id\":\"t1\",\"parent_run_id\":\"p1\"," + members + "}");
    assertThat(found.rejects()).isEmpty();
    assertThat(found.spans()).hasSize(1);
    assertThat(found.summary().dialect()).isEqualTo("langsmith");
    return found.spans().get(0);
  }

  @Test
  void run_fillsTheColumns() {
    Span span = VendorSample.read("langsmith.jsonl").spans().get(0);
    assertThat(span.traceId()).isEqualTo("497f6eca-6276-4993-bfeb-53cbbbba6f08");
    assertThat(span.spanId()).isEqualTo(span.traceId());
    assertThat(span.parentSpanId()).isNull();
    assertThat(span.kind()).isEqualTo(SpanKind.LLM);
    assertThat(span.status()).isEqualTo(SpanStatus.OK);
    assertThat(span.startTime()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(span.durationMs()).isEqualTo(1_000L);
    assertThat(span.model()).isEqualTo("gpt-x");
    assertThat(span.inputTokens()).isEqualTo(3L);
    assertThat(span.outputTokens()).isEqualTo(2L);
    assertThat(span.costUsd()).isEqualTo(0.002);
    assertThat(span.userId()).isEqualTo("u1");
    assertThat(span.sessionId()).isEqualTo("s1");
    assertThat(span.tenantId()).isNull();
    assertThat(span.finishReasons()).containsExactly("stop");
    assertThat(span.inputText()).isEqualTo("[{\"role\":\"user\",\"text\":\"hi\"}]");
    assertThat(span.outputText()).isEqualTo("[{\"role\":\"assistant\",\"text\":\"hello\"}]");
    assertThat(span.attributes())
        .containsEntry("langsmith.project.id", "1ffd059c-17ea-40a8-8aef-70fd0307db82")
        .containsEntry("tag.tags", "[\"prod\"]")
        .containsEntry("evaluation.helpful.score", "1")
        .containsEntry("gen_ai.provider.name", "openai")
        .containsEntry("gen_ai.usage.cache_read.input_tokens", "1");
  }

  @ParameterizedTest
  @CsvSource({
    "llm, x, LLM",
    "LLM, x, LLM",
    "TOOL, x, TOOL",
    "chain, x, WORKFLOW",
    "CHAIN, AgentExecutor, AGENT",
    "chain, research_agent, AGENT",
    "chain, agency, WORKFLOW",
    "retriever, x, RETRIEVER",
    "embedding, x, EMBEDDING",
    "prompt, x, PROMPT",
    "parser, AgentOutputParser, OTHER",
    "something, x, OTHER",
  })
  void runType_givesTheKind(String type, String name, SpanKind kind) {
    assertThat(run("\"run_type\":\"" + type + "\",\"name\":\"" + name + "\"").kind())
        .isEqualTo(kind);
  }

  @Test
  void dottedOrder_givesTraceAndParent_whereTheyAreMissing() {
    Found found =
        Found.in(
            "{\"id\":\"c\",\"run_type\":\"tool\",\"dotted_order\":\"20260101T000000000000Za."
                + "20260101T000000000001Zb.20260101T000000000002Zc\"}");
    Span span = found.spans().get(0);
    assertThat(List.of(span.traceId(), span.parentSpanId(), span.spanId()))
        .containsExactly("a", "b", "c");
  }

  @Test
  void rootWithoutATraceId_isTheTrace() {
    Span span =
        Found.in("{\"id\":\"r1\",\"run_type\":\"chain\",\"start_time\":1767225600000}")
            .spans()
            .get(0);
    assertThat(span.traceId()).isEqualTo("r1");
    assertThat(span.startTime()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Test
  void childRuns_areSpansBelow() {
    Found found =
        Found.in(
            "{\"id\":\"r1\",\"run_type\":\"chain\",\"name\":\"Agent\",\"child_runs\":["
                + "{\"id\":\"r2\",\"run_type\":\"chain\",\"child_runs\":[{\"run_type\":\"llm\",\"id\":\"r3\"}]},"
                + "{\"id\":\"r4\",\"run_type\":\"tool\",\"parent_run_id\":\"r1\",\"child_runs\":null}],"
                + "\"error\":null}");
    assertThat(found.spans())
        .extracting(Span::spanId, Span::parentSpanId, Span::traceId)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("r1", null, "r1"),
            org.assertj.core.groups.Tuple.tuple("r2", "r1", "r1"),
            org.assertj.core.groups.Tuple.tuple("r3", "r2", "r1"),
            org.assertj.core.groups.Tuple.tuple("r4", "r1", "r1"));
    assertThat(found.summary()).isEqualTo(new ReadSummary("langsmith", 4, 4, 0, 0, 0));
  }

  @Test
  void childRuns_twoThousandDeepAndBackToTheRoot_areRead() {
    StringBuilder json = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      json.append("{\"id\":\"r").append(i).append("\",\"trace_id\":\"t\",\"run_type\":\"chain\",");
      json.append("\"child_runs\":[");
    }
    json.append("{\"id\":\"r0\",\"run_type\":\"chain\"}").append("]}".repeat(2_000));
    Found found = Found.in(json.toString());
    assertThat(found.summary()).isEqualTo(new ReadSummary("langsmith", 2_001, 2_000, 1, 0, 0));
    assertThat(found.spans())
        .filteredOn(s -> s.spanId().equals("r0"))
        .allSatisfy(s -> assertThat(s.parentSpanId()).isNull());
  }

  @Test
  void error_isSplitIntoTypeAndMessage() {
    Span span =
        run(
            "\"run_type\":\"tool\",\"status\":\"error\",\"error\":\"ToolException('no')Traceback (most recent"
                + " call last):\\n  File\\n\\nlangchain.ToolException: no\"");
    assertThat(span.status()).isEqualTo(SpanStatus.ERROR);
    assertThat(span.errorType()).isEqualTo("langchain.ToolException");
    assertThat(span.errorMessage()).isEqualTo("no");
  }

  @Test
  void tool_givesArgumentsAndResult() {
    Span span =
        run(
            "\"run_type\":\"tool\",\"name\":\"search\",\"inputs\":{\"input\":\"{'q': 'x'}\"},"
                + "\"outputs\":{\"output\":{\"type\":\"tool\",\"content\":\"found\",\"tool_call_id\":\"c1\"}}");
    assertThat(span.toolName()).isEqualTo("search");
    assertThat(span.toolArguments()).isEqualTo("{'q': 'x'}");
    assertThat(span.toolResult()).isEqualTo("found");
  }

  @Test
  void retriever_givesQueryAndDocuments() {
    Span span =
        run(
            "\"run_type\":\"retriever\",\"inputs\":{\"query\":\"q\"},\"outputs\":{\"documents\":"
                + "[{\"page_content\":\"one\",\"metadata\":{},\"type\":\"Document\"}]}");
    assertThat(span.inputText()).isEqualTo("q");
    assertThat(span.outputText()).isEqualTo("one");
  }

  @Test
  void columnsAsTextOfJson_giveTheSame() {
    Span structured =
        run(
            "\"run_type\":\"llm\",\"inputs\":{\"messages\":[{\"type\":\"human\",\"content\":\"hi\"}]},"
                + "\"outputs\":{\"choices\":[{\"finish_reason\":\"stop\",\"message\":"
                + "{\"role\":\"assistant\",\"content\":\"yo\"}}]},"
                + "\"extra\":{\"metadata\":{\"user_id\":\"u\"}},\"tags\":[\"a\"],\"prompt_tokens\":3,\"total_cost\":0.5");
    Span text =
        run(
            "\"run_type\":\"llm\",\"inputs\":\"{\\\"messages\\\":[{\\\"type\\\":\\\"human\\\",\\\"content\\\":\\\"hi\\\"}]}\","
                + "\"outputs\":\"{\\\"choices\\\":[{\\\"finish_reason\\\":\\\"stop\\\",\\\"message\\\":"
                + "{\\\"role\\\":\\\"assistant\\\",\\\"content\\\":\\\"yo\\\"}}]}\","
                + "\"extra\":\"{\\\"metadata\\\":{\\\"user_id\\\":\\\"u\\\"}}\",\"tags\":\"[\\\"a\\\"]\","
                + "\"prompt_tokens\":\"3\",\"total_cost\":\"0.5\"");
    assertThat(structured.inputText()).isEqualTo("[{\"role\":\"user\",\"text\":\"hi\"}]");
    assertThat(structured.outputText()).isEqualTo("[{\"role\":\"assistant\",\"text\":\"yo\"}]");
    assertThat(structured.finishReasons()).containsExactly("stop");
    assertThat(structured.costUsd()).isEqualTo(0.5);
    assertThat(text).isEqualTo(structured);
  }

  @Test
  void chainTokens_whichSumUpItsChildren_stayOut() {
    Span span = run("\"run_type\":\"chain\",\"prompt_tokens\":30,\"completion_tokens\":20");
    assertThat(span.inputTokens()).isNull();
    assertThat(span.outputTokens()).isNull();
  }

  @Test
  void offloadedContent_keepsItsAddressAndNoSignature() {
    Span span =
        run(
            "\"run_type\":\"llm\",\"inputs_s3_urls\":{\"ROOT\":{\"presigned_url\":\"https://x?sig=secret\","
                + "\"s3_url\":\"s3://b/k\"}}");
    assertThat(span.attributes())
        .containsEntry("langsmith.inputs_s3_urls", "{\"ROOT\":\"s3://b/k\"}");
    assertThat(span.toString()).doesNotContain("secret");
  }

  @Test
  void feedback_supplementsItsRun() {
    Found found =
        Found.in(
            "[{\"id\":\"f1\",\"run_id\":\"r1\",\"trace_id\":\"t1\",\"key\":\"helpful\",\"score\":true,"
                + "\"comment\":\"good\",\"created_at\":\"2026-01-02T00:00:00\",\"session_id\":\"p\"},"
                + "{\"id\":\"f2\",\"run_id\":null,\"trace_id\":\"t1\",\"key\":\"tone\",\"value\":\"warm\"},"
                + "{\"id\":\"f3\",\"run_id\":\"r1\",\"key\":\"tone\",\"score\":1}]");
    assertThat(found.summary()).isEqualTo(new ReadSummary("langsmith", 3, 2, 0, 1, 0));
    assertThat(found.rejects().get(0).detail()).isEqualTo("the feedback names no trace");
    Span ofRun = found.spans().get(0);
    assertThat(ofRun.part()).isEqualTo(SpanPart.SUPPLEMENT);
    assertThat(ofRun.spanId()).isEqualTo("r1");
    assertThat(ofRun.sessionId()).isNull();
    assertThat(ofRun.traceDate()).isEqualTo(LocalDate.of(2026, 1, 2));
    assertThat(ofRun.attributes())
        .containsEntry("evaluation.helpful.score", "1")
        .containsEntry("evaluation.helpful.explanation", "good");
    assertThat(found.spans().get(1).spanId()).isEmpty();
    assertThat(found.spans().get(1).attributes()).containsEntry("evaluation.tone.label", "warm");
  }

  @Test
  void page_withSortedMembers_keepsEveryRun() {
    Found found =
        Found.in(
            "{\"cursors\":{\"next\":null},\"runs\":[{\"app_path\":\"/x\",\"child_run_ids\":[],"
                + "\"dotted_order\":\"20260101T000000000000Za\",\"events\":[{\"name\":\"start\"}],"
                + "\"id\":\"a\",\"run_type\":\"llm\"}]}");
    assertThat(found.summary()).isEqualTo(new ReadSummary("langsmith", 1, 1, 0, 0, 0));
  }

  @Test
  void run_thatBeginsWithAListLikeAPage_isKept() {
    Found found = Found.in("{\"events\":[{\"name\":\"start\"}],\"id\":\"a\",\"run_type\":\"llm\"}");
    assertThat(found.summary()).isEqualTo(new ReadSummary("langsmith", 2, 1, 0, 0, 1));
    assertThat(found.spans().get(0).spanId()).isEqualTo("a");
  }

  @Test
  void brokenRuns_costThemselves() {
    Found found =
        Found.in(
            "{\"runs\":[{\"run_type\":\"llm\",\"trace_id\":\"t1\"},"
                + "{\"run_type\":\"llm\",\"id\":\"a\",\"parent_run_id\":\"b\"},"
                + "{\"run_type\":\"llm\",\"id\":\"a\",\"start_time\":[]},"
                + "{\"run_type\":\"llm\",\"id\":\"ok\"}]}");
    assertThat(found.reasons())
        .containsExactly(Reason.MISSING_SPAN_ID, Reason.MISSING_TRACE_ID, Reason.INVALID_SPAN);
    assertThat(found.summary()).isEqualTo(new ReadSummary("langsmith", 4, 1, 0, 3, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"run_type\":7",
        "\"run_type\":\"llm\",\"inputs\":5,\"outputs\":[]",
        "\"run_type\":\"llm\",\"extra\":[1],\"tags\":{},\"feedback_stats\":[1]",
        "\"run_type\":\"llm\",\"feedback_stats\":{\"a\":3,\"b\":{\"values\":[1],\"comments\":{}}}",
        "\"run_type\":\"llm\",\"inputs_s3_urls\":7,\"dotted_order\":\"...\"",
        "\"run_type\":\"tool\",\"outputs\":{\"output\":null},\"error\":{}",
        "\"run_type\":\"llm\",\"prompt_tokens\":-1,\"total_cost\":\"much\"",
      })
  void mistypedMembers_costNoRun(String members) {
    assertThat(run(members).spanId()).isEqualTo("r1");
  }
}

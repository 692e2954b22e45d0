package io.outcrop.facets.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.read.Reject.Reason;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.SpanStatus;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BraintrustDialectTest {
  private static Span row(String members) {
    Found found =
        Found.in(
            "{\"id\":\"r\",\"span_id\":\"s1\",\"root_span_id\":\"t1\",\"_xact_id\":\"7\","
                + members
                + "}");
    assertThat(found.rejects()).isEmpty();
    assertThat(found.spans()).hasSize(1);
    assertThat(found.summary().dialect()).isEqualTo("braintrust");
    return found.spans().get(0);
  }

  @Test
  void row_fillsTheColumns() {
    Span span = VendorSample.read("braintrust.jsonl").spans().get(0);
    assertThat(span.traceId()).isEqualTo("sp1");
    assertThat(span.spanId()).isEqualTo("sp2");
    assertThat(span.parentSpanId()).isEqualTo("sp1");
    assertThat(span.name()).isEqualTo("llm call");
    assertThat(span.kind()).isEqualTo(SpanKind.LLM);
    assertThat(span.status()).isEqualTo(SpanStatus.UNSET);
    assertThat(span.startTime()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(span.durationMs()).isEqualTo(1_500L);
    assertThat(span.version()).isEqualTo(1000192656880881099L);
    assertThat(span.model()).isEqualTo("gpt-x");
    assertThat(span.inputTokens()).isEqualTo(3L);
    assertThat(span.outputTokens()).isEqualTo(2L);
    assertThat(span.userId()).isEqualTo("u1");
    assertThat(span.tenantId()).isNull();
    assertThat(span.inputText()).isEqualTo("[{\"role\":\"user\",\"text\":\"hi\"}]");
    assertThat(span.outputText()).isEqualTo("[{\"role\":\"assistant\",\"text\":\"hello\"}]");
    assertThat(span.attributes())
        .containsEntry("braintrust.project_id", "5d7c97d7-fef1-4cb7-bda6-7e3756a0ca8e")
        .containsEntry("braintrust.facets.topic", "returns")
        .containsEntry("evaluation.Factuality.score", "0.6")
        .containsEntry("tag.tags", "[\"prod\"]")
        .doesNotContainKey("evaluation.Unrated.score");
  }

  @ParameterizedTest
  @CsvSource({
    "llm, LLM",
    "LLM, LLM",
    "tool, TOOL",
    "task, WORKFLOW",
    "function, WORKFLOW",
    "eval, WORKFLOW",
    "score, EVALUATOR",
    "classifier, EVALUATOR",
    "facet, EVALUATOR",
    "review, EVALUATOR",
    "brand_new, OTHER",
  })
  void type_givesTheKind(String type, SpanKind kind) {
    assertThat(row("\"span_attributes\":{\"type\":\"" + type + "\"}").kind()).isEqualTo(kind);
  }

  @Test
  void scorer_isAnEvaluator_whateverItsType() {
    assertThat(row("\"span_attributes\":{\"type\":\"llm\",\"purpose\":\"scorer\"}").kind())
        .isEqualTo(SpanKind.EVALUATOR);
  }

  @Test
  void answerOfAModel_asChoices_givesMessagesAndWhyItStopped() {
    Span span =
        row(
            "\"span_attributes\":{\"type\":\"llm\"},\"output\":[{\"finish_reason\":\"tool_calls\",\"index\":0,"
                + "\"message\":{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\","
                + "\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}}],"
                + "\"metrics\":{\"prompt_tokens\":10,\"prompt_cached_tokens\":4}");
    assertThat(span.finishReasons()).containsExactly("tool_calls");
    assertThat(span.outputText())
        .isEqualTo(
            "[{\"role\":\"assistant\",\"text\":\"\",\"tool_calls\":"
                + "[{\"id\":\"c1\",\"name\":\"f\",\"arguments\":\"{}\"}]}]");
    assertThat(span.inputTokens()).isEqualTo(10L);
    assertThat(span.attributes()).containsEntry("gen_ai.usage.cache_read.input_tokens", "4");
  }

  @Test
  void tool_givesArgumentsResultAndError() {
    Span span =
        row(
            "\"span_attributes\":{\"type\":\"tool\",\"name\":\"search\"},\"input\":{\"q\":\"x\"},"
                + "\"output\":\"found\",\"error\":{\"name\":\"TypeError\",\"message\":\"m\"}");
    assertThat(span.toolName()).isEqualTo("search");
    assertThat(span.toolArguments()).isEqualTo("{\"q\":\"x\"}");
    assertThat(span.toolResult()).isEqualTo("found");
    assertThat(span.status()).isEqualTo(SpanStatus.ERROR);
    assertThat(span.errorType()).isEqualTo("TypeError");
    assertThat(span.errorMessage()).isEqualTo("m");
  }

  @Test
  void versionsOfARow_leaveTheNewest() {
    String row =
        "{\"span_id\":\"s\",\"root_span_id\":\"s\",\"_xact_id\":\"%s\",\"output\":\"%s\"}\n";
    Found found = Found.in(row.formatted("10", "new") + row.formatted("9", "old and much longer"));
    assertThat(found.summary()).isEqualTo(new ReadSummary("braintrust", 2, 1, 1, 0, 0));
    assertThat(found.spans().get(0).outputText()).isEqualTo("new");
  }

  @Test
  void rootRow_hasNoParent() {
    assertThat(row("\"span_parents\":[]").parentSpanId()).isNull();
    assertThat(row("\"span_parents\":null").parentSpanId()).isNull();
    assertThat(row("\"span_parents\":[\"x\"],\"is_root\":true").parentSpanId()).isNull();
    assertThat(row("\"span_parents\":\"[\\\"p\\\"]\"").parentSpanId()).isEqualTo("p");
  }

  @Test
  void columnsAsTextOfJson_giveTheSame() {
    Span structured =
        row(
            "\"span_attributes\":{\"type\":\"llm\",\"name\":\"n\"},\"metrics\":{\"start\":1767225600.25,"
                + "\"prompt_tokens\":3},\"scores\":{\"a\":1},\"metadata\":{\"session_id\":\"x\",\"tenant\":\"acme\"},"
                + "\"input\":[{\"role\":\"user\",\"content\":\"hi\"}],\"classifications\":{\"k\":[{\"id\":\"i\"}]}");
    Span text =
        row(
            "\"span_attributes\":\"{\\\"type\\\":\\\"llm\\\",\\\"name\\\":\\\"n\\\"}\",\"metrics\":"
                + "\"{\\\"start\\\":1767225600.25,\\\"prompt_tokens\\\":3}\",\"scores\":\"{\\\"a\\\":1}\",\"metadata\":"
                + "\"{\\\"session_id\\\":\\\"x\\\",\\\"tenant\\\":\\\"acme\\\"}\",\"input\":"
                + "\"[{\\\"role\\\":\\\"user\\\",\\\"content\\\":\\\"hi\\\"}]\",\"classifications\":"
                + "\"{\\\"k\\\":[{\\\"id\\\":\\\"i\\\"}]}\"");
    assertThat(structured.startTime()).isEqualTo(Instant.parse("2026-01-01T00:00:00.250Z"));
    assertThat(structured.sessionId()).isEqualTo("x");
    assertThat(structured.tenantId()).isEqualTo("acme");
    assertThat(structured.attributes())
        .containsEntry("evaluation.a.score", "1")
        .containsEntry("braintrust.classifications.k", "[{\"id\":\"i\"}]");
    assertThat(text).isEqualTo(structured);
  }

  @Test
  void rowsOfCsv_giveSpans() {
    Found found =
        Found.in(
            "id,span_id,root_span_id,span_parents,created,_xact_id,input,output,metrics,span_attributes\n"
                + "r1,s1,t1,\"[\"\"t1\"\"]\",2026-01-01T00:00:00Z,7,hi,\"one\ntwo\",\"{\"\"end\"\":1767225601}\","
                + "\"{\"\"type\"\":\"\"llm\"\",\"\"name\"\":\"\"n\"\"}\"\n");
    assertThat(found.rejects()).isEmpty();
    Span span = found.spans().get(0);
    assertThat(span.parentSpanId()).isEqualTo("t1");
    assertThat(span.kind()).isEqualTo(SpanKind.LLM);
    assertThat(span.durationMs()).isEqualTo(1_000L);
    assertThat(span.outputText()).isEqualTo("[{\"role\":\"assistant\",\"text\":\"one\\ntwo\"}]");
  }

  @Test
  void pages_ofBothInterfaces_areRead() {
    String row = "{\"span_id\":\"s\",\"root_span_id\":\"s\",\"span_parents\":null}";
    assertThat(Found.in("{\"events\":[" + row + "],\"cursor\":null}").spans()).hasSize(1);
    assertThat(Found.in("{\"data\":[" + row + "],\"schema\":{},\"cursor\":\"x\"}").spans())
        .hasSize(1);
  }

  @Test
  void brokenRows_costThemselves_andDeletedOnesAreSkipped() {
    Found found =
        Found.in(
            "{\"root_span_id\":\"t\",\"metrics\":{}}\n"
                + "{\"root_span_id\":null,\"span_id\":\"s\",\"metrics\":{}}\n"
                + "{\"root_span_id\":\"t\",\"span_id\":\"s\",\"metrics\":{\"start\":\"x\"}}\n"
                + "{\"root_span_id\":\"t\",\"span_id\":\"s\",\"_xact_id\":\"1\",\"_object_delete\":true}\n"
                + "{\"root_span_id\":\"t\",\"id\":\"ok\",\"metrics\":\"none\"}");
    assertThat(found.reasons())
        .containsExactly(Reason.MISSING_SPAN_ID, Reason.MISSING_TRACE_ID, Reason.INVALID_SPAN);
    assertThat(found.summary()).isEqualTo(new ReadSummary("braintrust", 5, 1, 0, 3, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"span_parents\":{\"a\":1}",
        "\"span_parents\":[[],{}],\"metrics\":[1]",
        "\"scores\":[1],\"facets\":\"x\",\"classifications\":7",
        "\"scores\":{\"\":1,\"b\":{\"c\":2}},\"span_attributes\":\"llm\"",
        "\"metadata\":[{\"model\":1}],\"tags\":\"a\",\"error\":[1,2]",
        "\"metrics\":{\"start\":1767225600,\"end\":1e300,\"prompt_tokens\":\"many\"}",
      })
  void mistypedMembers_costNoRow(String members) {
    assertThat(row(members).spanId()).isEqualTo("s1");
  }
}

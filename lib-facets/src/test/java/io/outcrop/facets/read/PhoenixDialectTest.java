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

class PhoenixDialectTest {
  private static final String IDS =
      "\"context\":{\"trace_id\":\"t1\",\"span_id\":\"s1\"},\"status_code\":\"OK\","
          + "\"start_time\":\"2026-01-01T00:00:00+00:00\",\"end_time\":\"2026-01-01T00:00:01+00:00\"";

  private static Span one(String json) {
    Found found = Found.in(json);
    assertThat(found.rejects()).isEmpty();
    assertThat(found.spans()).hasSize(1);
    assertThat(found.summary().dialect()).isEqualTo("phoenix");
    return found.spans().get(0);
  }

  @Test
  void nestedAttributes_fillTheColumns() {
    Span span = one(VendorSample.text("phoenix-nested.jsonl"));
    assertThat(span.traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(span.spanId()).isEqualTo("b7ad6b7169203331");
    assertThat(span.parentSpanId()).isNull();
    assertThat(span.name()).isEqualTo("ChatCompletion");
    assertThat(span.kind()).isEqualTo(SpanKind.LLM);
    assertThat(span.status()).isEqualTo(SpanStatus.OK);
    assertThat(span.startTime()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(span.durationMs()).isEqualTo(1_000L);
    assertThat(span.model()).isEqualTo("gpt-x");
    assertThat(span.inputTokens()).isEqualTo(9L);
    assertThat(span.outputTokens()).isEqualTo(4L);
    assertThat(span.sessionId()).isEqualTo("s1");
    assertThat(span.userId()).isEqualTo("u1");
    assertThat(span.tenantId()).isEqualTo("acme");
    assertThat(span.inputText()).isEqualTo("[{\"role\":\"user\",\"text\":\"hi\"}]");
    assertThat(span.outputText())
        .isEqualTo(
            "[{\"role\":\"assistant\",\"text\":\"\",\"tool_calls\":[{\"id\":\"c1\",\"name\":\"search\","
                + "\"arguments\":\"{\\\"q\\\":\\\"x\\\"}\"}]}]");
    assertThat(span.attributes())
        .containsEntry("tag.tags", "[\"a\",\"b\"]")
        .containsEntry("metadata", "{\"tenant\":\"acme\"}")
        .containsEntry("llm.token_count.prompt_details.cache_read", "2");
  }

  @Test
  void flatAttributesOfAPage_giveTheSameAsNested() {
    String flat =
        "{\"id\":\"U3Bhbjox\",\"name\":\"ChatCompletion\",\"context\":"
            + "{\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\",\"span_id\":\"b7ad6b7169203331\"},"
            + "\"span_kind\":\"LLM\",\"parent_id\":null,\"start_time\":\"2026-01-01T00:00:00+00:00\","
            + "\"end_time\":\"2026-01-01T00:00:01+00:00\",\"status_code\":\"OK\",\"status_message\":\"\","
            + "\"attributes\":{\"llm.model_name\":\"gpt-x\",\"llm.token_count.prompt\":9,"
            + "\"llm.token_count.completion\":4,\"llm.token_count.prompt_details.cache_read\":2,"
            + "\"llm.input_messages.0.message.role\":\"user\",\"llm.input_messages.0.message.content\":\"hi\","
            + "\"llm.output_messages.0.message.role\":\"assistant\","
            + "\"llm.output_messages.0.message.tool_calls.0.tool_call.id\":\"c1\","
            + "\"llm.output_messages.0.message.tool_calls.0.tool_call.function.name\":\"search\","
            + "\"llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments\":\"{\\\"q\\\":\\\"x\\\"}\","
            + "\"session.id\":\"s1\",\"user.id\":\"u1\",\"metadata\":{\"tenant\":\"acme\"},"
            + "\"tag.tags\":[\"a\",\"b\"]},\"events\":[]}";
    assertThat(one("{\"data\":[" + flat + "],\"next_cursor\":null}"))
        .isEqualTo(one(VendorSample.text("phoenix-nested.jsonl")));
  }

  @Test
  void oldFile_withDottedKeysInLists_givesMessages() {
    Span span =
        one(
            "{\"name\":\"llm\",\"context\":{\"trace_id\":\"4E7B0F6A-0b63-4f0e-8f2b-1f0c2f9d7a11\","
                + "\"span_id\":\"9a7f3a10-0b63-4f0e-8f2b-1f0c2f9d7a12\"},\"span_kind\":\"SPAN_KIND_INTERNAL\","
                + "\"parent_id\":\"77777777-0b63-4f0e-8f2b-1f0c2f9d7a12\",\"status_code\":\"ERROR\","
                + "\"status_message\":\"\",\"start_time\":\"2026-01-01T00:00:00.5+02:00\",\"attributes\":"
                + "{\"openinference.span.kind\":\"LLM\",\"llm.input_messages\":"
                + "[{\"message.role\":\"user\",\"message.content\":\"hi\"}],\"llm.output_messages\":"
                + "[{\"message.role\":\"assistant\",\"message.tool_calls\":"
                + "[{\"tool_call.function.name\":\"f\",\"tool_call.function.arguments\":\"{}\"}]}]},"
                + "\"events\":\"[{\\\"name\\\":\\\"exception\\\",\\\"attributes\\\":{\\\"exception.type\\\":\\\"E\\\","
                + "\\\"exception.message\\\":\\\"m\\\"}}]\"}");
    assertThat(span.traceId()).isEqualTo("4E7B0F6A-0b63-4f0e-8f2b-1f0c2f9d7a11");
    assertThat(span.parentSpanId()).isEqualTo("77777777-0b63-4f0e-8f2b-1f0c2f9d7a12");
    assertThat(span.kind()).isEqualTo(SpanKind.LLM);
    assertThat(span.startTime()).isEqualTo(Instant.parse("2025-12-31T22:00:00.5Z"));
    assertThat(span.inputText()).isEqualTo("[{\"role\":\"user\",\"text\":\"hi\"}]");
    assertThat(span.outputText())
        .isEqualTo(
            "[{\"role\":\"assistant\",\"text\":\"\",\"tool_calls\":[{\"name\":\"f\",\"arguments\":\"{}\"}]}]");
    assertThat(span.errorType()).isEqualTo("E");
    assertThat(span.errorMessage()).isEqualTo("m");
  }

  @Test
  void rowOfADataFrame_withListsAsJson_givesASpan() {
    Span span =
        one(
            "{\"name\":\"search\",\"span_kind\":\"TOOL\",\"parent_id\":NaN,"
                + "\"start_time\":1767225600000,\"end_time\":1767225600250,\"status_code\":\"UNSET\","
                + "\"context.trace_id\":\"t1\",\"context.span_id\":\"s1\","
                + "\"attributes.tool.name\":\"web\",\"attributes.input.value\":\"{\\\"q\\\":\\\"x\\\"}\","
                + "\"attributes.output.value\":\"found\",\"attributes.metadata\":\"{\\\"tenant\\\":\\\"acme\\\"}\","
                + "\"attributes.llm.model_name\":null,\"events\":null}");
    assertThat(span.kind()).isEqualTo(SpanKind.TOOL);
    assertThat(span.parentSpanId()).isNull();
    assertThat(span.durationMs()).isEqualTo(250L);
    assertThat(span.toolName()).isEqualTo("web");
    assertThat(span.toolArguments()).isEqualTo("{\"q\":\"x\"}");
    assertThat(span.toolResult()).isEqualTo("found");
    assertThat(span.tenantId()).isEqualTo("acme");
  }

  @Test
  void rowOfADataFrame_withDottedListInText_givesMessages() {
    Span span =
        one(
            "{\"context.trace_id\":\"t1\",\"context.span_id\":\"s1\",\"span_kind\":\"LLM\","
                + "\"attributes.llm.input_messages\":\"[{\\\"message.role\\\":\\\"user\\\","
                + "\\\"message.content\\\":\\\"hi\\\"}]\"}");
    assertThat(span.inputText()).isEqualTo("[{\"role\":\"user\",\"text\":\"hi\"}]");
    assertThat(span.startTime()).isNull();
  }

  @Test
  void rowsOfCsv_giveSpans() {
    Found found =
        Found.in(
            "name,span_kind,parent_id,start_time,end_time,status_code,context.span_id,context.trace_id,"
                + "attributes.llm.input_messages,attributes.llm.token_count.prompt\n"
                + "llm,LLM,,2026-01-01 00:00:00+00:00,2026-01-01 00:00:01.5+00:00,OK,s1,t1,"
                + "\"[{\"\"message.role\"\":\"\"user\"\",\"\"message.content\"\":\"\"hi\"\"}]\",9.0\n"
                + "run,CHAIN,,,,UNSET,,t1,,\n");
    assertThat(found.summary().rejects()).isEqualTo(1);
    assertThat(found.reasons()).containsExactly(Reason.MISSING_SPAN_ID);
    Span span = found.spans().get(0);
    assertThat(span.durationMs()).isEqualTo(1_500L);
    assertThat(span.inputTokens()).isEqualTo(9L);
    assertThat(span.inputText()).isEqualTo("[{\"role\":\"user\",\"text\":\"hi\"}]");
  }

  @Test
  void spanWithIdsBesideItsAttributes_isRead() {
    Span span =
        one(
            "{\"trace_id\":\"t1\",\"span_id\":\"s1\",\"parent_id\":\"p1\",\"name\":\"n\",\"span_kind\":\"TOOL\","
                + "\"start_time\":\"2026-01-01T00:00:00Z\",\"attributes\":{\"tool.name\":\"web\"}}");
    assertThat(span.parentSpanId()).isEqualTo("p1");
    assertThat(span.toolName()).isEqualTo("web");
  }

  @Test
  void retriever_withNestedDocuments_givesThem() {
    Span span =
        one(
            "{"
                + IDS
                + ",\"span_kind\":\"RETRIEVER\",\"attributes\":{\"input\":{\"value\":\"q\"},\"retrieval\":"
                + "{\"documents\":[{\"document\":{\"id\":\"d1\",\"content\":\"text\",\"score\":0.5}}]}}}");
    assertThat(span.kind()).isEqualTo(SpanKind.RETRIEVER);
    assertThat(span.inputText()).isEqualTo("q");
    assertThat(span.outputText()).isEqualTo("text");
    assertThat(span.attributes())
        .containsEntry("retrieval.documents", "[{\"id\":\"d1\",\"score\":0.5}]");
  }

  @Test
  void annotation_ofASpan_supplementsIt() {
    Found found =
        Found.in(
            "{\"data\":[{\"id\":\"a1\",\"trace_id\":\"t1\",\"span_id\":\"s1\",\"name\":\"helpful\","
                + "\"annotator_kind\":\"HUMAN\",\"result\":{\"label\":\"yes\",\"score\":1,\"explanation\":\"ok\"},"
                + "\"created_at\":\"2026-01-02T00:00:00Z\"},{\"trace_id\":\"t1\",\"name\":\"tone\","
                + "\"annotator_kind\":\"LLM\",\"result\":{\"score\":0.25}}]}");
    assertThat(found.summary()).isEqualTo(new ReadSummary("phoenix", 2, 2, 0, 0, 0));
    Span ofSpan = found.spans().get(0);
    assertThat(ofSpan.part()).isEqualTo(SpanPart.SUPPLEMENT);
    assertThat(ofSpan.spanId()).isEqualTo("s1");
    assertThat(ofSpan.traceDate()).isEqualTo(LocalDate.of(2026, 1, 2));
    assertThat(ofSpan.attributes())
        .containsEntry("evaluation.helpful.score", "1")
        .containsEntry("evaluation.helpful.label", "yes")
        .containsEntry("evaluation.helpful.explanation", "ok");
    assertThat(found.spans().get(1).spanId()).isEmpty();
    assertThat(found.spans().get(1).attributes()).containsEntry("evaluation.tone.score", "0.25");
  }

  @Test
  void annotation_withoutATrace_isRejectedOrIfOfASessionSkipped() {
    Found found =
        Found.in(
            "{\"span_id\":\"s1\",\"name\":\"a\",\"annotator_kind\":\"CODE\",\"result\":{}}\n"
                + "{\"session_id\":\"x\",\"name\":\"a\",\"annotator_kind\":\"CODE\",\"result\":{}}");
    assertThat(found.summary()).isEqualTo(new ReadSummary("phoenix", 2, 0, 0, 1, 1));
    assertThat(found.rejects().get(0).reason()).isEqualTo(Reason.MISSING_TRACE_ID);
    assertThat(found.rejects().get(0).detail()).isEqualTo("the annotation names no trace");
  }

  @Test
  void judgementsInAttributes_becomeEvaluations() {
    Span span =
        one(
            "{"
                + IDS
                + ",\"span_kind\":\"CHAIN\",\"attributes\":{\"evaluations\":[{\"evaluation\":"
                + "{\"name\":\"qa\",\"score\":0.5}}]}}");
    assertThat(span.kind()).isEqualTo(SpanKind.WORKFLOW);
    assertThat(span.attributes()).containsEntry("evaluation.qa.score", "0.5");
  }

  @Test
  void brokenSpans_costThemselves() {
    String good = "{" + IDS + ",\"span_kind\":\"LLM\"}";
    Found found =
        Found.in(
            "{\"context\":{\"trace_id\":\"t1\"},\"span_kind\":\"LLM\"}\n"
                + "{\"context\":{\"span_id\":\"s1\"},\"span_kind\":\"LLM\"}\n"
                + "{\"context\":{\"trace_id\":\"t1\",\"span_id\":\"s9\"},\"span_kind\":7,\"start_time\":\"soon\"}\n"
                + good);
    assertThat(found.reasons())
        .containsExactly(Reason.MISSING_SPAN_ID, Reason.MISSING_TRACE_ID, Reason.INVALID_SPAN);
    assertThat(found.rejects().get(2).detail()).isEqualTo("the start is no time");
    assertThat(found.summary()).isEqualTo(new ReadSummary("phoenix", 4, 1, 0, 3, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"attributes\":[1,2]",
        "\"attributes\":\"{cut\"",
        "\"attributes\":{\"llm\":{\"input_messages\":7}}",
        "\"attributes\":{\"llm\":null,\"0\":1,\"\":{\"\":2}}",
        "\"events\":[1,null,{\"name\":[]}]",
        "\"events\":{\"name\":1}",
        "\"annotations\":[null,{}]",
        "\"parent_id\":{},\"name\":[]",
        "\"end_time\":\"never\"",
      })
  void mistypedMembers_costNoSpan(String members) {
    Span span = one("{" + IDS + ",\"span_kind\":\"LLM\"," + members + "}");
    assertThat(span.kind()).isEqualTo(SpanKind.LLM);
    assertThat(span.traceId()).isEqualTo("t1");
  }
}

package io.outcrop.facets.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Vendors' records as rows of comma-separated text. */
class TablesOfDialectsTest {
  private static String row(String... cells) {
    return String.join(
            ",", List.of(cells).stream().map(c -> "\"" + c.replace("\"", "\"\"") + "\"").toList())
        + "\n";
  }

  @Test
  void langSmith_asATable_isRead() {
    Found found =
        Found.in(
            row(
                    "id",
                    "trace_id",
                    "parent_run_id",
                    "name",
                    "run_type",
                    "start_time",
                    "end_time",
                    "status",
                    "inputs",
                    "outputs",
                    "extra",
                    "total_tokens",
                    "prompt_tokens")
                + row(
                    "r1",
                    "r1",
                    "",
                    "agent",
                    "chain",
                    "2026-01-01T00:00:00.000000",
                    "2026-01-01T00:00:02",
                    "success",
                    "{\"q\":\"hi\"}",
                    "{\"a\":\"ho\"}",
                    "{\"metadata\":{\"thread_id\":\"s1\",\"user_id\":\"u1\"}}",
                    "5",
                    "3")
                + row(
                    "r2",
                    "r1",
                    "r1",
                    "llm",
                    "llm",
                    "2026-01-01 00:00:00.5",
                    "2026-01-01 00:00:01",
                    "error",
                    "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                    "",
                    "{\"metadata\":{\"ls_model_name\":\"gpt-x\"}}",
                    "5",
                    "3"));
    assertThat(found.rejects()).isEmpty();
    assertThat(found.summary()).isEqualTo(new ReadSummary("langsmith", 2, 2, 0, 0, 0));
    Span llm = found.spans().get(1);
    assertThat(llm.parentSpanId()).isEqualTo(found.spans().get(0).spanId());
    assertThat(llm.kind()).isEqualTo(SpanKind.LLM);
    assertThat(llm.model()).isEqualTo("gpt-x");
    assertThat(llm.inputTokens()).isEqualTo(3L);
    assertThat(llm.startTime()).isEqualTo(Instant.parse("2026-01-01T00:00:00.500Z"));
    assertThat(found.spans().get(0).sessionId()).isEqualTo("s1");
  }

  @Test
  void braintrust_asATable_isRead() {
    Found found =
        Found.in(
            row(
                    "id",
                    "span_id",
                    "root_span_id",
                    "span_parents",
                    "is_root",
                    "created",
                    "_xact_id",
                    "input",
                    "output",
                    "error",
                    "scores",
                    "metadata",
                    "metrics",
                    "span_attributes")
                + row(
                    "i1",
                    "s2",
                    "s1",
                    "[\"s1\"]",
                    "false",
                    "2026-01-01T00:00:00Z",
                    "1000192656880881099",
                    "[{\"role\":\"user\",\"content\":\"hi\"}]",
                    "hello",
                    "",
                    "{\"Factuality\":0.6}",
                    "{\"model\":\"gpt-x\",\"user_id\":\"u1\"}",
                    "{\"start\":1767225600.0,\"end\":1767225601.5,\"prompt_tokens\":3}",
                    "{\"name\":\"llm call\",\"type\":\"llm\"}"));
    assertThat(found.rejects()).isEmpty();
    assertThat(found.summary()).isEqualTo(new ReadSummary("braintrust", 1, 1, 0, 0, 0));
    Span span = found.spans().get(0);
    assertThat(span.kind()).isEqualTo(SpanKind.LLM);
    assertThat(span.parentSpanId()).isEqualTo("s1");
    assertThat(span.durationMs()).isEqualTo(1_500L);
    assertThat(span.version()).isEqualTo(1_000_192_656_880_881_099L);
    assertThat(span.inputTokens()).isEqualTo(3L);
  }

  @Test
  void phoenix_asADataFrame_isRead() {
    Found found =
        Found.in(
            row(
                    "",
                    "name",
                    "span_kind",
                    "parent_id",
                    "start_time",
                    "end_time",
                    "status_code",
                    "status_message",
                    "events",
                    "context.span_id",
                    "context.trace_id",
                    "attributes.llm.model_name",
                    "attributes.llm.input_messages",
                    "attributes.llm.token_count.prompt",
                    "attributes.session.id")
                + row(
                    "0",
                    "llm",
                    "LLM",
                    "",
                    "2026-01-01 00:00:00.100000+00:00",
                    "2026-01-01 00:00:01.100000+00:00",
                    "OK",
                    "",
                    "[]",
                    "b7ad6b7169203331",
                    "0af7651916cd43dd8448eb211c80319c",
                    "gpt-x",
                    "[{\"message.role\":\"user\",\"message.content\":\"hi\"}]",
                    "9.0",
                    "s1"));
    assertThat(found.rejects()).isEmpty();
    assertThat(found.summary()).isEqualTo(new ReadSummary("phoenix", 1, 1, 0, 0, 0));
    Span span = found.spans().get(0);
    assertThat(span.kind()).isEqualTo(SpanKind.LLM);
    assertThat(span.durationMs()).isEqualTo(1_000L);
    assertThat(span.model()).isEqualTo("gpt-x");
    assertThat(span.inputTokens()).isEqualTo(9L);
    assertThat(span.sessionId()).isEqualTo("s1");
    assertThat(span.inputText()).isEqualTo("[{\"role\":\"user\",\"text\":\"hi\"}]");
  }
}

package io.outcrop.facets.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConventionsTest {
  private static String text(String json) {
    return TextNode.valueOf(json).toString();
  }

  @Test
  void genAi_structuredOrAsText_givesTheSameMessages() {
    String system = "[{\"type\":\"text\",\"content\":\"Be brief.\"}]";
    String input =
        "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Weather?\"}]},"
            + "{\"role\":\"assistant\",\"parts\":[{\"type\":\"reasoning\",\"content\":\"hm\"},"
            + "{\"type\":\"tool_call\",\"id\":\"c1\",\"name\":\"w\",\"arguments\":{\"city\":\"Oslo\"}}]},"
            + "{\"role\":\"tool\",\"parts\":[{\"type\":\"tool_call_response\",\"id\":\"c1\",\"response\":\"4C\"},"
            + "{\"type\":\"tool_call_response\",\"id\":\"c2\",\"result\":{\"t\":4}}]}]";
    String output =
        "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"4 degrees.\"}],"
            + "\"finish_reason\":\"STOP\"}]";
    String form =
        "\"gen_ai.operation.name\":\"chat\",\"gen_ai.system_instructions\":%s,"
            + "\"gen_ai.input.messages\":%s,\"gen_ai.output.messages\":%s";
    Span structured = Found.withAttributes(form.formatted(system, input, output));
    Span asText = Found.withAttributes(form.formatted(text(system), text(input), text(output)));
    assertThat(structured.inputText())
        .isEqualTo(
            "[{\"role\":\"system\",\"text\":\"Be brief.\"},{\"role\":\"user\",\"text\":\"Weather?\"},"
                + "{\"role\":\"assistant\",\"text\":\"\",\"reasoning\":\"hm\",\"tool_calls\":"
                + "[{\"id\":\"c1\",\"name\":\"w\",\"arguments\":\"{\\\"city\\\":\\\"Oslo\\\"}\"}]},"
                + "{\"role\":\"tool\",\"text\":\"4C\",\"tool_call_id\":\"c1\"},"
                + "{\"role\":\"tool\",\"text\":\"{\\\"t\\\":4}\",\"tool_call_id\":\"c2\"}]");
    assertThat(structured.outputText())
        .isEqualTo("[{\"role\":\"assistant\",\"text\":\"4 degrees.\"}]");
    assertThat(structured.finishReasons()).containsExactly("stop");
    assertThat(structured.attributes()).isEmpty();
    assertThat(asText).isEqualTo(structured);
  }

  @Test
  void genAi_messagesCutMidJson_stayText() {
    Span span =
        Found.withAttributes(
            "\"gen_ai.operation.name\":\"chat\",\"gen_ai.input.messages\":"
                + text("[{\"role\":\"user\",\"par"));
    assertThat(span.inputText())
        .isEqualTo("[{\"role\":\"user\",\"text\":\"[{\\\"role\\\":\\\"user\\\",\\\"par\"}]");
  }

  @Test
  void genAi_legacyEvents_giveMessages() {
    Span span =
        Found.withMembers(
            "\"attributes\":{\"gen_ai.system\":\"openai\",\"gen_ai.request.model\":\"m\"},\"events\":["
                + "{\"name\":\"gen_ai.system.message\",\"attributes\":{\"content\":\"Be kind.\"}},"
                + "{\"name\":\"gen_ai.user.message\",\"attributes\":{\"content\":\"[{\\\"text\\\":\\\"hi\\\"}]\"}},"
                + "{\"name\":\"gen_ai.assistant.message\",\"attributes\":{\"tool_calls\":"
                + text(
                    "[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]")
                + "}},{\"name\":\"gen_ai.tool.message\",\"attributes\":{\"content\":\"42\",\"id\":\"c\"}},"
                + "{\"name\":\"gen_ai.choice\",\"attributes\":{\"finish_reason\":\"stop\",\"message\":"
                + text("{\"content\":\"hello\"}")
                + "}}]");
    assertThat(span.kind()).isEqualTo(SpanKind.LLM);
    assertThat(span.inputText())
        .isEqualTo(
            "[{\"role\":\"system\",\"text\":\"Be kind.\"},{\"role\":\"user\",\"text\":\"hi\"},"
                + "{\"role\":\"assistant\",\"text\":\"\",\"tool_calls\":[{\"id\":\"c\",\"name\":\"f\",\"arguments\":\"{}\"}]},"
                + "{\"role\":\"tool\",\"text\":\"42\",\"tool_call_id\":\"c\"}]");
    assertThat(span.outputText()).isEqualTo("[{\"role\":\"assistant\",\"text\":\"hello\"}]");
    assertThat(span.finishReasons()).containsExactly("stop");
  }

  @Test
  void genAi_olderContentEvents_giveMessages() {
    Span span =
        Found.withMembers(
            "\"attributes\":{\"gen_ai.request.model\":\"m\"},\"events\":["
                + "{\"name\":\"gen_ai.content.prompt\",\"attributes\":{\"gen_ai.prompt\":\"plain\"}},"
                + "{\"name\":\"gen_ai.content.completion\",\"attributes\":{\"gen_ai.completion\":"
                + text("[{\"role\":\"assistant\",\"content\":\"yes\"}]")
                + "}}]");
    assertThat(span.inputText()).isEqualTo("[{\"role\":\"user\",\"text\":\"plain\"}]");
    assertThat(span.outputText()).isEqualTo("[{\"role\":\"assistant\",\"text\":\"yes\"}]");
  }

  @Test
  void genAi_tool_givesItsColumns() {
    Span span =
        Found.withMembers(
            "\"name\":\"execute_tool lookup\",\"attributes\":{\"gen_ai.operation.name\":\"execute_tool\","
                + "\"gen_ai.tool.call.arguments\":{\"q\":1},\"gen_ai.tool.call.result\":\"found\"}");
    assertThat(span.kind()).isEqualTo(SpanKind.TOOL);
    assertThat(span.toolName()).isEqualTo("lookup");
    assertThat(span.toolArguments()).isEqualTo("{\"q\":1}");
    assertThat(span.toolResult()).isEqualTo("found");
    assertThat(span.inputText()).isNull();
  }

  @Test
  void openInference_flatIndexes_sortByNumber() {
    StringBuilder attributes = new StringBuilder("\"openinference.span.kind\":\"LLM\"");
    for (int i : new int[] {10, 2, 0}) {
      attributes.append(
          ",\"llm.input_messages.%d.message.role\":\"user\",\"llm.input_messages.%d.message.content\":\"m%d\""
              .formatted(i, i, i));
    }
    assertThat(Found.withAttributes(attributes.toString()).inputText())
        .isEqualTo(
            "[{\"role\":\"user\",\"text\":\"m0\"},{\"role\":\"user\",\"text\":\"m2\"},"
                + "{\"role\":\"user\",\"text\":\"m10\"}]");
  }

  @Test
  void openInference_flatOrNested_givesTheSame() {
    String flat =
        "\"openinference.span.kind\":\"LLM\",\"llm.model_name\":\"gpt-x\",\"input.value\":\"{}\","
            + "\"llm.output_messages.0.message.role\":\"assistant\","
            + "\"llm.output_messages.0.message.contents.0.message_content.type\":\"text\","
            + "\"llm.output_messages.0.message.contents.0.message_content.text\":\"ok\","
            + "\"llm.output_messages.0.message.tool_calls.0.tool_call.id\":\"c1\","
            + "\"llm.output_messages.0.message.tool_calls.0.tool_call.function.name\":\"search\","
            + "\"llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments\":\"{}\","
            + "\"llm.token_count.prompt\":9,\"llm.token_count.completion\":\"5\",\"llm.token_count.total\":14";
    String nested =
        "\"openinference.span.kind\":\"LLM\",\"llm.model_name\":\"gpt-x\",\"input.value\":\"{}\","
            + "\"llm.output_messages\":[{\"message\":{\"role\":\"assistant\",\"contents\":"
            + "[{\"message_content\":{\"type\":\"text\",\"text\":\"ok\"}}],\"tool_calls\":[{\"tool_call\":"
            + "{\"id\":\"c1\",\"function\":{\"name\":\"search\",\"arguments\":\"{}\"}}}]}}],"
            + "\"llm.token_count.prompt\":9,\"llm.token_count.completion\":5";
    Span span = Found.withAttributes(flat);
    assertThat(span.outputText())
        .isEqualTo(
            "[{\"role\":\"assistant\",\"text\":\"ok\",\"tool_calls\":"
                + "[{\"id\":\"c1\",\"name\":\"search\",\"arguments\":\"{}\"}]}]");
    assertThat(span.inputText()).isEqualTo("[{\"role\":\"user\",\"text\":\"{}\"}]");
    assertThat(span.inputTokens()).isEqualTo(9L);
    assertThat(span.outputTokens()).isEqualTo(5L);
    assertThat(span.model()).isEqualTo("gpt-x");
    assertThat(span.attributes()).isEmpty();
    assertThat(Found.withAttributes(nested)).isEqualTo(span);
  }

  @Test
  void openInference_tool_takesInputAndOutput() {
    Span span =
        Found.withAttributes(
            "\"openinference.span.kind\":\"TOOL\",\"tool.name\":\"web\",\"input.value\":\"{\\\"q\\\":1}\","
                + "\"output.value\":\"page\",\"tool.parameters\":\"{}\"");
    assertThat(span.toolName()).isEqualTo("web");
    assertThat(span.toolArguments()).isEqualTo("{\"q\":1}");
    assertThat(span.toolResult()).isEqualTo("page");
    assertThat(span.attributes()).containsOnlyKeys("tool.parameters");
  }

  @Test
  void openInference_retriever_givesDocuments() {
    Span span =
        Found.withAttributes(
            "\"openinference.span.kind\":\"RETRIEVER\",\"input.value\":\"shoes\","
                + "\"retrieval.documents.0.document.id\":\"d1\",\"retrieval.documents.0.document.score\":0.5,"
                + "\"retrieval.documents.0.document.content\":\"red\",\"retrieval.documents.1.document.content\":\"blue\"");
    assertThat(span.inputText()).isEqualTo("shoes");
    assertThat(span.outputText()).isEqualTo("red\nblue");
    assertThat(span.attribute("retrieval.documents"))
        .isEqualTo("[{\"id\":\"d1\",\"score\":0.5},{}]");
  }

  @Test
  void openInference_agentInput_isPlainTextOrMessages() {
    Span plain =
        Found.withAttributes("\"openinference.span.kind\":\"AGENT\",\"input.value\":\"find it\"");
    assertThat(plain.inputText()).isEqualTo("find it");
    Span messages =
        Found.withAttributes(
            "\"openinference.span.kind\":\"AGENT\",\"input.value\":"
                + text("{\"messages\":[{\"type\":\"human\",\"content\":\"hi\"}],\"step\":1}"));
    assertThat(messages.inputText()).isEqualTo("[{\"role\":\"user\",\"text\":\"hi\"}]");
    Span state =
        Found.withAttributes(
            "\"openinference.span.kind\":\"CHAIN\",\"input.value\":" + text("{\"step\":1}"));
    assertThat(state.inputText()).isEqualTo("{\"step\":1}");
  }

  @Test
  void traceloop_indexedPrompts_giveMessages() {
    Span span =
        Found.withAttributes(
            "\"llm.request.type\":\"chat\",\"gen_ai.prompt.0.role\":\"system\",\"gen_ai.prompt.0.content\":\"s\","
                + "\"gen_ai.prompt.1.role\":\"user\",\"gen_ai.prompt.1.content\":\"hi\","
                + "\"gen_ai.completion.0.role\":\"assistant\",\"gen_ai.completion.0.finish_reason\":\"tool_calls\","
                + "\"gen_ai.completion.0.tool_calls.0.name\":\"f\",\"gen_ai.completion.0.tool_calls.0.arguments\":\"{}\","
                + "\"gen_ai.usage.prompt_tokens\":3,\"traceloop.association.properties.user_id\":\"u1\"");
    assertThat(span.kind()).isEqualTo(SpanKind.LLM);
    assertThat(span.inputText())
        .isEqualTo("[{\"role\":\"system\",\"text\":\"s\"},{\"role\":\"user\",\"text\":\"hi\"}]");
    assertThat(span.outputText())
        .isEqualTo(
            "[{\"role\":\"assistant\",\"text\":\"\",\"tool_calls\":[{\"name\":\"f\",\"arguments\":\"{}\"}]}]");
    assertThat(span.finishReasons()).containsExactly("tool_calls");
    assertThat(span.inputTokens()).isEqualTo(3L);
    assertThat(span.userId()).isEqualTo("u1");
  }

  @Test
  void traceloop_workflow_keepsItsInputAsText() {
    Span span =
        Found.withAttributes(
            "\"traceloop.span.kind\":\"workflow\",\"traceloop.workflow.name\":\"flow\","
                + "\"traceloop.entity.input\":"
                + text("{\"args\":[\"hi\"],\"kwargs\":{}}"));
    assertThat(span.kind()).isEqualTo(SpanKind.WORKFLOW);
    assertThat(span.agent()).isEqualTo("flow");
    assertThat(span.inputText()).isEqualTo("{\"args\":[\"hi\"],\"kwargs\":{}}");
  }

  @Test
  void vercel_modelCall_givesMessages() {
    Span span =
        Found.withAttributes(
            "\"ai.operationId\":\"ai.generateText.doGenerate\",\"ai.model.id\":\"m\",\"ai.prompt.messages\":"
                + text("[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}]")
                + ",\"ai.response.text\":\"hello\",\"ai.response.finishReason\":\"tool-calls\",\"ai.response.toolCalls\":"
                + text("[{\"toolCallId\":\"c\",\"toolName\":\"f\",\"input\":{\"a\":1}}]")
                + ",\"ai.telemetry.metadata.userId\":\"u\"");
    assertThat(span.kind()).isEqualTo(SpanKind.LLM);
    assertThat(span.model()).isEqualTo("m");
    assertThat(span.inputText()).isEqualTo("[{\"role\":\"user\",\"text\":\"hi\"}]");
    assertThat(span.outputText())
        .isEqualTo(
            "[{\"role\":\"assistant\",\"text\":\"hello\",\"tool_calls\":"
                + "[{\"id\":\"c\",\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}]}]");
    assertThat(span.finishReasons()).containsExactly("tool-calls");
    assertThat(span.userId()).isEqualTo("u");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"openinference.span.kind\":\"TOOL\",\"gen_ai.operation.name\":\"chat\"|TOOL",
        "\"openinference.span.kind\":\"UNKNOWN\",\"gen_ai.operation.name\":\"chat\"|LLM",
        "\"gen_ai.operation.name\":\"invoke_agent\",\"gen_ai.usage.input_tokens\":1|AGENT",
        "\"gen_ai.operation.name\":\"plan\",\"gen_ai.request.model\":\"m\"|OTHER",
        "\"gen_ai.operation.name\":\"orchestrate\",\"gen_ai.request.model\":\"m\"|OTHER",
        "\"gen_ai.operation.name\":\"embeddings\"|EMBEDDING",
        "\"gen_ai.tool.name\":\"t\",\"gen_ai.request.model\":\"m\"|TOOL",
        "\"gen_ai.usage.output_tokens\":1|LLM",
        "\"langfuse.observation.type\":\"generation\"|LLM",
        "\"traceloop.span.kind\":\"tool\"|TOOL",
        "\"langsmith.span.kind\":\"chain\"|WORKFLOW",
        "\"ai.operationId\":\"ai.toolCall\"|TOOL",
        "\"ai.operationId\":\"ai.streamText\"|WORKFLOW",
        "\"mcp.method.name\":\"tools/call\"|TOOL",
        "\"http.method\":\"GET\"|OTHER"
      })
  void kind_ofSeveralConventions_followsPrecedence(String attributes, SpanKind kind) {
    assertThat(Found.withAttributes(attributes).kind()).isEqualTo(kind);
  }

  @Test
  void tokens_whoseCacheExceedsThem_areAddedUp() {
    Span raw =
        Found.withAttributes(
            "\"gen_ai.usage.input_tokens\":10,\"gen_ai.usage.cache_read.input_tokens\":100,"
                + "\"gen_ai.usage.cache_creation.input_tokens\":50");
    assertThat(raw.inputTokens()).isEqualTo(160L);
    Span included =
        Found.withAttributes(
            "\"gen_ai.usage.input_tokens\":110,\"gen_ai.usage.cache_read.input_tokens\":100");
    assertThat(included.inputTokens()).isEqualTo(110L);
  }

  @Test
  void model_askedForAndOther_keepsBoth() {
    Span span =
        Found.withAttributes("\"gen_ai.request.model\":\"m\",\"gen_ai.response.model\":\"m-1\"");
    assertThat(span.model()).isEqualTo("m-1");
    assertThat(span.attributes()).containsEntry("gen_ai.request.model", "m").hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"gen_ai.usage.cost\":0.25",
        "\"llm.cost.total\":\"0.25\"",
        "\"operation.cost\":0.25",
        "\"langfuse.observation.cost_details\":\"{\\\"total\\\":0.25}\""
      })
  void cost_underAnyName_isRead(String attribute) {
    assertThat(Found.withAttributes(attribute).costUsd()).isEqualTo(0.25);
  }

  @Test
  void evaluation_ofAnyConvention_isNormalised() {
    Span event =
        Found.withMembers(
            "\"events\":[{\"name\":\"gen_ai.evaluation.result\",\"attributes\":{\"gen_ai.evaluation.name\":\"ok\","
                + "\"gen_ai.evaluation.score.value\":0.5,\"gen_ai.evaluation.score.label\":\"fair\"}}]");
    assertThat(event.attributes())
        .containsEntry("evaluation.ok.score", "0.5")
        .containsEntry("evaluation.ok.label", "fair")
        .hasSize(2);
    Span annotations =
        Found.withAttributes(
            "\"annotations.0.annotation.name\":\"thumbs\",\"annotations.0.annotation.score\":1,"
                + "\"evaluations.0.evaluation.name\":\"q\",\"evaluations.0.evaluation.explanation\":\"why\"");
    assertThat(annotations.attributes())
        .containsEntry("evaluation.thumbs.score", "1")
        .containsEntry("evaluation.q.explanation", "why")
        .hasSize(2);
  }

  @Test
  void owners_followPrecedence() {
    Found found =
        Found.in(
            "{\"resourceSpans\":[{\"resource\":{\"attributes\":{\"tenant.id\":\"of-resource\","
                + "\"service.name\":\"unknown_service:java\",\"openinference.project.name\":\"p\",\"service.version\":\"9\"}},"
                + "\"scopeSpans\":[{\"spans\":["
                + Found.span(
                    "01",
                    "\"attributes\":{\"customer_id\":\"of-span\",\"metadata\":"
                        + text("{\"tenant\":\"of-metadata\",\"user_id\":7,\"env\":\"dev\"}")
                        + "}")
                + "]}]}]}");
    Span span = found.spans().get(0);
    assertThat(span.tenantId()).isEqualTo("of-span");
    assertThat(span.userId()).isEqualTo("7");
    assertThat(span.environment()).isEqualTo("dev");
    assertThat(span.service()).isNull();
    assertThat(span.attribute("agent.version")).isEqualTo("9");
  }

  @Test
  void project_isNoTenant() {
    Span span =
        Found.withAttributes("\"openinference.project.name\":\"p\",\"pat.project.id\":\"q\"");
    assertThat(span.tenantId()).isNull();
  }

  @Test
  void attributes_tooManyOrTooLong_areCut() {
    StringBuilder many = new StringBuilder("\"z\":\"" + "y".repeat(3_000) + "\"");
    for (int i = 100; i < 300; i++) {
      many.append(",\"k").append(i).append("\":1");
    }
    Span span = Found.withAttributes(many + ",\"gen_ai.prompt.name\":\"greet\"");
    assertThat(span.attributes()).hasSize(64).containsEntry("prompt.name", "greet");
    assertThat(span.attributes()).containsKey("k162").doesNotContainKey("k163");
    Span one = Found.withAttributes("\"z\":\"" + "y".repeat(3_000) + "\"");
    assertThat(one.attribute("z")).hasSize(1_024);
    assertThat(one.truncated()).isTrue();
  }
}

package io.outcrop.facets.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What single frameworks write on spans of OpenTelemetry. */
class FrameworkAttributesTest {
  private static final String USER = "[{\"role\":\"user\",\"text\":\"hi\"}]";
  private static final String ANSWER = "[{\"role\":\"assistant\",\"text\":\"yo\"}]";

  private static String text(String json) {
    return TextNode.valueOf(json).toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"gen_ai.system\":\"openai\",\"gen_ai.request.model\":\"m\",\"gen_ai.prompt.0.role\":\"user\",\"gen_ai.prompt.0.content\":\"hi\",\"gen_ai.completion.0.role\":\"assistant\",\"gen_ai.completion.0.content\":\"yo\",\"gen_ai.completion.0.finish_reason\":\"stop\"",
        "\"llm.request.type\":\"chat\",\"gen_ai.prompt.0.message.role\":\"user\",\"gen_ai.prompt.0.message.content\":\"hi\",\"gen_ai.completion.0.message.role\":\"assistant\",\"gen_ai.completion.0.message.content\":\"yo\",\"gen_ai.completion.0.finish_reason\":\"stop\"",
        "\"llm.request.type\":\"chat\",\"llm.prompts.0.role\":\"user\",\"llm.prompts.0.content\":\"hi\",\"llm.completions.0.role\":\"assistant\",\"llm.completions.0.content\":\"yo\",\"llm.completions.0.finish_reason\":\"stop\"",
        "\"langsmith.span.kind\":\"llm\",\"gen_ai.prompt\":\"{\\\"messages\\\":[{\\\"role\\\":\\\"user\\\",\\\"content\\\":\\\"hi\\\"}]}\",\"gen_ai.completion\":\"{\\\"choices\\\":[{\\\"finish_reason\\\":\\\"stop\\\",\\\"message\\\":{\\\"role\\\":\\\"assistant\\\",\\\"content\\\":\\\"yo\\\"}}]}\"",
        "\"gen_ai.request.model\":\"m\",\"gcp.vertex.agent.llm_request\":\"{\\\"model\\\":\\\"m\\\",\\\"contents\\\":[{\\\"role\\\":\\\"user\\\",\\\"parts\\\":[{\\\"text\\\":\\\"hi\\\"}]}]}\",\"gcp.vertex.agent.llm_response\":\"{\\\"content\\\":{\\\"role\\\":\\\"model\\\",\\\"parts\\\":[{\\\"text\\\":\\\"yo\\\"}]},\\\"finish_reason\\\":\\\"STOP\\\"}\"",
        "\"mlflow.spanType\":\"\\\"CHAT_MODEL\\\"\",\"mlflow.spanInputs\":\"{\\\"messages\\\":[{\\\"role\\\":\\\"user\\\",\\\"content\\\":\\\"hi\\\"}]}\",\"mlflow.spanOutputs\":\"{\\\"choices\\\":[{\\\"finish_reason\\\":\\\"stop\\\",\\\"message\\\":{\\\"role\\\":\\\"assistant\\\",\\\"content\\\":\\\"yo\\\"}}]}\"",
        "\"langfuse.observation.type\":\"generation\",\"langfuse.observation.input\":\"[{\\\"role\\\":\\\"user\\\",\\\"content\\\":\\\"hi\\\"}]\",\"langfuse.observation.output\":\"{\\\"role\\\":\\\"assistant\\\",\\\"content\\\":\\\"yo\\\"}\"",
        "\"ai.operationId\":\"ai.generateText.doGenerate\",\"ai.prompt.messages\":\"[{\\\"role\\\":\\\"user\\\",\\\"content\\\":[{\\\"type\\\":\\\"text\\\",\\\"text\\\":\\\"hi\\\"}]}]\",\"ai.response.text\":\"yo\",\"ai.response.finishReason\":\"stop\""
      })
  void call_inAnyDialect_hasTheSameMessages(String attributes) {
    Span span = Found.withAttributes(attributes);
    assertThat(span.kind()).isEqualTo(SpanKind.LLM);
    assertThat(span.inputText()).isEqualTo(USER);
    assertThat(span.outputText()).isEqualTo(ANSWER);
  }

  @Test
  void traceloop_toolCallsAndRefusals_areKept() {
    Span span =
        Found.withAttributes(
            "\"gen_ai.request.model\":\"m\",\"gen_ai.prompt.0.role\":\"tool\",\"gen_ai.prompt.0.content\":\"4C\",\"gen_ai.prompt.0.tool_call_id\":\"c1\","
                + "\"gen_ai.completion.0.role\":\"assistant\",\"gen_ai.completion.0.refusal\":\"I can't.\",\"gen_ai.completion.0.tool_calls.0.id\":\"c2\",\"gen_ai.completion.0.tool_calls.0.name\":\"w\",\"gen_ai.completion.0.tool_calls.0.arguments\":\"{}\"");
    assertThat(span.inputText())
        .isEqualTo("[{\"role\":\"tool\",\"text\":\"4C\",\"tool_call_id\":\"c1\"}]");
    assertThat(span.outputText())
        .isEqualTo(
            "[{\"role\":\"assistant\",\"text\":\"I can't.\",\"tool_calls\":[{\"id\":\"c2\",\"name\":\"w\",\"arguments\":\"{}\"}]}]");
  }

  @Test
  void traceloop_vectorStore_givesDocuments() {
    Span span =
        Found.withMembers(
            "\"attributes\":{\"db.system\":\"chroma\",\"db.vector.query.top_k\":2},\"events\":[{\"name\":\"db.query.result\",\"attributes\":"
                + "{\"db.query.result.id\":\"d1\",\"db.query.result.score\":0.5,\"db.query.result.document\":\"text one\"}}]");
    assertThat(span.kind()).isEqualTo(SpanKind.RETRIEVER);
    assertThat(span.outputText()).isEqualTo("text one");
    assertThat(span.attribute("retrieval.documents")).isEqualTo("[{\"id\":\"d1\",\"score\":0.5}]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"ai.operationId\":\"ai.toolCall\",\"ai.toolCall.name\":\"w\",\"ai.toolCall.args\":\"{}\",\"ai.toolCall.result\":\"4C\"",
        "\"gen_ai.tool.name\":\"w\",\"gcp.vertex.agent.tool_call_args\":\"{}\",\"gcp.vertex.agent.tool_response\":\"4C\"",
        "\"gen_ai.tool.name\":\"w\",\"tool_arguments\":\"{}\",\"tool_response\":\"4C\",\"logfire.msg\":\"running tool: w\"",
        "\"traceloop.span.kind\":\"tool\",\"traceloop.entity.name\":\"w\",\"traceloop.entity.input\":\"{}\",\"traceloop.entity.output\":\"4C\"",
        "\"mlflow.spanType\":\"\\\"TOOL\\\"\",\"tool.name\":\"w\",\"mlflow.spanInputs\":\"{}\",\"mlflow.spanOutputs\":\"\\\"4C\\\"\"",
        "\"langfuse.observation.type\":\"tool\",\"tool.name\":\"w\",\"langfuse.observation.input\":\"{}\",\"langfuse.observation.output\":\"4C\""
      })
  void tool_inAnyDialect_hasTheSameColumns(String attributes) {
    Span span = Found.withAttributes(attributes);
    assertThat(span.kind()).isEqualTo(SpanKind.TOOL);
    assertThat(span.toolName()).isEqualTo("w");
    assertThat(span.toolArguments()).isEqualTo("{}");
    assertThat(span.toolResult()).isEqualTo("4C");
  }

  @Test
  void mlflow_usageAndOwners_areDecodedOnce() {
    Span span =
        Found.withAttributes(
            "\"mlflow.spanType\":\"\\\"LLM\\\"\",\"mlflow.llm.model\":\"\\\"m\\\"\",\"mlflow.trace.user\":\"\\\"u\\\"\","
                + "\"mlflow.chat.tokenUsage\":\"{\\\"input_tokens\\\":3,\\\"output_tokens\\\":2}\"");
    assertThat(span.model()).isEqualTo("m");
    assertThat(span.userId()).isEqualTo("u");
    assertThat(span.inputTokens()).isEqualTo(3);
    assertThat(span.outputTokens()).isEqualTo(2);
  }

  @Test
  void pydantic_agentRun_isAnAgent() {
    Span span =
        Found.withAttributes(
            "\"agent_name\":\"shop\",\"gen_ai.usage.input_tokens\":3,\"pydantic_ai.all_messages\":"
                + text("[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"hi\"}]}]")
                + ",\"final_result\":\"yo\"");
    assertThat(span.kind()).isEqualTo(SpanKind.AGENT);
    assertThat(span.agent()).isEqualTo("shop");
    assertThat(span.inputText()).isEqualTo(USER);
    assertThat(span.outputText()).isEqualTo("yo");
  }

  @Test
  void azure_eventContent_givesMessages() {
    Span span =
        Found.withMembers(
            "\"attributes\":{\"gen_ai.operation.name\":\"chat\",\"gen_ai.thread.id\":\"t9\"},\"events\":["
                + "{\"name\":\"gen_ai.user.message\",\"attributes\":{\"gen_ai.event.content\":\"{\\\"content\\\":\\\"hi\\\"}\"}},"
                + "{\"name\":\"gen_ai.choice\",\"attributes\":{\"gen_ai.event.content\":\"{\\\"message\\\":{\\\"content\\\":\\\"yo\\\"},\\\"finish_reason\\\":\\\"stop\\\"}\"}}]");
    assertThat(span.sessionId()).isEqualTo("t9");
    assertThat(span.inputText()).isEqualTo(USER);
    assertThat(span.outputText()).isEqualTo(ANSWER);
    assertThat(span.finishReasons()).containsExactly("stop");
  }

  @Test
  void error_typeWithoutStatus_isAFailure() {
    Span span = Found.withAttributes("\"error.type\":\"TimeoutError\"");
    assertThat(span.failed()).isTrue();
    assertThat(span.errorType()).isEqualTo("TimeoutError");
  }
}

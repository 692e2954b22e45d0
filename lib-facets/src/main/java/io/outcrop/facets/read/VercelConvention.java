package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.trace.SpanKind;

/** The Vercel AI SDK. */
final class VercelConvention implements Convention {
  private static final Names AI_OPERATION_ID = Names.of("ai.operationId");
  private static final Names AI_OPERATION_ID_NAMES = Names.of("ai.operationId", "operation.name");
  private static final Names AI_TOOL_CALL_NAME = Names.of("ai.toolCall.name");
  private static final Names AI_TOOL_CALL_ARGS_NAMES =
      Names.of("ai.toolCall.args", "ai.toolCall.input");
  private static final Names AI_TOOL_CALL_RESULT_NAMES =
      Names.of("ai.toolCall.result", "ai.toolCall.output");
  private static final Names AI_PROMPT_MESSAGES_NAMES = Names.of("ai.prompt.messages", "ai.prompt");
  private static final Names AI_VALUE_NAMES = Names.of("ai.value", "ai.values");
  private static final Names AI_RESPONSE_FINISH_REASON = Names.of("ai.response.finishReason");
  private static final Names AI_RESPONSE_TEXT_NAMES =
      Names.of("ai.response.text", "ai.response.object", "ai.result.text");
  private static final Names AI_RESPONSE_TOOL_CALLS_NAMES =
      Names.of("ai.response.toolCalls", "ai.result.toolCalls");

  @Override
  public void fill(RawSpan span, SpanKind kind, Draft draft) {
    Attributes a = span.attributes;
    if (!a.hasAny(AI_OPERATION_ID)) {
      return;
    }
    a.drop(AI_OPERATION_ID_NAMES);
    if (kind == SpanKind.TOOL) {
      draft.toolName(a.takeText(AI_TOOL_CALL_NAME));
      draft.toolArguments(a.takeFirst(AI_TOOL_CALL_ARGS_NAMES));
      draft.toolResult(a.takeFirst(AI_TOOL_CALL_RESULT_NAMES));
      return;
    }
    MessageReader reader = new MessageReader();
    JsonNode prompt = a.takeFirst(AI_PROMPT_MESSAGES_NAMES);
    if (prompt != null) {
      draft.input(reader.read(prompt, "user"));
      draft.inputValue(prompt);
    }
    draft.inputValue(a.takeFirst(AI_VALUE_NAMES));
    output(a, reader, draft);
    draft.finishReasons(a.take(AI_RESPONSE_FINISH_REASON));
    draft.finishReasons.addAll(reader.finishReasons());
  }

  private static void output(Attributes a, MessageReader reader, Draft draft) {
    JsonNode text = a.takeFirst(AI_RESPONSE_TEXT_NAMES);
    JsonNode calls = Json.structured(a.takeFirst(AI_RESPONSE_TOOL_CALLS_NAMES));
    if (text == null && calls == null) {
      return;
    }
    ObjectNode message = Json.NODES.objectNode();
    message.put("role", "assistant");
    message.set("content", text);
    message.set("tool_calls", calls);
    draft.output(reader.read(message, "assistant"));
  }
}

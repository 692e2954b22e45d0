package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.trace.SpanKind;

/** The Vercel AI SDK. */
final class VercelConvention implements Convention {
  @Override
  public void fill(RawSpan span, SpanKind kind, Draft draft) {
    Attributes a = span.attributes;
    if (!a.has("ai.operationId")) {
      return;
    }
    a.drop("ai.operationId", "operation.name");
    if (kind == SpanKind.TOOL) {
      draft.toolName(a.takeText("ai.toolCall.name"));
      draft.toolArguments(a.takeFirst("ai.toolCall.args", "ai.toolCall.input"));
      draft.toolResult(a.takeFirst("ai.toolCall.result", "ai.toolCall.output"));
      return;
    }
    MessageReader reader = new MessageReader();
    JsonNode prompt = a.takeFirst("ai.prompt.messages", "ai.prompt");
    if (prompt != null) {
      draft.input(reader.read(prompt, "user"));
      draft.inputValue(prompt);
    }
    draft.inputValue(a.takeFirst("ai.value", "ai.values"));
    output(a, reader, draft);
    draft.finishReasons(a.take("ai.response.finishReason"));
    draft.finishReasons.addAll(reader.finishReasons());
  }

  private static void output(Attributes a, MessageReader reader, Draft draft) {
    JsonNode text = a.takeFirst("ai.response.text", "ai.response.object", "ai.result.text");
    JsonNode calls = Json.structured(a.takeFirst("ai.response.toolCalls", "ai.result.toolCalls"));
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

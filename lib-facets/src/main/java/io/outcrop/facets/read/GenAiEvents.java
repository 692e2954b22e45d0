package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.read.RawSpan.Event;
import io.outcrop.facets.trace.Message;
import io.outcrop.facets.trace.SpanKind;
import java.util.ArrayList;
import java.util.List;

/** GenAI conventions up to 1.36: each message an event of the span. */
final class GenAiEvents implements Convention {
  @Override
  public void fill(RawSpan span, SpanKind kind, Draft draft) {
    if (span.events.isEmpty()) {
      return;
    }
    MessageReader reader = new MessageReader();
    List<Message> input = new ArrayList<>();
    List<Message> output = new ArrayList<>();
    for (Event event : span.events) {
      switch (event.name()) {
        case "gen_ai.system.message" -> input.addAll(message(event, "system", reader));
        case "gen_ai.user.message" -> input.addAll(message(event, "user", reader));
        case "gen_ai.assistant.message" -> input.addAll(message(event, "assistant", reader));
        case "gen_ai.tool.message" -> input.addAll(message(event, "tool", reader));
        case "gen_ai.choice" -> output.addAll(choice(event, kind, draft, reader));
        case "gen_ai.content.prompt" -> add(event, "gen_ai.prompt", "user", reader, input);
        case "gen_ai.content.completion" ->
            add(event, "gen_ai.completion", "assistant", reader, output);
        default -> {}
      }
    }
    if (kind == SpanKind.TOOL) {
      tool(input, output, draft);
    } else {
      draft.input(input);
      draft.output(output);
    }
    draft.finishReasons.addAll(reader.finishReasons());
  }

  /** Tool spans of some agents carry arguments and result as messages. */
  private static void tool(List<Message> input, List<Message> output, Draft draft) {
    if (!input.isEmpty()) {
      draft.toolArguments(Json.NODES.textNode(input.get(input.size() - 1).text()));
    }
    if (!output.isEmpty()) {
      draft.toolResult(Json.NODES.textNode(output.get(0).text()));
    }
  }

  private static List<Message> choice(
      Event written, SpanKind kind, Draft draft, MessageReader reader) {
    Event event = unwrapped(written);
    JsonNode message = Json.structured(event.attributes().get("message"));
    draft.finishReasons(event.attributes().get("finish_reason"));
    if (kind == SpanKind.LLM && event.attributes().has("tool.result")) {
      draft.normalised("tool.result", event.attributes().text("tool.result"));
    }
    if (message == null) {
      return message(event, "assistant", reader);
    }
    if (!message.isObject()) {
      return reader.readParts(message, "assistant");
    }
    ObjectNode whole = ((ObjectNode) message).deepCopy();
    JsonNode calls = Json.structured(event.attributes().get("tool_calls"));
    if (calls != null && !whole.has("tool_calls")) {
      whole.set("tool_calls", calls);
    }
    return withRole(whole, "assistant", reader);
  }

  /** Azure writes the event's members as one JSON text. */
  private static Event unwrapped(Event event) {
    JsonNode content = Json.structured(event.attributes().get("gen_ai.event.content"));
    if (content == null || !content.has("message")) {
      return event;
    }
    Attributes members = new Attributes();
    content.fields().forEachRemaining(m -> members.put(m.getKey(), m.getValue()));
    members.putAbsent(event.attributes());
    return new Event(event.name(), members);
  }

  private static List<Message> message(Event event, String role, MessageReader reader) {
    ObjectNode node = Json.NODES.objectNode();
    Attributes a = event.attributes();
    JsonNode body = Json.structured(a.get("gen_ai.event.content"));
    if (body != null && body.isObject()) {
      return withRole(((ObjectNode) body).deepCopy(), role, reader);
    }
    JsonNode content = body == null ? a.get("content") : body;
    JsonNode structured = Json.structured(content);
    // A JSON list is parts; a JSON object in a text is what the text says.
    node.set("content", structured != null && structured.isArray() ? structured : content);
    node.set("tool_calls", Json.structured(a.get("tool_calls")));
    if (role.equals("tool")) {
      node.set("tool_call_id", a.get("id"));
    }
    if (a.has("role")) {
      node.set("role", a.get("role"));
    }
    return withRole(node, role, reader);
  }

  private static List<Message> withRole(ObjectNode node, String role, MessageReader reader) {
    if (!node.path("role").isTextual()) {
      node.put("role", role);
    }
    node.putIfAbsent("content", Json.NODES.nullNode());
    List<Message> messages = reader.read(node, role);
    return messages == null ? List.of() : messages;
  }

  private static void add(
      Event event, String key, String role, MessageReader reader, List<Message> target) {
    JsonNode value = event.attributes().get(key);
    if (value != null) {
      List<Message> messages = reader.read(value, role);
      target.addAll(messages == null ? reader.readParts(value, role) : messages);
    }
  }
}

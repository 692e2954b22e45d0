package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.outcrop.facets.trace.Message;
import io.outcrop.facets.trace.Message.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Collects the parts of one recorded message. Each result of a tool in it becomes a message of its
 * own, since a message answers one call.
 */
final class MessageBuilder {
  private static final int MAX_LEVELS = 8;
  private static final Set<String> PARTS =
      Set.of(
          "text",
          "output_text",
          "input_text",
          "thinking",
          "tool_call",
          "tool_use",
          "tool_result",
          "tool_call_response",
          "function_result");

  private final String role;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final List<ToolCall> calls = new ArrayList<>();
  private final List<Message> results = new ArrayList<>();

  MessageBuilder(String role) {
    this.role = role;
  }

  /** Takes the members of a message, in whatever convention. */
  void message(JsonNode node) {
    String callId = first(node, "tool_call_id", "toolCallId", "call_id");
    String type = node.path("type").asText("");
    if (type.equals("function_call")) {
      call(node);
      return;
    }
    if (type.equals("reasoning")) {
      reasoning(node);
      return;
    }
    if (type.equals("function_call_output")) {
      results.add(result(callId, node.path("output")));
      return;
    }
    if (role.equals("tool") && callId != null && !node.has("parts")) {
      results.add(result(callId, node.path("content")));
      return;
    }
    contentOf(node);
    reasoning(node.path("reasoning_content"));
    for (String key : List.of("tool_calls", "toolCalls")) {
      Json.structured(node.path(key)).forEach(this::call);
    }
    if (calls.isEmpty()) {
      node.path("additional_kwargs").path("tool_calls").forEach(this::call);
    }
    if (node.path("function_call").isObject()) {
      call(node.get("function_call"));
    }
    String legacyName = first(node, "function_call_name");
    if (legacyName != null) {
      calls.add(new ToolCall(null, legacyName, first(node, "function_call_arguments_json")));
    }
  }

  private void contentOf(JsonNode node) {
    for (String key : List.of("parts", "content", "contents", "text", "refusal")) {
      if (node.hasNonNull(key)) {
        JsonNode content = node.get(key);
        // Some write the calls of an assistant into its text, as JSON.
        JsonNode inner = role.equals("assistant") ? Json.structured(content) : content;
        content(isParts(inner) ? inner : content);
        return;
      }
    }
  }

  /** Takes content: a text, a part, or a list of parts. */
  void content(JsonNode content) {
    content(content, MAX_LEVELS);
  }

  private void content(JsonNode content, int levels) {
    if (content == null || content.isNull() || content.isMissingNode()) {
      return;
    }
    if (content.isArray() && levels > 0) {
      content.forEach(part -> content(part, levels - 1));
    } else if (content.isObject() && levels > 0) {
      part(content, levels);
    } else {
      append(text, Json.text(content));
    }
  }

  private void part(JsonNode part, int levels) {
    if (isFunctionCall(part) || (part.path("toolName").isTextual() && !isResult(part))) {
      call(part);
      return;
    }
    JsonNode inner = part.path("message_content");
    if (inner.isObject()) {
      part(inner, levels - 1);
      return;
    }
    String type = first(part, "type", "part_kind");
    if (type == null) {
      untypedPart(part, levels);
      return;
    }
    switch (type.toLowerCase(Locale.ROOT).replace('-', '_')) {
      case "text", "output_text", "input_text", "user_prompt", "system_prompt", "refusal" ->
          content(firstNode(part, "content", "text", "refusal"), levels - 1);
      case "reasoning", "thinking", "thought", "summary_text" -> reasoning(part);
      case "tool_call", "tool_use", "function_call", "toolcall", "server_tool_call" -> call(part);
      case "tool_call_response",
              "tool_result",
              "tool_return",
              "function_call_output",
              "function_result",
              "server_tool_call_response" ->
          result(part);
      case "image",
              "image_url",
              "input_image",
              "audio",
              "input_audio",
              "video",
              "blob",
              "file",
              "uri",
              "document",
              "media" ->
          append(text, "[" + modality(part, type) + "]");
      default -> otherPart(part, levels);
    }
  }

  private void untypedPart(JsonNode part, int levels) {
    JsonNode call = firstNode(part, "functionCall", "function_call", "toolUse");
    JsonNode response = firstNode(part, "functionResponse", "function_response", "toolResult");
    if (call != null && call.isObject()) {
      call(call);
    } else if (response != null && response.isObject()) {
      result(response);
    } else if (part.path("thought").asBoolean(false)) {
      append(reasoning, Json.text(part.path("text")));
    } else if (firstNode(part, "inlineData", "inline_data", "fileData", "file_data") != null) {
      append(text, "[file]");
    } else {
      otherPart(part, levels);
    }
  }

  private void otherPart(JsonNode part, int levels) {
    JsonNode content = firstNode(part, "text", "content");
    if (content != null) {
      content(content, levels - 1);
    } else {
      append(text, part.toString());
    }
  }

  private static boolean isResult(JsonNode part) {
    return part.has("result") || part.has("output");
  }

  private static String modality(JsonNode part, String type) {
    String modality = first(part, "modality");
    return modality == null ? type.replace("_url", "").replace("input_", "") : modality;
  }

  private void reasoning(JsonNode node) {
    if (node.isTextual()) {
      append(reasoning, node.textValue());
      return;
    }
    JsonNode content = firstNode(node, "content", "text", "thinking", "reasoning", "summary");
    if (content == null) {
      return;
    }
    if (content.isArray()) {
      content.forEach(this::reasoning);
    } else {
      append(reasoning, Json.text(content));
    }
  }

  private void call(JsonNode node) {
    JsonNode call = node.path("tool_call").isObject() ? node.get("tool_call") : node;
    JsonNode function = call.path("function").isObject() ? call.get("function") : call;
    String name = first(function, "name", "toolName", "tool_name");
    if (name == null) {
      return;
    }
    JsonNode arguments = firstNode(function, "arguments", "args", "input", "server_tool_call");
    calls.add(new ToolCall(callId(call), name, Json.text(arguments)));
  }

  private static String callId(JsonNode node) {
    return first(node, "call_id", "tool_call_id", "toolCallId", "tool_use_id", "toolUseId", "id");
  }

  private void result(JsonNode part) {
    JsonNode value =
        firstNode(
            part, "response", "result", "output", "content", "server_tool_call_response", "value");
    results.add(result(callId(part), value));
  }

  /** A message of a tool: texts as texts, and every other value as JSON. */
  private static Message result(String callId, JsonNode value) {
    MessageBuilder inner = new MessageBuilder("tool");
    JsonNode wrapped = value == null ? null : Json.structured(value);
    if (wrapped != null && partType(wrapped).equals("function_result")) {
      return result(callId == null ? callId(wrapped) : callId, wrapped.path("result"));
    }
    if (value != null && (value.isTextual() || isParts(value))) {
      inner.content(value);
    } else if (value != null && !value.isMissingNode()) {
      append(inner.text, Json.text(value));
    }
    return new Message("tool", inner.text.toString(), "", List.of(), callId);
  }

  /** Whether a list is the parts of one message: texts, calls of tools and results of tools. */
  static boolean isParts(JsonNode list) {
    if (!list.isArray() || list.isEmpty()) {
      return false;
    }
    for (JsonNode element : list) {
      boolean part = PARTS.contains(partType(element)) && !element.has("role");
      boolean call = element.path("toolName").isTextual() || isFunctionCall(element);
      if (!part && !call) {
        return false;
      }
    }
    return true;
  }

  private static String partType(JsonNode element) {
    return element.path("type").asText("").replace('-', '_');
  }

  private static boolean isFunctionCall(JsonNode element) {
    return element.path("function").path("name").isTextual() && !element.has("parameters");
  }

  List<Message> build() {
    List<Message> messages = new ArrayList<>(results);
    boolean empty = text.isEmpty() && reasoning.isEmpty() && calls.isEmpty();
    if (!empty || results.isEmpty()) {
      messages.add(new Message(role, text.toString(), reasoning.toString(), calls, null));
    }
    return messages;
  }

  private static void append(StringBuilder target, String part) {
    if (part != null && !part.isEmpty()) {
      target.append(target.isEmpty() ? "" : "\n").append(part);
    }
  }

  private static JsonNode firstNode(JsonNode node, String... keys) {
    for (String key : keys) {
      if (node.hasNonNull(key)) {
        return node.get(key);
      }
    }
    return null;
  }

  private static String first(JsonNode node, String... keys) {
    return Json.text(firstNode(node, keys));
  }
}

package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.outcrop.facets.trace.Message;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Recognises messages in JSON, in the shapes of the GenAI conventions, OpenInference, OpenAI (chat
 * and responses), Anthropic, Gemini, LangChain, Pydantic AI and the Vercel AI SDK.
 */
final class MessageReader {
  private static final int MAX_LEVELS = 6;

  private final Set<String> finishReasons = new LinkedHashSet<>();

  /** The reasons that messages gave for having ended. */
  Set<String> finishReasons() {
    return finishReasons;
  }

  /**
   * The messages that a value holds, or null where it is no messages. Text is looked into where it
   * is JSON.
   *
   * @param role the role of messages that state none
   */
  List<Message> read(JsonNode value, String role) {
    List<Message> messages = new ArrayList<>();
    return add(Json.structured(value), role, messages, MAX_LEVELS) && !messages.isEmpty()
        ? messages
        : null;
  }

  /** A list of bare parts, or a text, as one message. */
  List<Message> readParts(JsonNode value, String role) {
    JsonNode parts = Json.structured(value);
    MessageBuilder message = new MessageBuilder(role);
    message.content(parts);
    return message.build();
  }

  private boolean add(JsonNode value, String role, List<Message> messages, int levels) {
    if (value == null || levels == 0) {
      return false;
    }
    if (value.isArray()) {
      if (MessageBuilder.isParts(value)) {
        messages.addAll(readParts(value, role));
        return true;
      }
      return !value.isEmpty() && addAll(value, role, messages, levels);
    }
    if (!value.isObject()) {
      return false;
    }
    return isMessage(value)
        ? addMessage(value, role, messages)
        : addWrapped(value, role, messages, levels);
  }

  private boolean addAll(JsonNode list, String role, List<Message> messages, int levels) {
    for (JsonNode element : list) {
      if (!add(Json.structured(element), role, messages, levels - 1)) {
        return false;
      }
    }
    return true;
  }

  private boolean addMessage(JsonNode node, String role, List<Message> messages) {
    JsonNode message = node.path("kwargs").isObject() ? node.get("kwargs") : node;
    MessageBuilder builder = new MessageBuilder(roleOf(node, role));
    builder.message(message);
    finish(node);
    messages.addAll(builder.build());
    return true;
  }

  private void finish(JsonNode node) {
    for (String key : List.of("finish_reason", "finishReason", "stop_reason")) {
      JsonNode reason = node.path(key);
      if (reason.isTextual() && !reason.textValue().isBlank()) {
        finishReasons.add(reason.textValue().toLowerCase(Locale.ROOT));
      }
    }
  }

  private static boolean isMessage(JsonNode node) {
    if (node.path("role").isTextual()) {
      return node.size() == 1 || hasContent(node);
    }
    JsonNode type = node.path("type");
    if (type.isTextual() && (langChainRole(type.textValue()) != null) && hasContent(node)) {
      return true;
    }
    return isLangChain(node) || isResponsesItem(type.asText("")) || isPydantic(node);
  }

  private static boolean hasContent(JsonNode node) {
    return node.has("content")
        || node.has("parts")
        || node.has("contents")
        || node.has("tool_calls")
        || node.has("text")
        || node.has("function_call")
        || node.has("toolCalls")
        || node.has("reasoning_content")
        || node.has("refusal")
        || node.has("tool_call_id")
        || node.has("function_call_name");
  }

  private static boolean isLangChain(JsonNode node) {
    JsonNode path = node.path("id");
    return node.path("kwargs").isObject()
        && path.isArray()
        && !path.isEmpty()
        && path.get(path.size() - 1).asText().contains("Message");
  }

  private static boolean isResponsesItem(String type) {
    return type.equals("function_call")
        || type.equals("function_call_output")
        || type.equals("reasoning");
  }

  private static boolean isPydantic(JsonNode node) {
    String kind = node.path("kind").asText("");
    return node.path("parts").isArray() && (kind.equals("request") || kind.equals("response"));
  }

  private static String roleOf(JsonNode node, String role) {
    JsonNode stated = node.path("role");
    if (stated.isTextual()) {
      return normal(stated.textValue());
    }
    if (isLangChain(node)) {
      JsonNode path = node.get("id");
      String type = path.get(path.size() - 1).asText().replace("Chunk", "");
      String found = langChainRole(type.replace("Message", "").toLowerCase(Locale.ROOT));
      return found == null ? role : found;
    }
    String type = node.path("type").asText("");
    if (isResponsesItem(type)) {
      return type.equals("function_call_output") ? "tool" : "assistant";
    }
    if (isPydantic(node)) {
      return node.path("kind").asText().equals("request") ? "user" : "assistant";
    }
    String found = langChainRole(type);
    return found == null ? role : found;
  }

  private static String langChainRole(String type) {
    return switch (type) {
      case "human" -> "user";
      case "ai", "AIMessageChunk" -> "assistant";
      case "system" -> "system";
      case "tool", "function" -> "tool";
      default -> null;
    };
  }

  static String normal(String role) {
    String lower = role.strip().toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "human" -> "user";
      case "ai", "model" -> "assistant";
      case "developer" -> "system";
      case "function" -> "tool";
      default -> lower.startsWith("messagerole.") ? lower.substring(12) : lower;
    };
  }

  /** Messages inside a request or an answer to one. */
  private boolean addWrapped(JsonNode node, String role, List<Message> messages, int levels) {
    int before = messages.size();
    for (String key :
        List.of("system", "instructions", "system_instruction", "systemInstruction")) {
      addSystem(node.path(key), messages);
    }
    addSystem(node.path("config").path("system_instruction"), messages);
    int system = messages.size();
    for (String key :
        List.of(
            "messages",
            "contents",
            "message",
            "choices",
            "candidates",
            "generations",
            "content",
            "output",
            "input",
            "newMessages",
            "response")) {
      JsonNode inner = Json.structured(node.path(key));
      if (key.equals("message") && inner.isObject() && hasContent(inner)) {
        finish(node);
        return addMessage(inner, role, messages);
      }
      if (inner.isContainerNode() && add(inner, role, messages, levels - 1)) {
        finish(node);
        return true;
      }
      truncate(messages, system);
    }
    if (node.path("prompt").isTextual() && (node.size() == 1 || system > before)) {
      messages.add(Message.of("user", node.get("prompt").textValue()));
      return true;
    }
    if (node.path("parts").isArray()) {
      messages.addAll(readParts(node.get("parts"), role));
      return true;
    }
    truncate(messages, before);
    return false;
  }

  private void addSystem(JsonNode node, List<Message> messages) {
    JsonNode parts = node.path("parts").isArray() ? node.get("parts") : node;
    if ((parts.isTextual() && !parts.textValue().isBlank()) || parts.isArray()) {
      messages.addAll(readParts(parts, "system"));
    }
  }

  private static void truncate(List<Message> messages, int size) {
    messages.subList(size, messages.size()).clear();
  }
}

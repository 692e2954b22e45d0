package io.outcrop.facets.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The human part of an input or output that a framework wrapped into JSON.
 *
 * <p>Looks for question-like fields first, then for the longest string; gives up, and returns the
 * text as it is, where the text is no JSON or is too long to be worth parsing.
 */
public final class RequestText {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_CHARS = 200_000;
  private static final int MAX_DEPTH = 6;
  private static final int MAX_MUTE = 400;
  private static final Set<String> NOTHING = Set.of("null", "none", "{}", "[]", "\"\"");
  private static final List<String> REQUEST_FIELDS =
      List.of(
          "question",
          "query",
          "user_query",
          "user_input",
          "user_message",
          "user_prompt",
          "prompt",
          "task",
          "request",
          "instruction",
          "instructions",
          "goal",
          "messages",
          "message",
          "input",
          "inputs",
          "text",
          "content",
          "parts",
          "topic",
          "args",
          "kwargs");
  private static final List<String> ANSWER_FIELDS =
      List.of(
          "answer",
          "final_answer",
          "final_output",
          "output",
          "outputs",
          "response",
          "result",
          "reply",
          "generations",
          "choices",
          "messages",
          "message",
          "text",
          "content",
          "parts",
          "raw");

  private RequestText() {}

  /** What was asked: in a list of messages the first of the user. */
  public static String ofInput(String text) {
    return unwrap(text, REQUEST_FIELDS, true);
  }

  /** What was answered: in a list of messages the last of the assistant; empty where it is mute. */
  public static String ofOutput(String text) {
    String answer = unwrap(text, ANSWER_FIELDS, false);
    return saysNothing(answer) ? "" : answer;
  }

  /** A list of messages without a text, an empty document, or the words for nothing. */
  private static boolean saysNothing(String answer) {
    if (NOTHING.contains(answer.toLowerCase(Locale.ROOT))) {
      return true;
    }
    if (answer.length() > MAX_MUTE || !looksLikeJson(answer) || !answer.contains("\"role\"")) {
      return false;
    }
    try {
      JsonNode node = JSON.readTree(answer);
      for (JsonNode message : node.isArray() ? node : List.of(node)) {
        for (String field : List.of("text", "content", "parts", "tool_calls", "message")) {
          JsonNode value = message.path(field);
          boolean empty = value.isTextual() ? value.textValue().isBlank() : value.isEmpty();
          if (!value.isMissingNode() && !value.isNull() && !empty) {
            return false;
          }
        }
      }
      return true;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static String unwrap(String text, List<String> fields, boolean first) {
    String trimmed = text.strip();
    if (trimmed.length() > MAX_CHARS || !looksLikeJson(trimmed)) {
      return trimmed;
    }
    try {
      String found = find(JSON.readTree(trimmed), fields, first, 0);
      return found == null ? trimmed : found.strip();
    } catch (JsonProcessingException e) {
      // Half a document, or a text that only begins like one: it speaks for itself.
      return trimmed;
    }
  }

  private static boolean looksLikeJson(String text) {
    return !text.isEmpty() && "{[\"".indexOf(text.charAt(0)) >= 0;
  }

  private static String find(JsonNode node, List<String> fields, boolean first, int depth) {
    if (depth > MAX_DEPTH) {
      return null;
    }
    if (node.isTextual()) {
      return node.textValue().isBlank() ? null : node.textValue();
    }
    if (node.isArray()) {
      return inArray(node, fields, first, depth);
    }
    for (String field : fields) {
      JsonNode value = node.get(field);
      String found = value == null ? null : find(value, fields, first, depth + 1);
      if (found != null) {
        return found;
      }
    }
    return depth == 0 ? longestString(node) : null;
  }

  private static String inArray(JsonNode array, List<String> fields, boolean first, int depth) {
    String wanted = first ? "user" : "assistant";
    String any = null;
    String match = null;
    for (JsonNode item : array) {
      String text = find(item, fields, first, depth + 1);
      if (text != null) {
        any = any == null || !first ? text : any;
        if (role(item).equals(wanted) && (match == null || !first)) {
          match = text;
        }
      }
    }
    return match != null ? match : any;
  }

  private static String role(JsonNode message) {
    String role = message.path("role").asText(message.path("type").asText(""));
    return switch (role.toLowerCase(Locale.ROOT)) {
      case "human", "user" -> "user";
      case "ai", "assistant", "model" -> "assistant";
      default -> role;
    };
  }

  private static String longestString(JsonNode object) {
    String longest = null;
    for (JsonNode value : object) {
      if (value.isTextual()
          && !value.textValue().isBlank()
          && (longest == null || value.textValue().length() > longest.length())) {
        longest = value.textValue();
      }
    }
    return longest;
  }
}

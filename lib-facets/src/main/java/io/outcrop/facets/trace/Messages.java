package io.outcrop.facets.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.SegmentedStringWriter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outcrop.facets.trace.Message.ToolCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The one written form of messages in {@code input_text} and {@code output_text}: a JSON array of
 * {@code {"role","text","reasoning"?,"tool_calls"?:[{"id"?,"name","arguments"?}],"tool_call_id"?}}.
 *
 * <p>JSON, and not lines with a role in front, since a text may itself hold lines that look like
 * another role's.
 */
public final class Messages {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonFactory FACTORY = JSON.getFactory();
  private static final String NONE = "[]";
  private static final String OPENING = "[{\"role\":";

  private Messages() {}

  /** The messages as text, each text and argument cut to {@code maxChars} characters. */
  public static String write(List<Message> messages, int maxChars) {
    try (SegmentedStringWriter text = new SegmentedStringWriter(FACTORY._getBufferRecycler());
        JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartArray();
      for (Message message : messages) {
        write(message, maxChars, json);
      }
      json.writeEndArray();
      json.flush();
      return text.getAndClear();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to memory", e);
    }
  }

  private static void write(Message message, int maxChars, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("role", message.role());
    json.writeStringField("text", cut(message.text(), maxChars));
    if (!message.reasoning().isEmpty()) {
      json.writeStringField("reasoning", cut(message.reasoning(), maxChars));
    }
    if (!message.toolCalls().isEmpty()) {
      json.writeArrayFieldStart("tool_calls");
      for (ToolCall call : message.toolCalls()) {
        write(call, maxChars, json);
      }
      json.writeEndArray();
    }
    if (message.toolCallId() != null) {
      json.writeStringField("tool_call_id", message.toolCallId());
    }
    json.writeEndObject();
  }

  private static void write(ToolCall call, int maxChars, JsonGenerator json) throws IOException {
    json.writeStartObject();
    if (call.id() != null) {
      json.writeStringField("id", call.id());
    }
    json.writeStringField("name", call.name());
    if (call.arguments() != null) {
      json.writeStringField("arguments", cut(call.arguments(), maxChars));
    }
    json.writeEndObject();
  }

  /**
   * The messages of a text that {@link #write} made; any other text is one message of the given
   * role, and null is no message.
   */
  public static List<Message> read(String text, String roleOfPlainText) {
    if (text == null || text.isEmpty() || text.equals(NONE)) {
      return List.of();
    }
    if (text.startsWith(OPENING)) {
      try {
        return fromArray(JSON.readTree(text));
      } catch (JsonProcessingException e) {
        // Not ours after all: a producer's text that begins the same way stays a plain text.
        return List.of(Message.of(roleOfPlainText, text));
      }
    }
    return List.of(Message.of(roleOfPlainText, text));
  }

  /**
   * The messages of a text that is a list of them from its first character to its last, or null.
   */
  static List<Message> readWhole(String text) {
    if (text == null || !text.startsWith(OPENING)) {
      return null;
    }
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonNode array = JSON.readTree(parser);
      boolean whole = parser.currentLocation().getCharOffset() == text.length();
      return whole ? fromArray(array) : null;
    } catch (IOException e) {
      // Not ours after all.
      return null;
    }
  }

  private static List<Message> fromArray(JsonNode array) {
    List<Message> messages = new ArrayList<>();
    for (JsonNode node : array) {
      List<ToolCall> calls = new ArrayList<>();
      for (JsonNode call : node.path("tool_calls")) {
        calls.add(
            new ToolCall(
                call.path("id").asText(null),
                call.path("name").asText(""),
                call.path("arguments").asText(null)));
      }
      messages.add(
          new Message(
              node.path("role").asText("user"),
              node.path("text").asText(""),
              node.path("reasoning").asText(""),
              calls,
              node.path("tool_call_id").asText(null)));
    }
    return messages;
  }

  /** The text cut to {@code maxChars} characters, never inside a surrogate pair. */
  public static String cut(String text, int maxChars) {
    if (text.length() <= maxChars) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
    return text.substring(0, end);
  }
}

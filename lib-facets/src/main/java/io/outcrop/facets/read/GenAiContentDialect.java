package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.trace.SpanPart;
import java.util.Iterator;
import java.util.Set;

/**
 * Content that OpenTelemetry's upload hook keeps outside the spans: an object of messages, as one
 * list or one a line, or of system instructions. All of an object become one row, which is joined
 * by the object's address; where no span names it, it is of no consequence.
 */
final class GenAiContentDialect implements Dialect {
  private static final Set<String> MESSAGE =
      Set.of("role", "parts", "name", "finish_reason", "index");
  private static final Set<String> INSTRUCTION = Set.of("type", "content", "index");

  /** More than this is no content of one call, but a collection of chats. */
  private static final int MAX_MESSAGES = 5_000;

  private static final long MAX_CHARS = 16L << 20;

  private final ArrayNode messages = Json.NODES.arrayNode();
  private final ArrayNode instructions = Json.NODES.arrayNode();
  private long chars;

  @Override
  public String name() {
    return "genai-content";
  }

  @Override
  public boolean matches(ObjectNode record) {
    return isMessage(record) || isInstruction(record);
  }

  private static boolean isMessage(ObjectNode record) {
    return record.path("role").isTextual()
        && record.path("parts").isArray()
        && hasOnly(record, MESSAGE);
  }

  private static boolean isInstruction(ObjectNode record) {
    return record.path("type").asText("").equals("text")
        && record.path("content").isTextual()
        && hasOnly(record, INSTRUCTION);
  }

  private static boolean hasOnly(ObjectNode record, Set<String> keys) {
    for (Iterator<String> names = record.fieldNames(); names.hasNext(); ) {
      if (!keys.contains(names.next())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void read(ObjectNode record, SpanOutput out) {
    int size = messages.size() + instructions.size();
    if (size >= MAX_MESSAGES || chars >= MAX_CHARS) {
      out.skip();
      return;
    }
    chars += record.toString().length();
    (isMessage(record) ? messages : instructions).add(record);
    if (size > 0) {
      out.folded();
    }
  }

  @Override
  public void finish(SpanOutput out) {
    if (messages.isEmpty() && instructions.isEmpty()) {
      return;
    }
    RawSpan content = new RawSpan();
    content.part = SpanPart.CONTENT;
    content.traceId = "";
    content.spanId = "";
    if (!messages.isEmpty()) {
      content.attributes.put("gen_ai.input.messages", messages);
    }
    if (!instructions.isEmpty()) {
      content.attributes.put("gen_ai.system_instructions", instructions);
    }
    out.span(content);
  }
}

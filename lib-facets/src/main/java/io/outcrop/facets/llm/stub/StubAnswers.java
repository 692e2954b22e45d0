package io.outcrop.facets.llm.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Makes an answer that keeps to a schema, the same for the same data. */
final class StubAnswers {
  private static final ObjectMapper JSON = new ObjectMapper();

  private StubAnswers() {}

  static String of(JsonNode schema, String data) {
    return object(schema, Math.floorMod(stripped(data).hashCode(), 9973)).toString();
  }

  /** Without the random marks: the same record has the same answer. */
  private static String stripped(String data) {
    return data.replaceAll("[0-9a-f]{16,}", "");
  }

  private static ObjectNode object(JsonNode schema, int seed) {
    ObjectNode answer = JSON.createObjectNode();
    schema
        .path("properties")
        .fields()
        .forEachRemaining(field -> answer.set(field.getKey(), value(field.getValue(), seed)));
    return answer;
  }

  private static JsonNode value(JsonNode schema, int seed) {
    JsonNode choices = schema.path("enum");
    if (choices.isArray() && !choices.isEmpty()) {
      return choices.get(seed % choices.size());
    }
    JsonNode type = schema.path("type");
    String name = type.isArray() ? type.get(0).asText() : type.asText();
    return switch (name) {
      case "array" -> {
        ArrayNode list = JSON.createArrayNode();
        yield list.add(value(schema.path("items"), seed));
      }
      case "object" -> object(schema, seed);
      case "integer", "number" -> JSON.getNodeFactory().numberNode(1 + seed % 5);
      case "boolean" -> JSON.getNodeFactory().booleanNode(seed % 2 == 0);
        // The one pattern that is asked for is that of a language.
      case "string" ->
          JSON.getNodeFactory()
              .textNode(schema.has("pattern") ? "en" : "asks for help with an ordinary task");
      default -> JSON.getNodeFactory().textNode("asks for help with an ordinary task");
    };
  }
}

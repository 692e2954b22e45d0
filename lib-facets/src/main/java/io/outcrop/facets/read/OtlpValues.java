package io.outcrop.facets.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.outcrop.facets.read.Json.TooDeepException;
import java.io.IOException;

/**
 * Attributes in OTLP/JSON: lists of {@code {"key","value":AnyValue}}, and the plain maps that
 * hand-made exporters write instead. An AnyValue becomes the JSON it stands for.
 */
final class OtlpValues {
  private final KeyCache keys = new KeyCache();

  /** Reads the attributes at the parser's current token. */
  Attributes attributes(JsonParser parser)
      throws IOException, TooDeepException, InvalidSpanException {
    Attributes attributes = new Attributes();
    switch (parser.currentToken()) {
      case VALUE_NULL -> {}
      case START_ARRAY -> {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          keyValue(parser, attributes);
        }
      }
      case START_OBJECT -> {
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
          parser.nextToken();
          attributes.put(key, plainValue(Json.tree(parser)));
        }
      }
      default ->
          throw new InvalidSpanException(
              Reject.Reason.INVALID_SPAN, "attributes are neither a list nor a map");
    }
    return attributes;
  }

  private void keyValue(JsonParser parser, Attributes attributes)
      throws IOException, TooDeepException, InvalidSpanException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new InvalidSpanException(Reject.Reason.INVALID_SPAN, "an attribute is no object");
    }
    String attribute = null;
    JsonNode value = null;
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      if (key.equals("key") && token == JsonToken.VALUE_STRING) {
        attribute = keys.text(parser);
      } else if (key.equals("value")) {
        value = anyValue(parser, Json.MAX_DEPTH);
      } else {
        parser.skipChildren();
      }
    }
    if (attribute != null) {
      attributes.put(attribute, value);
    }
  }

  /** The attributes of a resource that was read whole; broken ones are rejected, and are none. */
  Attributes ofResource(JsonNode resource, SpanOutput out) throws IOException {
    JsonNode attributes = resource.path("attributes");
    if (!attributes.isContainerNode()) {
      return new Attributes();
    }
    try (JsonParser tree = attributes.traverse()) {
      tree.nextToken();
      return attributes(tree);
    } catch (InvalidSpanException | TooDeepException e) {
      out.reject(Reject.Reason.INVALID_SPAN, "resource: " + e.getMessage(), "");
      return new Attributes();
    }
  }

  /** What an AnyValue stands for; a value that hand-made exporters write plainly, for itself. */
  JsonNode value(JsonNode node) throws IOException, TooDeepException {
    String key = node.size() == 1 && node.isObject() ? node.fieldNames().next() : "";
    if (!key.endsWith("Value") && !key.endsWith("_value")) {
      return node.isObject() && node.isEmpty() ? NullNode.getInstance() : node;
    }
    try (JsonParser tree = node.traverse()) {
      tree.nextToken();
      return anyValue(tree, Json.MAX_DEPTH);
    }
  }

  private JsonNode anyValue(JsonParser parser, int depth) throws IOException, TooDeepException {
    if (depth <= 0) {
      throw new TooDeepException();
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return Json.tree(parser);
    }
    JsonNode value = NullNode.getInstance();
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      JsonNode read = member(key, parser, depth);
      value = read == null ? value : read;
    }
    return value;
  }

  private JsonNode member(String key, JsonParser parser, int depth)
      throws IOException, TooDeepException {
    switch (key) {
      case "stringValue",
          "string_value",
          "bytesValue",
          "bytes_value",
          "boolValue",
          "bool_value" -> {
        return Json.tree(parser);
      }
      case "intValue", "int_value" -> {
        return parser.currentToken().isScalarValue()
                && parser.currentToken() != JsonToken.VALUE_NULL
            ? Json.integer(parser.getText())
            : Json.tree(parser);
      }
      case "doubleValue", "double_value" -> {
        return parser.currentToken().isScalarValue()
                && parser.currentToken() != JsonToken.VALUE_NULL
            ? Json.decimal(parser.getText())
            : Json.tree(parser);
      }
      case "arrayValue", "array_value" -> {
        return values(parser, depth, false);
      }
      case "kvlistValue", "kvlist_value" -> {
        return values(parser, depth, true);
      }
      default -> {
        parser.skipChildren();
        return null;
      }
    }
  }

  /** The list or map within {@code {"values":[..]}}, which may also stand there bare. */
  private JsonNode values(JsonParser parser, int depth, boolean map)
      throws IOException, TooDeepException {
    JsonNode found = map ? Json.NODES.objectNode() : Json.NODES.arrayNode();
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      return elements(parser, depth, map);
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return found;
    }
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      if (parser.nextToken() == JsonToken.START_ARRAY && key.equals("values")) {
        found = elements(parser, depth, map);
      } else {
        parser.skipChildren();
      }
    }
    return found;
  }

  private JsonNode elements(JsonParser parser, int depth, boolean map)
      throws IOException, TooDeepException {
    ArrayNode list = Json.NODES.arrayNode();
    ObjectNode members = Json.NODES.objectNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (map) {
        member(parser, members, depth);
      } else {
        list.add(anyValue(parser, depth - 2));
      }
    }
    return map ? members : list;
  }

  private void member(JsonParser parser, ObjectNode members, int depth)
      throws IOException, TooDeepException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    String name = null;
    JsonNode value = NullNode.getInstance();
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      if (key.equals("key")) {
        name = keys.text(parser);
      } else if (key.equals("value")) {
        value = anyValue(parser, depth - 2);
      }
      parser.skipChildren();
    }
    if (name != null) {
      members.set(name, value);
    }
  }

  /** A value of a plain map, which some wrap as an AnyValue all the same. */
  private static JsonNode plainValue(JsonNode node) {
    if (!node.isObject() || node.size() != 1) {
      return node;
    }
    String key = node.fieldNames().next();
    JsonNode value = node.get(key);
    return switch (key) {
      case "stringValue", "string_value", "boolValue", "bool_value" -> value;
      case "intValue", "int_value" -> Json.integer(value.asText());
      case "doubleValue", "double_value" -> Json.decimal(value.asText());
      case "bytesValue", "bytes_value" -> TextNode.valueOf(value.asText());
      default -> node;
    };
  }
}

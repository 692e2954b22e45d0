package io.outcrop.facets.detect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;

/**
 * Whether a JSON value has the shape that a JSON Schema declares.
 *
 * <p>Looks at {@code type}, {@code required}, {@code properties}, {@code items}, {@code enum},
 * {@code const} and {@code additionalProperties: false}. What a schema says by other words (refs,
 * combinations, patterns, bounds) counts as met: a break that is told is one.
 */
final class JsonShape {
  private static final int MAX_DEPTH = 12;

  private JsonShape() {}

  static boolean fits(JsonNode value, JsonNode schema) {
    return fits(value, schema, 0);
  }

  private static boolean fits(JsonNode value, JsonNode schema, int depth) {
    if (!schema.isObject() || depth > MAX_DEPTH) {
      return true;
    }
    return hasType(value, schema.path("type"), schema.path("nullable").asBoolean())
        && isListed(value, schema)
        && (!value.isObject() || membersFit(value, schema, depth))
        && (!value.isArray() || elementsFit(value, schema.path("items"), depth));
  }

  private static boolean hasType(JsonNode value, JsonNode type, boolean nullable) {
    if (type.isArray()) {
      for (JsonNode one : type) {
        if (isOf(value, one.asText())) {
          return true;
        }
      }
      return type.isEmpty();
    }
    return !type.isTextual() || (nullable && value.isNull()) || isOf(value, type.asText());
  }

  private static boolean isOf(JsonNode value, String type) {
    return switch (type.toLowerCase(java.util.Locale.ROOT)) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "number" -> value.isNumber();
      case "integer" -> value.isIntegralNumber() || value.asDouble(0.5) % 1 == 0;
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> true;
    };
  }

  private static boolean isListed(JsonNode value, JsonNode schema) {
    if (schema.has("const") && !schema.get("const").equals(value)) {
      return false;
    }
    JsonNode listed = schema.path("enum");
    if (!listed.isArray()) {
      return true;
    }
    for (JsonNode one : listed) {
      if (one.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean membersFit(JsonNode value, JsonNode schema, int depth) {
    for (JsonNode name : schema.path("required")) {
      JsonNode member = value.get(name.asText());
      if (member == null || (member.isNull() && !mayBeNull(schema, name.asText()))) {
        return false;
      }
    }
    JsonNode properties = schema.path("properties");
    boolean closed = schema.path("additionalProperties").isBoolean();
    closed &= !schema.path("additionalProperties").asBoolean(true);
    for (Iterator<Map.Entry<String, JsonNode>> it = value.fields(); it.hasNext(); ) {
      Map.Entry<String, JsonNode> member = it.next();
      JsonNode declared = properties.path(member.getKey());
      if (declared.isMissingNode() ? closed : !fits(member.getValue(), declared, depth + 1)) {
        return false;
      }
    }
    return true;
  }

  /** A required member may be null only where its own declaration says so. */
  private static boolean mayBeNull(JsonNode schema, String name) {
    JsonNode declared = schema.path("properties").path(name);
    JsonNode type = declared.path("type");
    boolean listed = false;
    for (JsonNode one : type) {
      listed |= one.asText().equals("null");
    }
    return listed
        || type.asText().equals("null")
        || declared.path("nullable").asBoolean()
        || declared.has("anyOf")
        || declared.has("oneOf");
  }

  private static boolean elementsFit(JsonNode array, JsonNode items, int depth) {
    for (JsonNode element : array) {
      if (!fits(element, items, depth + 1)) {
        return false;
      }
    }
    return true;
  }
}

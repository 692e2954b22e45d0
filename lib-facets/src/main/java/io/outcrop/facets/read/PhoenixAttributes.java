package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Puts attributes that Phoenix took apart at their dots back under the names that OpenInference
 * gives them.
 */
final class PhoenixAttributes {
  /** Attributes whose value is an object. */
  private static final Set<String> OBJECTS =
      Set.of(
          "metadata",
          "input.value",
          "output.value",
          "tool.parameters",
          "tool.json_schema",
          "llm.invocation_parameters",
          "embedding.invocation_parameters",
          "llm.function_call",
          "llm.prompt_template.variables");

  /** Lists that are read from flat names alone. */
  private static final Set<String> JUDGEMENTS =
      Set.of(
          "evaluations",
          "annotations",
          "trace.evaluations",
          "trace.annotations",
          "session.evaluations",
          "session.annotations");

  private PhoenixAttributes() {}

  /** Puts a value and all that is nested in it, under the name {@code key} or beginning with it. */
  static void flatten(String key, JsonNode value, Attributes target) {
    if (JUDGEMENTS.contains(key) && value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        flatten(key + "." + i, value.get(i), target);
      }
    } else if (value.isArray() || isNumbered(key, value)) {
      target.putIfAbsent(key, withDotsNested(value));
    } else if (value.isObject() && !OBJECTS.contains(key)) {
      String prefix = key.isEmpty() ? "" : key + ".";
      value.fields().forEachRemaining(m -> flatten(prefix + m.getKey(), m.getValue(), target));
    } else if (!key.isEmpty()) {
      target.putIfAbsent(key, value);
    }
  }

  /** A column of a table holds nested values as they are or as JSON. */
  static void column(String key, JsonNode value, Attributes target) {
    flatten(key, OBJECTS.contains(key) ? value : Json.structured(value), target);
  }

  private static boolean isNumbered(String key, JsonNode value) {
    return !key.isEmpty()
        && !JUDGEMENTS.contains(key)
        && value.path("0").isValueNode()
        && Flattened.isList((ObjectNode) value);
  }

  /** Items of lists keep dotted names in old exports; lists of scalars are objects in some. */
  private static JsonNode withDotsNested(JsonNode value) {
    if (value.isArray()) {
      ArrayNode list = Json.NODES.arrayNode(value.size());
      value.forEach(item -> list.add(withDotsNested(item)));
      return list;
    }
    if (!value.isObject()) {
      return value;
    }
    Map<String, JsonNode> members = new LinkedHashMap<>();
    ((ObjectNode) value)
        .fields()
        .forEachRemaining(m -> members.put(m.getKey(), withDotsNested(m.getValue())));
    return Flattened.tree(members);
  }
}

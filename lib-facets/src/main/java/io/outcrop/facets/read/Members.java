package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Members of a vendor's record, under the several names that its versions and exports use. */
final class Members {
  private Members() {}

  /** The first of these that says anything; null where none does. */
  static JsonNode first(JsonNode node, String... keys) {
    for (String key : keys) {
      JsonNode value = node.get(key);
      if (value != null && !isEmpty(value)) {
        return value;
      }
    }
    return null;
  }

  /** The first of these that says anything, as text; null where none does. */
  static String text(JsonNode node, String... keys) {
    return Json.text(first(node, keys));
  }

  /** The first of these that says anything, read where it is the text of JSON; never null. */
  static JsonNode structured(JsonNode node, String... keys) {
    JsonNode value = Json.structured(first(node, keys));
    return value == null ? MissingNode.getInstance() : value;
  }

  /** An id as the vendor writes it; null where it is absent. */
  static String id(JsonNode node, String... keys) {
    String text = text(node, keys);
    return Ids.isAbsent(text) || isNaN(text) ? null : Ids.vendor(text);
  }

  /** Data frames write what is absent as not a number or not a time. */
  static boolean isNaN(String text) {
    return text.equals("NaN") || text.equals("nan") || text.equals("NaT") || text.equals("None");
  }

  /** Puts every member of an object, its name behind the prefix. */
  static void putAll(JsonNode object, String prefix, Attributes target) {
    if (object.isObject()) {
      object.fields().forEachRemaining(m -> target.put(prefix + m.getKey(), m.getValue()));
    }
  }

  /** Whether this is an object with any of these members. */
  static boolean hasAny(ObjectNode node, String... keys) {
    for (String key : keys) {
      if (node.has(key)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isNull()
        || value.isMissingNode()
        || (value.isContainerNode() && value.isEmpty())
        || (value.isTextual() && value.textValue().isBlank());
  }
}

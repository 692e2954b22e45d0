package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/** Values that were flattened to dotted names, put together again. */
final class Flattened {
  private static final int MAX_SEGMENTS = 12;

  private Flattened() {}

  /**
   * The tree of these names. Members whose names are all numbers are a list, in numeric order and
   * without gaps. A name that is both a value and a beginning of others keeps the others.
   */
  static JsonNode tree(Map<String, JsonNode> flat) {
    ObjectNode root = Json.NODES.objectNode();
    flat.forEach((key, value) -> insert(root, key, value));
    return lists(root);
  }

  private static void insert(ObjectNode root, String key, JsonNode value) {
    ObjectNode node = root;
    int start = 0;
    for (int segment = 1; segment < MAX_SEGMENTS; segment++) {
      int dot = key.indexOf('.', start);
      if (dot < 0) {
        break;
      }
      String name = key.substring(start, dot);
      JsonNode child = node.get(name);
      node = child instanceof ObjectNode inner ? inner : node.putObject(name);
      start = dot + 1;
    }
    String last = key.substring(start);
    if (!(node.get(last) instanceof ObjectNode)) {
      node.set(last, value);
    }
  }

  private static JsonNode lists(ObjectNode node) {
    boolean list = !node.isEmpty();
    for (Iterator<Map.Entry<String, JsonNode>> members = node.fields(); members.hasNext(); ) {
      Map.Entry<String, JsonNode> member = members.next();
      list &= isIndex(member.getKey());
      if (member.getValue() instanceof ObjectNode inner) {
        member.setValue(lists(inner));
      }
    }
    if (!list) {
      return node;
    }
    TreeMap<Integer, JsonNode> sorted = new TreeMap<>();
    node.fields().forEachRemaining(m -> sorted.put(Integer.valueOf(m.getKey()), m.getValue()));
    ArrayNode array = Json.NODES.arrayNode(sorted.size());
    sorted.values().forEach(array::add);
    return array;
  }

  /** Whether the members of an object are numbered: a list that was flattened. */
  static boolean isList(ObjectNode node) {
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      if (!isIndex(names.next())) {
        return false;
      }
    }
    return !node.isEmpty();
  }

  private static boolean isIndex(String name) {
    if (name.isEmpty() || name.length() > 9) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}

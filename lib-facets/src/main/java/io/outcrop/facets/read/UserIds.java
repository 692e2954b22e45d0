package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.trace.Span;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Replaces users' ids by hashes of them, wherever a span holds them: in its column, in attributes
 * that name a user, under such names in attributes that hold JSON, and as words of any other
 * attribute or text of the same span.
 *
 * <p>A text of a span that names no user is left as it is, even where another span names one. Ids
 * shorter than four characters are not looked for in texts: they are words of their own right.
 */
final class UserIds {
  private static final int SHORTEST_IN_TEXTS = 4;
  private static final List<String> ABOUT_USERS =
      List.of("user.email", "user.name", "user.full_name", "user_email", "user_name", "userName");
  private static final Comparator<String> LONGEST_FIRST =
      Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder());

  private final UserHash hash;
  private final Set<String> keys;

  UserIds(UserHash hash, List<String> keys) {
    this.hash = hash;
    this.keys = new HashSet<>(keys);
    this.keys.addAll(ABOUT_USERS);
  }

  boolean areHashed() {
    return hash.hashes();
  }

  Span hashed(Span span) {
    if (!hash.hashes()) {
      return span;
    }
    Set<String> ids = new TreeSet<>(LONGEST_FIRST);
    Map<String, String> attributes = attributes(span, ids);
    Span.Builder hashed = span.toBuilder();
    if (span.userId() != null) {
      ids.add(span.userId());
      hashed.userId(hash.of(span.userId()));
    }
    ids.removeIf(id -> id.length() < SHORTEST_IN_TEXTS);
    UnaryOperator<String> clean = text -> replaced(text, ids);
    attributes.forEach(
        (key, value) -> hashed.attribute(key, isUser(key) ? value : clean.apply(value)));
    return hashed
        .sessionId(clean.apply(span.sessionId()))
        .name(clean.apply(span.name()))
        .errorMessage(clean.apply(span.errorMessage()))
        .toolArguments(clean.apply(span.toolArguments()))
        .toolResult(clean.apply(span.toolResult()))
        .inputText(clean.apply(span.inputText()))
        .outputText(clean.apply(span.outputText()))
        .build();
  }

  /** A span's attributes with hashes where users are named; their ids go to {@code ids}. */
  private Map<String, String> attributes(Span span, Set<String> ids) {
    Map<String, String> hashed = new TreeMap<>();
    for (Map.Entry<String, String> attribute : span.attributes().entrySet()) {
      String value = attribute.getValue();
      if (isUser(attribute.getKey())) {
        hashed.put(attribute.getKey(), hashOf(value, ids));
      } else if (namesUser(value)) {
        hashed.put(attribute.getKey(), hashedJson(value, ids));
      } else {
        hashed.put(attribute.getKey(), value);
      }
    }
    return hashed;
  }

  private String hashOf(String id, Set<String> ids) {
    ids.add(id);
    return hash.of(id);
  }

  /** Whether a name is one of a user's, by itself or behind a prefix. */
  private boolean isUser(String key) {
    if (keys.contains(key)) {
      return true;
    }
    for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
      if (keys.contains(key.substring(dot + 1))) {
        return true;
      }
    }
    return false;
  }

  private boolean namesUser(String text) {
    String start = text.stripLeading();
    return (start.startsWith("{") || start.startsWith("["))
        && keys.stream().anyMatch(key -> text.contains(key + "\""));
  }

  /** What was cut cannot be taken apart, and goes as a whole. */
  private String hashedJson(String text, Set<String> ids) {
    JsonNode node = Json.parse(text);
    if (node == null) {
      return "";
    }
    hash(node, ids);
    return node.toString();
  }

  private void hash(JsonNode node, Set<String> ids) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        JsonNode value = field.getValue();
        if (value.isValueNode() && !value.isNull() && isUser(field.getKey())) {
          field.setValue(object.textNode(hashOf(value.asText(), ids)));
        } else {
          hash(value, ids);
        }
      }
    } else if (node instanceof ArrayNode array) {
      array.forEach(element -> hash(element, ids));
    }
  }

  private String replaced(String text, Set<String> ids) {
    String result = text;
    for (String id : ids) {
      if (result != null && result.contains(id)) {
        result = replaced(result, id, hash.of(id));
      }
    }
    return result;
  }

  /** Replaces an id where it is not a part of a longer word. */
  private static String replaced(String text, String id, String hashed) {
    StringBuilder result = new StringBuilder(text.length());
    int from = 0;
    for (int at = text.indexOf(id); at >= 0; at = text.indexOf(id, at + id.length())) {
      int end = at + id.length();
      boolean word =
          (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))
              && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)));
      if (word) {
        result.append(text, from, at).append(hashed);
        from = end;
      }
    }
    return result.append(text, from, text.length()).toString();
  }
}

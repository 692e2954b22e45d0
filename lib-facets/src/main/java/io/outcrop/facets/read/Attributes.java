package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Named values of a span, a resource or an event, as a producer wrote them. What a column takes is
 * taken out, so that what is left is what no column holds.
 */
final class Attributes {
  /** So many characters of a name decide whether any name may begin like it. */
  private static final int PREFIX = 5;

  private static final int LONG_PREFIX = 11;

  private final Map<String, JsonNode> values = new LinkedHashMap<>(32);
  private long prefixes;
  private long longPrefixes;
  private long hashes;

  /** Sets a value; null and JSON null are no value. */
  void put(String key, JsonNode value) {
    if (value != null && !value.isNull() && !value.isMissingNode()) {
      values.put(key, value);
      rememberBeginning(key);
      hashes |= bits(key.hashCode());
    }
  }

  void put(String key, String value) {
    put(key, value == null ? null : TextNode.valueOf(value));
  }

  /** A bit for how a name begins, by two of its characters or by three. */
  private static long bit(String key, boolean three) {
    int hash = 7 * key.charAt(0) + 31 * key.charAt(PREFIX - 1);
    return 1L << ((three ? hash + 17 * key.charAt(LONG_PREFIX - 1) : hash) & 63);
  }

  private void rememberBeginning(String key) {
    if (key.length() >= PREFIX) {
      prefixes |= bit(key, false);
    }
    if (key.length() >= LONG_PREFIX) {
      longPrefixes |= bit(key, true);
    }
  }

  private static long bits(int hash) {
    return 1L << (hash & 63) | 1L << ((hash >>> 6) & 63);
  }

  /**
   * False where surely no value has this name. Conventions ask for a hundred names of a span that
   * has a dozen, so that the usual answer must cost next to nothing.
   */
  private boolean mayHave(String key) {
    long bits = bits(key.hashCode());
    return (hashes & bits) == bits;
  }

  /** False where surely no name begins so; the prefix must have five characters at least. */
  boolean mayHavePrefix(String prefix) {
    return prefix.length() < LONG_PREFIX
        ? (prefixes & bit(prefix, false)) != 0
        : (longPrefixes & bit(prefix, true)) != 0;
  }

  void putIfAbsent(String key, JsonNode value) {
    if (!has(key)) {
      put(key, value);
    }
  }

  void putAbsent(Attributes other) {
    other.values.forEach(this::putIfAbsent);
  }

  boolean has(String key) {
    return mayHave(key) && values.containsKey(key);
  }

  boolean hasAny(String... keys) {
    for (String key : keys) {
      if (has(key)) {
        return true;
      }
    }
    return false;
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  JsonNode get(String key) {
    return mayHave(key) ? values.get(key) : null;
  }

  /** The text of a value; null where it is absent or blank. */
  String text(String key) {
    String text = Json.text(get(key));
    return text == null || text.isBlank() ? null : text;
  }

  /** Takes a value out; null where it is absent. */
  JsonNode take(String key) {
    return mayHave(key) ? values.remove(key) : null;
  }

  /** Takes out the first of these that has text and drops the others. */
  String takeText(String... keys) {
    return Json.text(takeFirst(keys));
  }

  /** Takes out the first of these that is not blank and drops the others. */
  JsonNode takeFirst(String... keys) {
    JsonNode found = null;
    for (String key : keys) {
      JsonNode value = take(key);
      boolean blank = value == null || (value.isTextual() && value.textValue().isBlank());
      if (found == null && !blank) {
        found = value;
      }
    }
    return found;
  }

  /** Takes out the first of these that is a count and drops the others. */
  Long takeCount(String... keys) {
    Long found = null;
    for (String key : keys) {
      Long count = Numbers.count(take(key));
      found = found == null ? count : found;
    }
    return found;
  }

  void drop(String... keys) {
    for (String key : keys) {
      take(key);
    }
  }

  /** Takes out all values whose name begins so, the names without that beginning. */
  Map<String, JsonNode> takePrefix(String prefix) {
    if (!mayHavePrefix(prefix)) {
      return Map.of();
    }
    List<String> keys = new ArrayList<>();
    for (String key : values.keySet()) {
      if (key.startsWith(prefix)) {
        keys.add(key);
      }
    }
    Map<String, JsonNode> taken = new LinkedHashMap<>();
    for (String key : keys) {
      taken.put(key.substring(prefix.length()), values.remove(key));
    }
    return taken;
  }

  void forEach(BiConsumer<String, JsonNode> action) {
    values.forEach(action);
  }
}

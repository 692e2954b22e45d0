package io.outcrop.facets.extract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.Trace;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What producers state in attributes, looked up by name over all spans of a trace.
 *
 * <p>A root's word goes before that of the spans below it, an earlier span's before a later one's.
 * A root's {@code metadata} that is a JSON object counts as attributes too.
 */
final class Stated {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BEHAVIORAL = "agent.behavioral.";
  private static final int MAX_METADATA = 20_000;
  private static final Set<String> YES = Set.of("true", "1", "yes", "1.0");
  private static final Set<String> NO = Set.of("false", "0", "no", "0.0", "none", "");

  private final Map<String, String> byKey = new HashMap<>();
  private final Map<String, String> byRootSuffix = new HashMap<>();
  private final boolean behavioral;

  Stated(Trace trace) {
    for (Span root : trace.roots()) {
      root.attributes().forEach(this::addOfRoot);
      addMetadata(root.attribute("metadata"));
    }
    for (Span span : trace.spans()) {
      span.attributes().forEach(byKey::putIfAbsent);
    }
    behavioral = byKey.keySet().stream().anyMatch(key -> key.startsWith(BEHAVIORAL));
  }

  private void addOfRoot(String key, String value) {
    byKey.putIfAbsent(key, value);
    byRootSuffix.putIfAbsent(key.substring(key.lastIndexOf('.') + 1), value);
  }

  private void addMetadata(String metadata) {
    if (metadata == null || metadata.length() > MAX_METADATA || !metadata.startsWith("{")) {
      return;
    }
    try {
      JsonNode node = JSON.readTree(metadata);
      node.fields()
          .forEachRemaining(
              field -> {
                if (field.getValue().isValueNode() && !field.getValue().isNull()) {
                  byRootSuffix.putIfAbsent(field.getKey(), field.getValue().asText());
                }
              });
    } catch (JsonProcessingException e) {
      // Cut or foreign metadata states nothing.
      return;
    }
  }

  /** All attributes, the winning value of each. */
  Map<String, String> all() {
    return byKey;
  }

  /** The first of the names that is stated on any span, else on a root under any prefix. */
  String first(String... names) {
    for (String name : names) {
      String value = byKey.get(name);
      if (value != null && !value.isBlank()) {
        return value;
      }
    }
    for (String name : names) {
      String value = name.indexOf('.') < 0 ? byRootSuffix.get(name) : null;
      if (value != null && !value.isBlank()) {
        return value;
      }
    }
    return null;
  }

  /** What {@code agent.behavioral.<facet>} says, or null. */
  String behavioral(String facet) {
    return behavioral ? byKey.get(BEHAVIORAL + facet) : null;
  }

  boolean flag(String facet, boolean detected) {
    Boolean stated = bool(behavioral(facet));
    return stated == null ? detected : stated;
  }

  Boolean nullableFlag(String facet, Boolean detected) {
    Boolean stated = bool(behavioral(facet));
    return stated == null ? detected : stated;
  }

  int count(String facet, int detected) {
    Double stated = number(behavioral(facet));
    return stated == null || stated < 0 ? detected : (int) Math.min(stated, Integer.MAX_VALUE);
  }

  String text(String facet, String detected) {
    String stated = behavioral(facet);
    return stated == null || stated.isBlank() ? detected : stated.strip();
  }

  /** A list written as a JSON array or with commas between. */
  List<String> list(String facet, List<String> detected) {
    String stated = behavioral(facet);
    if (stated == null) {
      return detected;
    }
    String inner = stated.strip();
    if (inner.startsWith("[") && inner.endsWith("]")) {
      inner = inner.substring(1, inner.length() - 1);
    }
    return Arrays.stream(inner.split(",", -1))
        .map(item -> item.replace("\"", "").strip())
        .filter(item -> !item.isEmpty())
        .sorted()
        .distinct()
        .toList();
  }

  static Boolean bool(String text) {
    String word = text == null ? "?" : text.strip().toLowerCase(Locale.ROOT);
    return YES.contains(word) ? Boolean.TRUE : NO.contains(word) ? Boolean.FALSE : null;
  }

  /** A finite number, or null. */
  static Double number(String text) {
    if (text == null || text.isBlank() || text.length() > 40) {
      return null;
    }
    Boolean truth = text.length() > 3 ? bool(text) : null;
    if (truth != null) {
      return truth ? 1.0 : 0.0;
    }
    try {
      double value = Double.parseDouble(text.strip());
      return Double.isFinite(value) ? value : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}

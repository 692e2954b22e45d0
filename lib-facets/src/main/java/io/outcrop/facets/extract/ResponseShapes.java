package io.outcrop.facets.extract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.outcrop.facets.detect.Call;
import io.outcrop.facets.trace.SpanKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The shape of what each tool returned: the paths and types in it and none of its values.
 *
 * <p>Looked at are a tool's first three results that are no failures. The order of keys and the
 * length of lists play no part; keys that look like data (with a digit in them, or very many) count
 * as one. What is null has no type. A text that is no JSON has the shape of a text; JSON that was
 * cut has none.
 */
final class ResponseShapes {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int LOOKED_AT = 3;
  private static final int MOST_PATHS = 500;
  private static final int DEEPEST = 12;
  private static final int HASH_BYTES = 6;
  private static final String ANY_KEY = "*";

  private ResponseShapes() {}

  /** Hashes of shapes by tool, sorted. */
  static Map<String, String> of(List<Call> calls, UnaryOperator<String> redact) {
    Map<String, Set<String>> shapes = new HashMap<>();
    Map<String, Integer> seen = new HashMap<>();
    for (Call call : calls) {
      boolean tool = call.recorded() ? call.span().kind() == SpanKind.TOOL : true;
      boolean result = call.result() != null && !call.result().isBlank() && !call.failed();
      if (tool && result && seen.merge(call.tool(), 1, Integer::sum) <= LOOKED_AT) {
        Set<String> paths = paths(call.result());
        if (!paths.isEmpty()) {
          shapes.computeIfAbsent(call.tool(), name -> new TreeSet<>()).addAll(paths);
        }
      }
    }
    Map<String, String> hashes = new TreeMap<>();
    shapes.forEach((tool, paths) -> hashes.put(redact.apply(tool), hash(paths)));
    return hashes;
  }

  /** The paths of a result with their types; empty where it was cut. */
  static Set<String> paths(String result) {
    String text = result.strip();
    Set<String> paths = new TreeSet<>();
    if (!text.startsWith("{") && !text.startsWith("[")) {
      paths.add("text");
      return paths;
    }
    try (JsonParser parser = JSON.createParser(text)) {
      walk(parser, paths);
    } catch (IOException e) {
      paths.clear();
      boolean cut = text.length() > 1 && !text.endsWith("}") && !text.endsWith("]");
      if (!cut) {
        paths.add("text");
      }
    }
    return paths;
  }

  private static void walk(JsonParser parser, Set<String> paths) throws IOException {
    Deque<Place> open = new ArrayDeque<>();
    Place at = new Place("");
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      switch (token) {
        case START_OBJECT, START_ARRAY -> {
          Place inside = at.then(token == JsonToken.START_OBJECT ? "{}" : "[]");
          inside.addTo(paths, open.size());
          open.push(at);
          // Beyond, the path grows no more: a stranger's nesting may be as deep as it is long.
          at = open.size() > DEEPEST ? at : inside;
        }
        case END_OBJECT, END_ARRAY -> at = open.isEmpty() ? new Place("") : open.pop();
        case FIELD_NAME -> at = at.object().field(parser.currentName());
        case VALUE_NULL -> {
          // What is null has no type.
        }
        default -> at.then(type(token)).addTo(paths, open.size());
      }
    }
  }

  /** A place in a shape; the next item of a list comes to the same ones. */
  private static final class Place {
    private final String path;
    private final Map<String, Place> next = new HashMap<>(4);
    private Place object;
    private boolean told;

    Place(String path) {
      this.path = path;
      this.object = path.endsWith("{}") ? this : null;
    }

    Place then(String mark) {
      Place place = next.get(mark);
      if (place == null) {
        place = new Place(path + mark);
        place.object = place.object == null ? object : place.object;
        next.put(mark, place);
      }
      return place;
    }

    /** The object that a key stands in: the path up to its last brace. */
    Place object() {
      return object == null ? this : object;
    }

    Place field(String name) {
      Place place = next.get(name);
      if (place == null) {
        place = then("." + key(name));
        if (next.size() < MOST_PATHS) {
          next.put(name, place);
        }
      }
      return place;
    }

    void addTo(Set<String> paths, int depth) {
      if (!told && depth <= DEEPEST && paths.size() < MOST_PATHS) {
        told = true;
        paths.add(path);
      }
    }
  }

  private static String key(String name) {
    boolean data =
        name.length() > 60 || name.chars().anyMatch(c -> Character.isDigit(c) || c == '{');
    return data ? ANY_KEY : name;
  }

  private static String type(JsonToken token) {
    return switch (token) {
      case VALUE_STRING -> ":string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> ":number";
      case VALUE_TRUE, VALUE_FALSE -> ":boolean";
      default -> ":null";
    };
  }

  private static String hash(Set<String> paths) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(String.join("\n", paths).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}

package io.outcrop.facets.detect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The records in what calls returned: objects of JSON, or lines of {@code key=value} pairs.
 *
 * <p>Of each object the scalars that it holds itself; objects inside it are records of their own.
 * Results of over {@value #MOST_CHARS} characters are not read.
 */
final class Records {
  private static final int MOST_CHARS = 50_000;
  private static final int MOST = 400;
  private static final int MOST_FIELDS = 60;
  private static final int DEEPEST = 4;

  private Records() {}

  /**
   * One record.
   *
   * @param fields by key as it is written, values as text
   * @param list which list of its result it stands in, -1 where it stands alone
   */
  record Item(Map<String, String> fields, int list, Call call) {
    /** Whether it holds a value, which is written as {@link Values} write it. */
    boolean holds(String value) {
      return fields.values().stream().anyMatch(text -> Values.of(text).contains(value));
    }
  }

  /** Of the calls that worked, in their order. */
  static List<Item> of(List<Call> calls) {
    List<Item> items = new ArrayList<>();
    for (Call call : calls) {
      if (call.action() != Action.DELEGATE && items.size() < MOST) {
        add(call, items);
      }
    }
    return items;
  }

  private static void add(Call call, List<Item> items) {
    String result = call.result() == null ? "" : call.result();
    if (result.isEmpty() || result.length() > MOST_CHARS) {
      return;
    }
    char first = result.charAt(0);
    if (first == '{' || first == '[') {
      JsonNode json = TextView.of(result).json();
      if (json != null) {
        collect(json, -1, 0, call, items);
      }
    } else if (result.indexOf('=') > 0) {
      Map<String, String> pairs = pairs(result);
      if (!pairs.isEmpty()) {
        items.add(new Item(pairs, -1, call));
      }
    }
  }

  private static void collect(JsonNode node, int list, int depth, Call call, List<Item> items) {
    if (depth > DEEPEST || items.size() >= MOST) {
      return;
    }
    if (node.isArray()) {
      int own = items.size();
      for (JsonNode element : node) {
        collect(element, own, depth + 1, call, items);
      }
      return;
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (Iterator<Map.Entry<String, JsonNode>> all = node.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> field = all.next();
      if (field.getValue().isValueNode() && fields.size() < MOST_FIELDS) {
        fields.put(field.getKey(), field.getValue().asText());
      }
    }
    if (!fields.isEmpty()) {
      items.add(new Item(fields, list, call));
    }
    for (JsonNode value : node) {
      if (value.isContainerNode()) {
        collect(value, -1, depth + 1, call, items);
      }
    }
  }

  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    int from = 0;
    for (int i = 0; i <= text.length() && pairs.size() < MOST_FIELDS; i++) {
      if (i == text.length() || text.charAt(i) == ';' || text.charAt(i) == '\n') {
        int sign = text.indexOf('=', from);
        String key = sign < 0 || sign >= i ? "" : text.substring(from, sign).strip();
        if (key.isEmpty() || key.indexOf(' ') >= 0) {
          return Map.of();
        }
        pairs.put(key, text.substring(sign + 1, i).strip());
        from = i + 1;
      }
    }
    return pairs;
  }

  /**
   * Whether a value names one thing: letters with digits, or a long number; no date, no address.
   */
  static boolean isName(String value) {
    int digits = 0;
    int letters = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '@') {
        return false;
      }
      digits += CharKinds.isDigit(c) ? 1 : 0;
      letters += CharKinds.isLetter(c) ? 1 : 0;
    }
    boolean date = value.length() >= 8 && value.charAt(4) == '-' && value.startsWith("20");
    return !date
        && value.length() >= 4
        && (letters > 0 ? digits >= 2 : digits >= 6 && value.indexOf('.') < 0);
  }

  /** The words of a key: "monthlyCost" is "monthly" and "cost". */
  static List<String> tokens(String key) {
    return Key.of(key).tokens();
  }

  /** The words of a key in lower case, with blanks between: "monthlyCost" is "monthly cost". */
  static String words(String key) {
    return Key.of(key).words();
  }

  /** A key's words. Results hold the same few keys over and over, so each thread keeps them. */
  private record Key(List<String> tokens, String words) {
    private static final int MOST_KNOWN = 2_000;
    private static final int LONGEST_KNOWN = 100;
    private static final ThreadLocal<Map<String, Key>> KNOWN =
        ThreadLocal.withInitial(HashMap::new);

    static Key of(String name) {
      Map<String, Key> known = KNOWN.get();
      Key key = known.get(name);
      if (key == null) {
        List<String> tokens = List.copyOf(NameTokens.of(name));
        key = new Key(tokens, String.join(" ", tokens).toLowerCase(Locale.ROOT));
        if (known.size() >= MOST_KNOWN) {
          known.clear();
        }
        if (name.length() <= LONGEST_KNOWN) {
          known.put(name, key);
        }
      }
      return key;
    }
  }
}

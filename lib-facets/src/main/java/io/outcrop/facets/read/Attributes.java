package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Named values of a span, a resource or an event, as a producer wrote them. What a column takes is
 * taken out, so that what is left is what no column holds.
 *
 * <p>Conventions ask for a hundred names of a span that has a dozen, so that the usual answer must
 * cost next to nothing: it is in the bits of the numbers that {@link AttributeName} gives.
 */
final class Attributes {
  /** Of more names than this, places are looked up. */
  private static final int FEW = 48;

  private static final int ABSENT = -1;

  // In the order of putting. Places whose value was taken out are empty.
  private AttributeName[] names = new AttributeName[12];
  private JsonNode[] values = new JsonNode[12];
  private int end;
  private int size;

  /** Where the names are; null while they are few. */
  private Map<String, Integer> places;

  /** Of their hashes: false where surely no value has a name. */
  private long hashes;

  private int numbering = AttributeName.numbering();
  private long first;
  private long second;
  private long third;
  private long fourth;
  private long prefixes;

  /** Sets a value; null and JSON null are no value. */
  void put(String key, JsonNode value) {
    if (isValue(value)) {
      put(AttributeName.of(key), value);
    }
  }

  void put(String key, String value) {
    put(key, value == null ? null : TextNode.valueOf(value));
  }

  private static boolean isValue(JsonNode value) {
    return value != null && !value.isNull() && !value.isMissingNode();
  }

  void put(AttributeName name, JsonNode value) {
    if (!isValue(value)) {
      return;
    }
    int place = place(name.text());
    if (place >= 0) {
      values[place] = value;
      return;
    }
    if (end == names.length) {
      grow();
    }
    names[end] = name;
    values[end] = value;
    if (places != null) {
      places.put(name.text(), end);
    }
    end++;
    size++;
    if (places == null && size > FEW) {
      lookUp();
    }
    hashes |= bits(name.text().hashCode());
    remember(name);
  }

  private void remember(AttributeName name) {
    if (!name.isCurrent()) {
      numbering = AttributeName.numbering() - 1;
    }
    prefixes |= name.prefixes();
    int number = name.number();
    if (number != AttributeName.NO_NUMBER) {
      long bit = 1L << number;
      switch (number / Long.SIZE) {
        case 0 -> first |= bit;
        case 1 -> second |= bit;
        case 2 -> third |= bit;
        default -> fourth |= bit;
      }
    }
  }

  private void grow() {
    if (size > end / 2) {
      names = Arrays.copyOf(names, 2 * end);
      values = Arrays.copyOf(values, 2 * end);
      return;
    }
    int kept = 0;
    for (int i = 0; i < end; i++) {
      if (names[i] != null) {
        names[kept] = names[i];
        values[kept] = values[i];
        kept++;
      }
    }
    Arrays.fill(names, kept, end, null);
    Arrays.fill(values, kept, end, null);
    end = kept;
    if (places != null) {
      lookUp();
    }
  }

  private void lookUp() {
    places = new HashMap<>(4 * FEW);
    for (int i = 0; i < end; i++) {
      if (names[i] != null) {
        places.put(names[i].text(), i);
      }
    }
  }

  private static long bits(int hash) {
    return 1L << (hash & 63) | 1L << ((hash >>> 6) & 63);
  }

  private int place(String key) {
    long bits = bits(key.hashCode());
    if ((hashes & bits) != bits) {
      return ABSENT;
    }
    if (places != null) {
      return places.getOrDefault(key, ABSENT);
    }
    int hash = key.hashCode();
    for (int i = 0; i < end; i++) {
      if (names[i] != null && names[i].text().hashCode() == hash && names[i].text().equals(key)) {
        return i;
      }
    }
    return ABSENT;
  }

  /** The place of one of some names. */
  private int place(Names asked, int index) {
    int number = asked.number(index);
    if (number == AttributeName.NO_NUMBER || places != null) {
      return place(asked.text(index));
    }
    for (int i = 0; i < end; i++) {
      if (names[i] != null && names[i].number() == number) {
        return i;
      }
    }
    return ABSENT;
  }

  private int firstPlace(Names asked) {
    int place = ABSENT;
    for (int i = 0; mayHave(asked) && i < asked.size() && place < 0; i++) {
      place = place(asked, i);
    }
    return place;
  }

  private JsonNode remove(int place) {
    JsonNode value = values[place];
    if (places != null) {
      places.remove(names[place].text());
    }
    int number = names[place].number();
    if (number != AttributeName.NO_NUMBER) {
      long others = ~(1L << number);
      switch (number / Long.SIZE) {
        case 0 -> first &= others;
        case 1 -> second &= others;
        case 2 -> third &= others;
        default -> fourth &= others;
      }
    }
    names[place] = null;
    values[place] = null;
    size--;
    return value;
  }

  /** False where surely none of these names is there. */
  boolean mayHave(Names asked) {
    if (numbering != AttributeName.numbering()) {
      renumber();
    }
    return asked.mayBeIn(first, second, third, fourth);
  }

  private void renumber() {
    numbering = AttributeName.numbering();
    for (int i = 0; i < end; i++) {
      if (names[i] != null) {
        names[i] = AttributeName.of(names[i].text());
        remember(names[i]);
      }
    }
  }

  /** False where surely no name begins so. */
  boolean mayHavePrefix(Prefix prefix) {
    if (numbering != AttributeName.numbering()) {
      renumber();
    }
    return prefix.mayBeAmong(prefixes);
  }

  void putIfAbsent(String key, JsonNode value) {
    if (!has(key)) {
      put(key, value);
    }
  }

  void putAbsent(Attributes other) {
    other.forEach(this::putIfAbsent);
  }

  boolean has(String key) {
    return place(key) >= 0;
  }

  /** Whether any of these is there. */
  boolean hasAny(Names asked) {
    return firstPlace(asked) >= 0;
  }

  boolean isEmpty() {
    return size == 0;
  }

  JsonNode get(String key) {
    int place = place(key);
    return place < 0 ? null : values[place];
  }

  /** The value of the first of these that is there, or null. */
  JsonNode get(Names asked) {
    int place = firstPlace(asked);
    return place < 0 ? null : values[place];
  }

  /** The text of a value; null where it is absent or blank. */
  String text(String key) {
    return text(get(key));
  }

  /** The text of the first of these that is there; null where that is absent or blank. */
  String text(Names asked) {
    return text(get(asked));
  }

  private static String text(JsonNode value) {
    String text = Json.text(value);
    return text == null || text.isBlank() ? null : text;
  }

  /** Takes a value out; null where it is absent. */
  JsonNode take(String key) {
    int place = place(key);
    return place < 0 ? null : remove(place);
  }

  /** Takes out the first of these that is there, or null; the others stay. */
  JsonNode take(Names asked) {
    int place = firstPlace(asked);
    return place < 0 ? null : remove(place);
  }

  /** Takes out a value; its text, or null where it is absent or blank. */
  String takeText(String key) {
    return Json.text(firstFull(null, take(key)));
  }

  /** Takes out the first of these that has text and drops the others. */
  String takeText(Names asked) {
    return Json.text(takeFirst(asked));
  }

  /** Takes out the first of these that is not blank and drops the others. */
  JsonNode takeFirst(Names asked) {
    JsonNode found = null;
    for (int i = 0; mayHave(asked) && i < asked.size(); i++) {
      int place = place(asked, i);
      found = place < 0 ? found : firstFull(found, remove(place));
    }
    return found;
  }

  private static JsonNode firstFull(JsonNode found, JsonNode value) {
    boolean blank = value == null || (value.isTextual() && value.textValue().isBlank());
    return found == null && !blank ? value : found;
  }

  /** Takes out the first of these that is a count and drops the others. */
  Long takeCount(Names asked) {
    Long found = null;
    for (int i = 0; mayHave(asked) && i < asked.size(); i++) {
      int place = place(asked, i);
      Long count = place < 0 ? null : Numbers.count(remove(place));
      found = found == null ? count : found;
    }
    return found;
  }

  void drop(String... asked) {
    for (String key : asked) {
      take(key);
    }
  }

  void drop(Names asked) {
    for (int i = 0; mayHave(asked) && i < asked.size(); i++) {
      int place = place(asked, i);
      if (place >= 0) {
        remove(place);
      }
    }
  }

  /** Takes out all values whose name begins so, the names without that beginning. */
  Map<String, JsonNode> takePrefix(Prefix prefix) {
    if (!mayHavePrefix(prefix)) {
      return Map.of();
    }
    Map<String, JsonNode> taken = new LinkedHashMap<>();
    for (int i = 0; i < end; i++) {
      if (names[i] != null && names[i].text().startsWith(prefix.text())) {
        String key = names[i].text();
        taken.put(key.substring(prefix.text().length()), remove(i));
      }
    }
    return taken;
  }

  void forEach(BiConsumer<String, JsonNode> action) {
    for (int i = 0; i < end; i++) {
      if (names[i] != null) {
        action.accept(names[i].text(), values[i]);
      }
    }
  }

  /** Goes through those that may have one of these names, and some others perhaps. */
  void forEachOf(Names asked, BiConsumer<String, JsonNode> action) {
    if (!mayHave(asked)) {
      return;
    }
    for (int i = 0; i < end; i++) {
      if (names[i] != null && asked.mayHave(names[i])) {
        action.accept(names[i].text(), values[i]);
      }
    }
  }
}

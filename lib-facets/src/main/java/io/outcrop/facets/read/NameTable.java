package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.ToIntFunction;

/**
 * The names that recur in a text, each found by the bytes that it is written in: names are most of
 * what a trace repeats, and mostly in the same order.
 */
final class NameTable {
  private static final int MAX_LENGTH = 96;
  private static final int PROBES = 4;

  private final String before;
  private final String behind;
  private final ToIntFunction<String> meaning;
  private final Name[] slots;
  private Name last = new Name("", new byte[0], 0);

  /**
   * @param slots a power of two
   * @param before what stands before a name in the form that nearly all producers write
   * @param behind what stands behind it
   * @param meaning a number for what a name means
   */
  NameTable(int slots, String before, String behind, ToIntFunction<String> meaning) {
    this.slots = new Name[slots];
    this.before = before;
    this.behind = behind;
    this.meaning = meaning;
  }

  /** A name, and what came with it the last time. */
  static final class Name {
    private static final int MAX_VALUE = 80;

    private final String text;
    private final byte[] written;
    private final int meaning;

    /** The slots of the names that came after this one, the last time and before that. */
    private int next;

    private int other;

    private AttributeName attribute;
    private byte[] value;
    private int valueLength;
    private JsonNode node;

    Name(String text, byte[] written, int meaning) {
      this.text = text;
      this.written = written;
      this.meaning = meaning;
    }

    String text() {
      return text;
    }

    AttributeName attribute() {
      if (attribute == null || !attribute.isCurrent()) {
        attribute = AttributeName.of(text);
      }
      return attribute;
    }

    int meaning() {
      return meaning;
    }

    /** Steps over the value where it is the name's last one; null where it is another. */
    JsonNode sameValue(JsonScanner json) {
      return node != null && json.take(value, valueLength) ? node : null;
    }

    void remember(JsonNode read, JsonScanner json, int from) {
      int length = json.position() - from;
      node = length <= MAX_VALUE && lasts(read) ? read : null;
      if (node != null) {
        value = value == null ? new byte[MAX_VALUE] : value;
        System.arraycopy(json.bytes(), from, value, 0, length);
        valueLength = length;
      }
    }

    /** Whether a value may be that of several spans: nobody changes it, nor its memory. */
    private static boolean lasts(JsonNode value) {
      if (!value.isArray()) {
        return value.isValueNode() && !(value instanceof BytesNode);
      }
      for (JsonNode element : value) {
        if (element.isContainerNode() || element instanceof BytesNode) {
          return false;
        }
      }
      return true;
    }

    private boolean is(byte[] bytes, int from, int length, int skipped) {
      return Arrays.equals(written, skipped, skipped + length, bytes, from, from + length);
    }
  }

  /** Steps over the name that is expected here; null where another one stands or no name. */
  Name take(JsonScanner json) {
    Name name = slots[last.next];
    if (name != null && json.take(name.written)) {
      last = name;
      return name;
    }
    name = slots[last.other];
    if (name != null && json.take(name.written)) {
      int slot = last.other;
      last.other = last.next;
      last.next = slot;
      last = name;
      return name;
    }
    return null;
  }

  /** The name of these bytes, which are text as it stands. */
  Name of(byte[] bytes, int from, int length) {
    if (length > MAX_LENGTH) {
      return name(new String(bytes, from, length, StandardCharsets.UTF_8));
    }
    int slot = slot(bytes, from, length);
    if (slots[slot] == null || !isWritten(slots[slot], bytes, from, length)) {
      slots[slot] = name(new String(bytes, from, length, StandardCharsets.UTF_8));
    }
    last.other = last.next;
    last.next = slot;
    last = slots[slot];
    return last;
  }

  /** Where the name stands, or is to stand: at one of a few places from its hash on. */
  private int slot(byte[] bytes, int from, int length) {
    int home = hash(bytes, from, length);
    for (int i = 0; i < PROBES; i++) {
      int slot = (home + i) & (slots.length - 1);
      if (slots[slot] == null || isWritten(slots[slot], bytes, from, length)) {
        return slot;
      }
    }
    return (home + length % PROBES) & (slots.length - 1);
  }

  private static int hash(byte[] bytes, int from, int length) {
    long hash = length;
    int end = from + length;
    int i = from;
    for (; i <= end - Long.BYTES; i += Long.BYTES) {
      hash = (hash ^ Words.load(bytes, i)) * 0x9E37_79B9_7F4A_7C15L;
    }
    for (; i < end; i++) {
      hash = (hash ^ bytes[i]) * 0x9E37_79B9_7F4A_7C15L;
    }
    return (int) (hash >>> 40);
  }

  private boolean isWritten(Name name, byte[] bytes, int from, int length) {
    return name.written.length == length + before.length() + behind.length()
        && name.is(bytes, from, length, before.length());
  }

  private Name name(String text) {
    byte[] written = (before + text + behind).getBytes(StandardCharsets.UTF_8);
    return new Name(text, written, meaning.applyAsInt(text));
  }
}

package io.outcrop.facets.read;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Arrays;

/**
 * One string for each attribute name that recurs, found by its characters: names are most of what a
 * trace repeats, and mostly in the same order.
 */
final class KeyCache {
  private static final int SLOTS = 1 << 12;
  private static final int MAX_LENGTH = 96;

  private final Name[] slots = new Name[SLOTS];
  private Name last = new Name("");

  /** A name, and the slot of the one that came after it the last time. */
  private static final class Name {
    private final String text;
    private final char[] characters;
    private int next;

    Name(String text) {
      this.text = text;
      this.characters = text.toCharArray();
    }

    boolean is(char[] chars, int from, int to) {
      return Arrays.equals(characters, 0, characters.length, chars, from, to);
    }
  }

  /** The text of the parser's current token. */
  String text(JsonParser parser) throws IOException {
    int length = parser.getTextLength();
    if (length > MAX_LENGTH) {
      return parser.getText();
    }
    char[] chars = parser.getTextCharacters();
    int from = parser.getTextOffset();
    int to = from + length;
    Name name = slots[last.next];
    if (name == null || !name.is(chars, from, to)) {
      last.next = slot(chars, from, to);
      name = slots[last.next];
    }
    last = name;
    return name.text;
  }

  /** The slot where the name is now. */
  private int slot(char[] chars, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + chars[i];
    }
    int slot = (hash ^ (hash >>> 12)) & (SLOTS - 1);
    Name name = slots[slot];
    if (name == null || !name.is(chars, from, to)) {
      slots[slot] = new Name(new String(chars, from, to - from));
    }
    return slot;
  }
}

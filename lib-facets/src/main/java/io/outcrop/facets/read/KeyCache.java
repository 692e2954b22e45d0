package io.outcrop.facets.read;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/**
 * One string for each attribute name that recurs, found by its characters: names are most of what a
 * trace repeats.
 */
final class KeyCache {
  private static final int SLOTS = 1 << 12;
  private static final int MAX_LENGTH = 96;

  private final String[] slots = new String[SLOTS];

  /** The text of the parser's current token. */
  String text(JsonParser parser) throws IOException {
    int length = parser.getTextLength();
    if (length > MAX_LENGTH) {
      return parser.getText();
    }
    char[] chars = parser.getTextCharacters();
    int offset = parser.getTextOffset();
    int hash = 0;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + chars[i];
    }
    int slot = (hash ^ (hash >>> 12)) & (SLOTS - 1);
    String cached = slots[slot];
    if (cached == null || !same(cached, chars, offset, length)) {
      cached = new String(chars, offset, length);
      slots[slot] = cached;
    }
    return cached;
  }

  private static boolean same(String text, char[] chars, int offset, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != chars[offset + i]) {
        return false;
      }
    }
    return true;
  }
}

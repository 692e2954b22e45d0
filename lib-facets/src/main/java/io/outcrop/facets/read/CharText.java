package io.outcrop.facets.read;

import java.util.Arrays;

/** A text that grows, and whose memory serves again for the next one. */
final class CharText {
  private char[] chars = new char[1 << 10];
  private int length;

  void clear() {
    length = 0;
  }

  boolean isEmpty() {
    return length == 0;
  }

  int length() {
    return length;
  }

  void add(char c) {
    room(1);
    chars[length++] = c;
  }

  void add(String text) {
    room(text.length());
    text.getChars(0, text.length(), chars, length);
    length += text.length();
  }

  void add(char[] text, int from, int count) {
    room(count);
    System.arraycopy(text, from, chars, length, count);
    length += count;
  }

  void add(CharText text) {
    add(text.chars, 0, text.length);
  }

  private void room(int more) {
    if (chars.length - length < more) {
      chars = Arrays.copyOf(chars, Math.max(2 * chars.length, length + more));
    }
  }

  @Override
  public String toString() {
    return new String(chars, 0, length);
  }
}

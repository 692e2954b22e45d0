package io.outcrop.facets.read;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text in UTF-8 that grows, and whose memory serves again for the next one. */
final class ByteText {
  private byte[] bytes = new byte[1 << 10];
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

  /** Adds a character of ASCII. */
  void add(char c) {
    room(1);
    bytes[length++] = (byte) c;
  }

  void add(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    add(encoded, 0, encoded.length);
  }

  void add(byte[] text) {
    add(text, 0, text.length);
  }

  void add(byte[] text, int from, int count) {
    room(count);
    System.arraycopy(text, from, bytes, length, count);
    length += count;
  }

  void add(ByteText text) {
    add(text.bytes, 0, text.length);
  }

  /** Adds one character of Unicode. */
  void addCodePoint(int codePoint) {
    room(4);
    length = Utf8.encode(codePoint, bytes, length);
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}

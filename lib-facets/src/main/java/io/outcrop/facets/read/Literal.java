package io.outcrop.facets.read;

import io.outcrop.facets.read.JsonScanner.Unsure;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A string of a JSON text, as it stands between its quotes. */
final class Literal {
  static final int ESCAPED = 1;

  /** Something is escaped that a JSON writer would not escape, or not so. */
  static final int UNUSUAL = 2;

  private static final byte[] HEXADECIMAL = new byte[1 << Byte.SIZE];

  static {
    Arrays.fill(HEXADECIMAL, (byte) -1);
    for (int i = 0; i < 16; i++) {
      HEXADECIMAL[Character.forDigit(i, 16)] = (byte) i;
      HEXADECIMAL[Character.toUpperCase(Character.forDigit(i, 16))] = (byte) i;
    }
  }

  private byte[] text = new byte[0];
  private int start;
  private int end;
  private int flags;
  private boolean present;

  void set(byte[] bytes, int from, int to, int how) {
    text = bytes;
    start = from;
    end = to;
    flags = how;
    present = true;
  }

  void clear() {
    present = false;
  }

  boolean isPresent() {
    return present;
  }

  boolean isEmpty() {
    return start == end;
  }

  boolean isEscaped() {
    return flags != 0;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  int length() {
    return end - start;
  }

  /** The value of four hexadecimal digits; negative where they are none. */
  static int hexadecimal(byte[] bytes, int from) {
    int value = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = HEXADECIMAL[bytes[i] & 0xff];
      if (digit < 0) {
        return -1;
      }
      value = 16 * value + digit;
    }
    return value;
  }

  /** The character of the escape at an index, or the first and the second half of a pair. */
  private int codePoint(int index) throws Unsure {
    int first = hexadecimal(text, index + 2);
    if (first < ' ' || first == '"' || first == '\\') {
      throw new Unsure();
    }
    if (!Character.isSurrogate((char) first)) {
      return first;
    }
    boolean more = end - index >= 12 && text[index + 6] == '\\' && text[index + 7] == 'u';
    char second = more ? (char) hexadecimal(text, index + 8) : ' ';
    if (!Character.isSurrogatePair((char) first, second)) {
      throw new Unsure();
    }
    return Character.toCodePoint((char) first, second);
  }

  /** Adds the string as a JSON writer would write it, without its quotes. */
  void write(ByteText target) throws Unsure {
    if ((flags & UNUSUAL) == 0) {
      target.add(text, start, length());
      return;
    }
    int run = start;
    int i = start;
    while (i < end) {
      if (text[i] != '\\') {
        i++;
      } else if (text[i + 1] == 'u') {
        target.add(text, run, i - run);
        int codePoint = codePoint(i);
        target.addCodePoint(codePoint);
        i += Character.isBmpCodePoint(codePoint) ? 6 : 12;
        run = i;
      } else if (text[i + 1] == '/') {
        target.add(text, run, i - run);
        run = i + 1;
        i += 2;
      } else {
        i += 2;
      }
    }
    target.add(text, run, end - run);
  }

  /** Adds the string once more quoted: what stands between the quotes is itself in quotes. */
  void quoteAgain(ByteText target) throws Unsure {
    if ((flags & UNUSUAL) != 0) {
      throw new Unsure();
    }
    int run = start;
    for (int i = start; i < end && flags != 0; i++) {
      if (text[i] == '\\' || text[i] == '"') {
        target.add(text, run, i - run);
        target.add('\\');
        run = i;
      }
    }
    target.add(text, run, end - run);
  }

  /** The string as it stands. */
  String raw() {
    return new String(text, start, length(), StandardCharsets.UTF_8);
  }

  /** The string, in which nothing may be escaped. */
  String unescaped() throws Unsure {
    if (flags != 0) {
      throw new Unsure();
    }
    return raw();
  }

  /** Whether the string may be the text of a JSON object. */
  boolean mayBeObject() {
    byte first = isEmpty() ? (byte) 'x' : text[start];
    return first == '{' || first == '\\' || (first >= 0 && first <= ' ');
  }

  /** Whether the string, as it stands, holds these characters. */
  boolean contains(byte[] characters) {
    byte first = characters[0];
    int last = end - characters.length;
    for (int i = start; i <= last; i++) {
      if (text[i] == first && isAt(i, characters)) {
        return true;
      }
    }
    return false;
  }

  boolean is(byte[] expected) {
    return length() == expected.length && isAt(start, expected);
  }

  private boolean isAt(int from, byte[] characters) {
    for (int i = 0; i < characters.length; i++) {
      if (text[from + i] != characters[i]) {
        return false;
      }
    }
    return true;
  }
}

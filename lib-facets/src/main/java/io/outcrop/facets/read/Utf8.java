package io.outcrop.facets.read;

import java.nio.charset.StandardCharsets;

/** The byte sequences that make one character beyond ASCII. */
final class Utf8 {
  static final int INCOMPLETE = 0;
  static final int INVALID = -1;

  private Utf8() {}

  /** The length of the sequence at {@code start}, or {@link #INCOMPLETE} or {@link #INVALID}. */
  static int sequenceLength(byte[] bytes, int start, int end) {
    int lead = bytes[start] & 0xff;
    int length = lead < 0xc2 ? INVALID : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : -1;
    if (length < 0) {
      return INVALID;
    }
    for (int i = 1; i < length; i++) {
      if (start + i >= end) {
        return INCOMPLETE;
      }
      int b = bytes[start + i] & 0xff;
      if ((b & 0xc0) != 0x80 || (i == 1 && !secondFits(lead, b))) {
        return INVALID;
      }
    }
    return length;
  }

  /** Writes a character, which is no half of a surrogate pair; where the next one goes. */
  static int encode(int codePoint, byte[] target, int at) {
    int next = at;
    if (codePoint < 0x80) {
      target[next++] = (byte) codePoint;
      return next;
    }
    if (codePoint < 0x800) {
      target[next++] = (byte) (0xc0 | codePoint >> 6);
    } else {
      if (codePoint < 0x1_0000) {
        target[next++] = (byte) (0xe0 | codePoint >> 12);
      } else {
        target[next++] = (byte) (0xf0 | codePoint >> 18);
        target[next++] = (byte) (0x80 | (codePoint >> 12 & 0x3f));
      }
      target[next++] = (byte) (0x80 | (codePoint >> 6 & 0x3f));
    }
    target[next++] = (byte) (0x80 | (codePoint & 0x3f));
    return next;
  }

  /** A text in UTF-8; null where half of a surrogate pair stands alone, which has no such form. */
  static byte[] encode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        boolean pair =
            i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
        if (!pair) {
          return null;
        }
        i++;
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  // No overlong forms, no surrogates, nothing above U+10FFFF.
  private static boolean secondFits(int lead, int second) {
    return switch (lead) {
      case 0xe0 -> second >= 0xa0;
      case 0xed -> second < 0xa0;
      case 0xf0 -> second >= 0x90;
      case 0xf4 -> second < 0x90;
      default -> true;
    };
  }
}

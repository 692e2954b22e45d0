package io.outcrop.facets.read;

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

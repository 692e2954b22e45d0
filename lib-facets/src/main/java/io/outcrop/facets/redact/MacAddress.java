package io.outcrop.facets.redact;

/** Finds hardware addresses: six pairs of hex digits with the same separator. */
final class MacAddress {
  private static final int LENGTH = 17;

  private MacAddress() {}

  static void find(String text, Findings findings) {
    for (int i = 2; i + LENGTH - 2 <= text.length(); i++) {
      char separator = text.charAt(i);
      int start = i - 2;
      if ((separator == ':' || separator == '-')
          && Chars.isWordStart(text, start)
          && Chars.isWordEnd(text, start + LENGTH)
          && isAddress(text, start, separator)) {
        findings.add(Kind.ID, start, start + LENGTH);
      }
    }
  }

  private static boolean isAddress(String text, int start, char separator) {
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(start + i);
      if (i % 3 == 2 ? c != separator : !Chars.isHex(c)) {
        return false;
      }
    }
    return true;
  }
}

package io.outcrop.facets.redact;

/** Tells strings that a machine drew from strings that a person wrote. */
final class Randomness {
  /** Of 62 letters and digits drawn at random, six in ten neighbours differ in class. */
  private static final double RANDOM_CHANGES = 0.4;

  private Randomness() {}

  /** Whether the range holds a digit, or a capital right after a small letter. */
  static boolean looksIssued(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (Chars.isDigit(c)
          || (i > start && Chars.isUpper(c) && Chars.isLower(text.charAt(i - 1)))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether capitals, small letters and digits alternate as often as by chance; words, paths and
   * camel case change class far less often.
   */
  static boolean looksDrawn(String text, int start, int end) {
    int changes = 0;
    int neighbours = 0;
    int digits = 0;
    boolean upper = false;
    boolean lower = false;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      digits += Chars.isDigit(c) ? 1 : 0;
      upper |= Chars.isUpper(c);
      lower |= Chars.isLower(c);
      if (i > start && Chars.isAlphanumeric(c) && Chars.isAlphanumeric(text.charAt(i - 1))) {
        neighbours++;
        changes += classOf(c) == classOf(text.charAt(i - 1)) ? 0 : 1;
      }
    }
    return digits >= 2 && upper && lower && changes >= RANDOM_CHANGES * neighbours;
  }

  private static int classOf(char c) {
    if (Chars.isUpper(c)) {
      return 0;
    }
    return Chars.isLower(c) ? 1 : 2;
  }
}

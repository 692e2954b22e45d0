package io.outcrop.facets.detect;

/**
 * What kind a character is, by a table: texts are gone through character by character many times.
 */
final class CharKinds {
  private static final int LETTER = 1;
  private static final int DIGIT = 2;
  private static final int BLANK = 4;
  private static final int DENSE = 8;
  private static final byte[] KINDS = kinds();

  private CharKinds() {}

  static boolean isLetterOrDigit(char c) {
    return (KINDS[c] & (LETTER | DIGIT)) != 0;
  }

  static boolean isDigit(char c) {
    return (KINDS[c] & DIGIT) != 0;
  }

  static boolean isLetter(char c) {
    return (KINDS[c] & LETTER) != 0;
  }

  static boolean isBlank(char c) {
    return (KINDS[c] & BLANK) != 0;
  }

  /** Letters and digits of scripts that write with blanks. */
  static boolean isWord(char c) {
    int kind = KINDS[c];
    return (kind & (LETTER | DIGIT)) != 0 && (kind & DENSE) == 0;
  }

  private static byte[] kinds() {
    byte[] kinds = new byte[1 << 16];
    for (int i = 0; i < kinds.length; i++) {
      char c = (char) i;
      int kind = Character.isLetter(c) ? LETTER : 0;
      kind |= Character.isDigit(c) ? DIGIT : 0;
      kind |= Character.isWhitespace(c) ? BLANK : 0;
      kind |= TextScan.isDense(c) ? DENSE : 0;
      kinds[i] = (byte) kind;
    }
    return kinds;
  }
}

package io.outcrop.facets.redact;

/** Character classes of the recognisers; a surrogate belongs to none of them. */
final class Chars {
  private Chars() {}

  static boolean isDigit(char c) {
    return c < 128 ? c >= '0' && c <= '9' : Character.isDigit(c);
  }

  static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  static boolean isLatin(char c) {
    return isUpper(c) || isLower(c);
  }

  /** A Latin letter or any script's digit: what identifiers are made of. */
  static boolean isAlphanumeric(char c) {
    return isLatin(c) || isDigit(c);
  }

  static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  /** A letter or digit of any script. */
  static boolean isWord(char c) {
    return isAlphanumeric(c) || (c >= 128 && Character.isLetterOrDigit(c));
  }

  static boolean isSpace(char c) {
    return c <= ' ' || c == '\u00a0' || c == '\u202f' || c == '\u3000';
  }

  /** Whether a word begins at the index, or the text does. */
  static boolean isWordStart(String text, int index) {
    return index == 0 || !isWord(text.charAt(index - 1));
  }

  /** Whether a word ends before the index, or the text does. */
  static boolean isWordEnd(String text, int index) {
    return index == text.length() || !isWord(text.charAt(index));
  }
}

package io.outcrop.facets.redact;

/**
 * One run of letters and digits, with what tells an identifier from a word.
 *
 * @param changes how often a letter follows a digit or a digit a letter
 */
record Segment(
    int start,
    int end,
    int letters,
    int digits,
    int digitRuns,
    int longestDigits,
    int changes,
    boolean lower,
    boolean isHex) {

  static Segment at(String text, int start) {
    int letters = 0;
    int digits = 0;
    int digitRuns = 0;
    int run = 0;
    int longest = 0;
    int changes = 0;
    boolean lower = false;
    boolean hex = true;
    int i = start;
    for (; i < text.length() && Chars.isAlphanumeric(text.charAt(i)); i++) {
      char c = text.charAt(i);
      boolean digit = Chars.isDigit(c);
      changes += i > start && digit != (run > 0) ? 1 : 0;
      digitRuns += digit && run == 0 ? 1 : 0;
      run = digit ? run + 1 : 0;
      longest = Math.max(longest, run);
      digits += digit ? 1 : 0;
      letters += digit ? 0 : 1;
      lower |= Chars.isLower(c);
      hex &= Chars.isHex(c);
    }
    return new Segment(start, i, letters, digits, digitRuns, longest, changes, lower, hex);
  }

  int length() {
    return end - start;
  }

  /** Four digits between 1900 and 2099. */
  boolean isYear(String text) {
    return letters == 0
        && digits == 4
        && (text.startsWith("19", start) || text.startsWith("20", start));
  }

  /** Digits before or after a decimal point, with an exponent or a unit at most. */
  boolean isDecimal(String text) {
    boolean number =
        length() <= 18 && digitRuns == 1 && Chars.isDigit(text.charAt(start)) && letters <= 2;
    boolean fraction =
        start >= 2 && text.charAt(start - 1) == '.' && Chars.isDigit(text.charAt(start - 2));
    boolean whole =
        end + 1 < text.length() && text.charAt(end) == '.' && Chars.isDigit(text.charAt(end + 1));
    return number && (fraction || whole);
  }
}

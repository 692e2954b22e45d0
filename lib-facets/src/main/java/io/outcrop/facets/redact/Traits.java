package io.outcrop.facets.redact;

/**
 * What one cheap pass over a text tells about it, so that most recognisers need not look.
 *
 * @param digits how many digits it has, of any script
 * @param longestToken the length of the longest run of {@code A-Za-z0-9+/_=-} and other digits
 */
record Traits(
    int digits, boolean at, boolean percent, boolean colon, boolean equals, int longestToken) {

  static Traits of(String text) {
    int digits = 0;
    int token = 0;
    int longest = 0;
    boolean at = false;
    boolean percent = false;
    boolean colon = false;
    boolean equals = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Chars.isDigit(c)) {
        digits++;
      }
      at |= c == '@' || c == '\uff20';
      percent |= c == '%';
      colon |= c == ':' || c == '\uff1a';
      equals |= c == '=';
      token = isToken(c) ? token + 1 : 0;
      longest = Math.max(longest, token);
    }
    return new Traits(digits, at, percent, colon, equals, longest);
  }

  static boolean isToken(char c) {
    return Chars.isAlphanumeric(c) || c == '+' || c == '/' || c == '_' || c == '=' || c == '-';
  }
}

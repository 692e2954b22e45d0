package io.outcrop.facets.money;

/** A name in which {@code *} stands for any characters, also none. */
final class NamePattern {
  private NamePattern() {}

  /** Whether a name fits; linear but for the number of stars. */
  static boolean fits(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int resumeAt = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resumeAt = n;
      } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resumeAt;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /** How many characters of it are no star: of two patterns that fit, the closer has more. */
  static int literals(String pattern) {
    return (int) pattern.chars().filter(c -> c != '*').count();
  }
}

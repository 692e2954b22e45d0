package io.outcrop.facets.read;

/** How names of attributes begin that are asked for together. */
final class Prefix {
  private final String text;
  private final long bits;

  private Prefix(String text, long bits) {
    this.text = text;
    this.bits = bits;
  }

  static Prefix of(String text) {
    int number = AttributeName.numberOfPrefix(text);
    // Without a number it has to be looked for: any name may begin so.
    return new Prefix(text, number == AttributeName.NO_NUMBER ? 0 : 1L << number);
  }

  /** Something that is so as soon as any of these is. */
  static Prefix any(Prefix... prefixes) {
    long all = 0;
    for (Prefix prefix : prefixes) {
      if (prefix.bits == 0) {
        return new Prefix("", 0);
      }
      all |= prefix.bits;
    }
    return new Prefix("", all);
  }

  String text() {
    return text;
  }

  boolean mayBeAmong(long prefixes) {
    return bits == 0 || (prefixes & bits) != 0;
  }
}

package io.outcrop.facets.read;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The name of an attribute, and what it is to those who look for attributes: they number the names
 * and prefixes that they ask for once, and then ask for numbers.
 */
final class AttributeName {
  /** Numbered names beyond these are looked for by their text. */
  static final int MOST_NUMBERS = 256;

  /** Of prefixes: a bit each. */
  static final int MOST_PREFIXES = Long.SIZE;

  static final int NO_NUMBER = -1;

  private static final int MOST_KNOWN = 1 << 12;
  private static final Map<String, Integer> NUMBERS = new ConcurrentHashMap<>();
  private static final Map<String, Integer> PREFIXES = new ConcurrentHashMap<>();
  private static final Map<String, AttributeName> KNOWN = new ConcurrentHashMap<>();

  /** How much is numbered. What was known of a name when it was less may be too little. */
  private static volatile int numbering;

  private final String text;
  private final int number;
  private final long prefixes;
  private final int numbered;

  private AttributeName(String text) {
    this.numbered = numbering;
    this.text = text;
    this.number = NUMBERS.getOrDefault(text, NO_NUMBER);
    long begun = 0;
    for (Map.Entry<String, Integer> prefix : PREFIXES.entrySet()) {
      begun |= text.startsWith(prefix.getKey()) ? 1L << prefix.getValue() : 0;
    }
    this.prefixes = begun;
  }

  static AttributeName of(String text) {
    AttributeName known = KNOWN.get(text);
    if (known != null && known.isCurrent()) {
      return known;
    }
    AttributeName name = new AttributeName(text);
    if (KNOWN.size() < MOST_KNOWN) {
      KNOWN.put(text, name);
    }
    return name;
  }

  static int numbering() {
    return numbering;
  }

  /** Numbers a name; {@link #NO_NUMBER} where there are too many. */
  static synchronized int number(String text) {
    return number(text, NUMBERS, MOST_NUMBERS);
  }

  /** Numbers a prefix, likewise. */
  static synchronized int numberOfPrefix(String text) {
    return number(text, PREFIXES, MOST_PREFIXES);
  }

  private static int number(String text, Map<String, Integer> numbers, int most) {
    Integer known = numbers.get(text);
    if (known != null || numbers.size() == most) {
      return known == null ? NO_NUMBER : known;
    }
    int number = numbers.size();
    numbers.put(text, number);
    KNOWN.clear();
    numbering = NUMBERS.size() + PREFIXES.size();
    return number;
  }

  boolean isCurrent() {
    return numbered == numbering;
  }

  String text() {
    return text;
  }

  int number() {
    return number;
  }

  /** A bit for each numbered prefix that the name begins with. */
  long prefixes() {
    return prefixes;
  }

  @Override
  public String toString() {
    return text;
  }
}

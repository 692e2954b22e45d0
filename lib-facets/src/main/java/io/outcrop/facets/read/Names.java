package io.outcrop.facets.read;

import java.util.List;

/** Names of attributes that are asked for together, in order of precedence. */
final class Names {
  private final String[] names;
  private final int[] numbers;
  private final long first;
  private final long second;
  private final long third;
  private final long fourth;

  /** Whether some have no number. */
  private final boolean unnumbered;

  private Names(List<String> list) {
    names = list.toArray(String[]::new);
    numbers = new int[names.length];
    boolean without = false;
    long[] bits = new long[AttributeName.MOST_NUMBERS / Long.SIZE];
    for (int i = 0; i < names.length; i++) {
      numbers[i] = AttributeName.number(names[i]);
      if (numbers[i] == AttributeName.NO_NUMBER) {
        without = true;
      } else {
        bits[numbers[i] / Long.SIZE] |= 1L << numbers[i];
      }
    }
    unnumbered = without;
    first = bits[0];
    second = bits[1];
    third = bits[2];
    fourth = bits[3];
  }

  static Names of(String... names) {
    return new Names(List.of(names));
  }

  static Names of(List<String> names) {
    return new Names(names);
  }

  int size() {
    return names.length;
  }

  String text(int i) {
    return names[i];
  }

  int number(int i) {
    return numbers[i];
  }

  /** Whether any of these may be among the names with these bits set, by number. */
  boolean mayBeIn(long bits, long from64, long from128, long from192) {
    return ((first & bits) | (second & from64) | (third & from128) | (fourth & from192)) != 0
        || unnumbered;
  }

  /** Whether a name may be one of these; surely not where false. */
  boolean mayHave(AttributeName name) {
    int number = name.number();
    long bit = 1L << number;
    return switch (number / Long.SIZE) {
      case 0 -> number == AttributeName.NO_NUMBER ? unnumbered : (first & bit) != 0;
      case 1 -> (second & bit) != 0;
      case 2 -> (third & bit) != 0;
      default -> (fourth & bit) != 0;
    };
  }
}

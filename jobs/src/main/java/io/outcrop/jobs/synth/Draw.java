package io.outcrop.jobs.synth;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What chance decides in one made-up trace, all of it from one seed. */
final class Draw {
  private final SplittableRandom random;

  Draw(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** The draws of one of many things, independent of all others and of their order. */
  static Draw of(long seed, long number) {
    return new Draw(mixed(mixed(seed) + number));
  }

  /** The finaliser of splitmix64: neighbouring numbers share nothing afterwards. */
  static long mixed(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** A whole number from one to another, both included. */
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  double share() {
    return random.nextDouble();
  }

  long bits() {
    return random.nextLong();
  }

  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** Some of a list, in its order. */
  <T> List<T> some(List<T> all, int count) {
    List<T> left = new ArrayList<>(all);
    while (left.size() > count) {
      left.remove(random.nextInt(left.size()));
    }
    return left;
  }

  /**
   * A wording of a sentence whose choices stand in brackets: {@code [Done|All set], I
   * [will|shall]}. Choices may hold choices.
   */
  String wording(String grammar) {
    StringBuilder text = new StringBuilder(grammar.length());
    int at = 0;
    while (at < grammar.length()) {
      char c = grammar.charAt(at);
      if (c == '[') {
        int end = closing(grammar, at);
        text.append(wording(of(choices(grammar.substring(at + 1, end)))));
        at = end + 1;
      } else {
        text.append(c);
        at++;
      }
    }
    return text.toString();
  }

  private static int closing(String grammar, int open) {
    int depth = 0;
    for (int i = open; i < grammar.length(); i++) {
      if (grammar.charAt(i) == '[') {
        depth++;
      } else if (grammar.charAt(i) == ']' && --depth == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("Cannot word a text with an open bracket: " + grammar);
  }

  private static List<String> choices(String inside) {
    List<String> choices = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < inside.length(); i++) {
      switch (inside.charAt(i)) {
        case '[' -> depth++;
        case ']' -> depth--;
        case '|' -> {
          if (depth == 0) {
            choices.add(inside.substring(from, i));
            from = i + 1;
          }
        }
        default -> {}
      }
    }
    choices.add(inside.substring(from));
    return choices;
  }
}

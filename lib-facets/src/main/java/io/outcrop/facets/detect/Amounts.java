package io.outcrop.facets.detect;

import java.util.HashSet;
import java.util.Set;

/**
 * Numbers that a trace knows, in hundredths, and whether another can be had from them.
 *
 * <p>Separators are read both ways where they may mean either: 1.234 is also 1234.
 */
final class Amounts {
  private static final int MAX_FOR_PAIRS = 150;
  private static final int MAX_FOR_TRIPLES = 40;
  private static final int MOST_TIMES = 31;
  private static final long PERCENT = 10_000;

  private final Set<Long> known = new HashSet<>();
  private long sum;

  void add(String digits) {
    for (long value : readings(digits)) {
      if (known.add(value)) {
        sum += value;
      }
    }
  }

  boolean knows(String digits) {
    for (long value : readings(digits)) {
      if (known.contains(value)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether one step of arithmetic on known numbers may give it: rounding, a sum, a difference, a
   * product, a part, a sum of three, or the sum of all. Where very much is known, anything may.
   */
  boolean mayGive(String digits) {
    if (known.size() > MAX_FOR_PAIRS) {
      return true;
    }
    long[] all = known.stream().mapToLong(Long::longValue).toArray();
    for (long value : readings(digits)) {
      if (Math.abs(value - sum) <= 1 || fromOne(value, all) || fromTwo(value, all)) {
        return true;
      }
      if (all.length <= MAX_FOR_TRIPLES && fromThree(value, all)) {
        return true;
      }
    }
    return false;
  }

  private static boolean fromOne(long value, long[] all) {
    for (long a : all) {
      if (Math.abs(a - value) < (value % 100 == 0 ? 100 : value % 10 == 0 ? 10 : 2)) {
        return true;
      }
      for (int k = 2; k <= MOST_TIMES; k++) {
        if (Math.abs(a * k - value) <= 1 || Math.abs(value * k - a) <= k) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean fromTwo(long value, long[] all) {
    for (long a : all) {
      if (near(value - a) || near(a - value)) {
        return true;
      }
      for (long b : all) {
        // Both are hundredths: a product is so in ten thousandths, a percentage in millionths.
        boolean product = Math.abs(a) < 1L << 30 && Math.abs(b) < 1L << 30;
        if (product
            && (Math.abs(a * b / 100 - value) <= 1
                || Math.abs(a * b / PERCENT - value) <= 1
                || Math.abs(a + a * b / PERCENT - value) <= 1
                || Math.abs(a - a * b / PERCENT - value) <= 1
                || (b != 0 && Math.abs(a * 100 / b - value) <= 1)
                || (b != 0 && Math.abs(a * PERCENT / b - value) <= 100))) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean fromThree(long value, long[] all) {
    for (int i = 0; i < all.length; i++) {
      for (int j = i; j < all.length; j++) {
        if (near(value - all[i] - all[j]) || near(value - all[i] + all[j])) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean near(long value) {
    return known.contains(value) || known.contains(value - 1) || known.contains(value + 1);
  }

  boolean isEmpty() {
    return known.isEmpty();
  }

  /** The value in hundredths, by every reading of its separators; none where it is too long. */
  static long[] readings(String digits) {
    int dot = digits.lastIndexOf('.');
    int comma = digits.lastIndexOf(',');
    int last = Math.max(dot, comma);
    if (last < 0) {
      return one(hundredths(digits, digits.length()));
    }
    int behind = digits.length() - last - 1;
    boolean both = dot >= 0 && comma >= 0;
    boolean once = digits.indexOf(digits.charAt(last)) == last;
    if (both || (once && behind != 3)) {
      return one(hundredths(digits, last));
    }
    if (!once) {
      return one(hundredths(digits, digits.length()));
    }
    return new long[] {hundredths(digits, last), hundredths(digits, digits.length())};
  }

  private static long[] one(long value) {
    return new long[] {value};
  }

  private static long hundredths(String digits, int end) {
    long value = 0;
    for (int i = 0; i < end; i++) {
      char c = digits.charAt(i);
      if (c >= '0' && c <= '9') {
        value = value < Long.MAX_VALUE / 10_000 ? value * 10 + (c - '0') : value;
      }
    }
    int decimals = 0;
    long fraction = 0;
    for (int i = end + 1; i < digits.length() && decimals < 2; i++, decimals++) {
      fraction = fraction * 10 + Math.max(0, digits.charAt(i) - '0');
    }
    return value * 100 + (decimals == 1 ? fraction * 10 : fraction);
  }
}

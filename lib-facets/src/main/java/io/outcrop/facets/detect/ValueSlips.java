package io.outcrop.facets.detect;

import java.util.Set;

/**
 * How a value that was never seen stands to one that was: an identifier that differs in one sign,
 * or an amount that differs by a power of ten. Either is a slip more often than a coincidence.
 */
final class ValueSlips {
  private static final int LEAST_LENGTH = 4;
  private static final int MOST_COMPARED = 400;
  private static final int[] POWERS = {10, 100, 1_000};

  private ValueSlips() {}

  /** Whether the set has an identifier of the same length that differs in one sign alone. */
  static boolean isNearOf(String id, Set<String> seen) {
    if (id.length() < LEAST_LENGTH || seen.size() > MOST_COMPARED) {
      return false;
    }
    return seen.stream()
        .anyMatch(other -> other.length() == id.length() && differInOneSign(id, other));
  }

  private static boolean differInOneSign(String one, String other) {
    int differing = 0;
    for (int i = 0; i < one.length() && differing <= 1; i++) {
      differing += one.charAt(i) == other.charAt(i) ? 0 : 1;
    }
    return differing == 1;
  }

  /** Whether the set has the amount ten, a hundred or a thousand times as large or as small. */
  static boolean isScaled(String amount, Set<String> seen) {
    if (amount.length() > LEAST_LENGTH * LEAST_LENGTH) {
      return false;
    }
    double value;
    try {
      value = Double.parseDouble(amount);
    } catch (NumberFormatException e) {
      return false;
    }
    for (int power : POWERS) {
      if (value > 0
          && (seen.contains(written(value * power)) || seen.contains(written(value / power)))) {
        return true;
      }
    }
    return false;
  }

  /** As {@link Values} write amounts: without a point where they are whole. */
  private static String written(double value) {
    double rounded = Math.rint(value * 1_000) / 1_000;
    return rounded == Math.rint(rounded) && Math.abs(rounded) < 1e15
        ? Long.toString((long) rounded)
        : Double.toString(rounded);
  }
}

package io.outcrop.facets.read;

import com.fasterxml.jackson.core.io.NumberInput;
import com.fasterxml.jackson.databind.JsonNode;

/** Numbers as producers write them: as JSON numbers or as text. */
final class Numbers {
  private static final int MAX_LENGTH = 64;

  /** Of the greatest 64-bit integer, which begins with a nine. */
  private static final int MOST_DIGITS = 19;

  private Numbers() {}

  /** A 64-bit integer, or null. */
  static Long integer(String text) {
    int length = text.length();
    if (length == 0 || length > 20) {
      return null;
    }
    long value = 0;
    int i = 0;
    while (i < length && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      value = 10 * value + (text.charAt(i) - '0');
      i++;
    }
    if (i == length && (length < MOST_DIGITS || (length == MOST_DIGITS && text.charAt(0) < '9'))) {
      return value;
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A finite number, or null. */
  static Double decimal(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH || !startsLikeNumber(text)) {
      return null;
    }
    try {
      double value = NumberInput.parseDouble(text, true);
      return Double.isFinite(value) ? Double.valueOf(value) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static boolean startsLikeNumber(String text) {
    char first = text.charAt(0);
    char last = text.charAt(text.length() - 1);
    // Java also takes "1f" and " 1 " for numbers.
    return (first == '-' || first == '+' || first == '.' || (first >= '0' && first <= '9'))
        && ((last >= '0' && last <= '9') || last == '.');
  }

  static Double decimal(JsonNode node) {
    if (node == null) {
      return null;
    }
    if (node.isNumber()) {
      return Double.isFinite(node.doubleValue()) ? Double.valueOf(node.doubleValue()) : null;
    }
    return node.isTextual() ? decimal(node.textValue()) : null;
  }

  /** A count: a number that is not negative, or null. Fractions are cut. */
  static Long count(JsonNode node) {
    Double value = decimal(node);
    return value == null || value < 0 ? null : Long.valueOf(value.longValue());
  }
}

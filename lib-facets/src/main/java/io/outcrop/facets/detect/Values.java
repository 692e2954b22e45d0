package io.outcrop.facets.detect;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The values in texts: runs of letters, digits and joining signs that hold a digit, or an address
 * with an at sign.
 *
 * <p>Written alike they are alike: case, thousands separators and zeros behind the point do not
 * count. Linear in the text, of which the first {@value #MOST_CHARS} characters are looked at.
 */
final class Values {
  static final int MOST_CHARS = 60_000;
  private static final int LONGEST = 120;
  private static final int MOST = 4_000;
  private static final int SHORT = 24;

  private Values() {}

  /** In order of appearance, each once. */
  static Set<String> of(String text) {
    if (text == null) {
      return Set.of();
    }
    // To read a field's value again costs less than a place among the texts that are kept.
    return text.length() <= SHORT ? read(text) : TextView.of(text).values();
  }

  /** Adds the values of a text to some that there are already. */
  static void addTo(Set<String> values, String text) {
    for (String value : of(text)) {
      if (values.size() >= MOST) {
        return;
      }
      values.add(value);
    }
  }

  static Set<String> read(String text) {
    int end = Math.min(text.length(), MOST_CHARS);
    int at = 0;
    while (at < end && !CharKinds.isDigit(text.charAt(at)) && text.charAt(at) != '@') {
      at++;
    }
    if (at == end) {
      return Set.of();
    }
    while (at > 0 && isPart(text.charAt(at - 1))) {
      at--;
    }
    Set<String> values = new LinkedHashSet<>();
    while (at < end && values.size() < MOST) {
      if (!isPart(text.charAt(at))) {
        at++;
        continue;
      }
      int from = at;
      boolean telling = false;
      while (at < end && isPart(text.charAt(at))) {
        telling |= CharKinds.isDigit(text.charAt(at)) || text.charAt(at) == '@';
        at++;
      }
      if (telling && at - from <= LONGEST) {
        String value = normal(text.substring(from, at));
        if (!value.isEmpty()) {
          values.add(value);
        }
      }
    }
    return Collections.unmodifiableSet(values);
  }

  private static boolean isPart(char c) {
    return CharKinds.isLetterOrDigit(c)
        || c == '_'
        || c == '-'
        || c == '.'
        || c == ','
        || c == '@'
        || c == '#';
  }

  private static String normal(String raw) {
    int from = 0;
    int to = raw.length();
    while (from < to && !CharKinds.isLetterOrDigit(raw.charAt(from))) {
      from++;
    }
    while (to > from && !CharKinds.isLetterOrDigit(raw.charAt(to - 1))) {
      to--;
    }
    String value = raw.substring(from, to).replace(",", "").toLowerCase(Locale.ROOT);
    return isNumber(value) ? plain(value) : value;
  }

  private static boolean isNumber(String value) {
    int points = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '.') {
        points++;
      } else if (!CharKinds.isDigit(c)) {
        return false;
      }
    }
    return points == 1;
  }

  private static String plain(String number) {
    int to = number.length();
    while (number.charAt(to - 1) == '0') {
      to--;
    }
    return number.substring(0, number.charAt(to - 1) == '.' ? to - 1 : to);
  }

  /** Whether a value names one thing, as an id or an address does, and is no mere amount. */
  static boolean isIdentifier(String value) {
    int digits = 0;
    boolean letter = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      digits += CharKinds.isDigit(c) ? 1 : 0;
      letter |= CharKinds.isLetter(c);
      if (c == '@') {
        return true;
      }
    }
    return digits >= 5 || (letter && digits >= 3);
  }
}

package io.outcrop.facets.llm;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces numbers of four digits and more, and dates, by marks: {@code [n1]}, {@code [d1]}, in the
 * order in which they come. Equal numbers have equal marks, so that a wrong one is still seen.
 */
final class NumberMarks {
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<date>\\b\\d{4}-\\d{2}-\\d{2}(?:[T ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)?)"
              + "|(?<number>\\d(?:[\\d,.]{0,30}\\d)?)");
  private static final int LEAST_DIGITS = 4;

  private final Map<String, String> marks = new HashMap<>();
  private int numbers;
  private int dates;

  String mark(String text) {
    Matcher matcher = NUMBER.matcher(text);
    StringBuilder marked = new StringBuilder(text.length());
    while (matcher.find()) {
      String found = matcher.group();
      boolean date = matcher.group("date") != null;
      boolean isLong = found.chars().filter(Character::isDigit).count() >= LEAST_DIGITS;
      String with =
          date
              ? marks.computeIfAbsent(found, f -> "[d" + ++dates + "]")
              : isLong ? marks.computeIfAbsent(found, f -> "[n" + ++numbers + "]") : found;
      matcher.appendReplacement(marked, Matcher.quoteReplacement(with));
    }
    return matcher.appendTail(marked).toString();
  }
}

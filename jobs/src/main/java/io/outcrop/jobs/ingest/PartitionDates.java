package io.outcrop.jobs.ingest;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;

/**
 * Which partitions of an input a range of dates needs, told from paths alone.
 *
 * <p>A path tells a date by whole segments, the outermost first: {@code year=2026/month=11/day=02},
 * {@code 2026/11/02}, {@code 2026-11-02}, {@code 20261102}, each also behind a key as in {@code
 * dt=2026-11-02}, and with a time behind it as in {@code 2026-11-02T10-00-00Z.jsonl}. A date inside
 * a longer name, as in {@code gpt-4o-2024-08-06}, tells nothing. Neither does a year alone without
 * a key. A path that tells no date belongs to every range, and so does one that tells no more than
 * the address that the user named.
 *
 * <p>The dates are those of the export, which comes after the span: the range is widened by the
 * slack at its end, and by a day at its start for clocks of other zones.
 */
final class PartitionDates {
  private final DateRange range;
  private final Optional<DateRange> toldByBase;

  /**
   * @param range of span dates
   * @param base the path that the user named
   */
  PartitionDates(DateRange range, int slackDays, String base) {
    this.range =
        new DateRange(
            range.since() == null ? null : range.since().minusDays(Math.min(1, slackDays)),
            range.until() == null ? null : range.until().plusDays(slackDays));
    this.toldByBase = told(base);
  }

  /** Whether objects at or below a path may hold spans of the range. */
  boolean mayHold(String path) {
    if (range.isAll()) {
      return true;
    }
    Optional<DateRange> told = told(path);
    return told.isEmpty() || told.equals(toldByBase) || range.meets(told.get());
  }

  /** The days that a path stands for; empty where it tells none. */
  static Optional<DateRange> told(String path) {
    String[] segments = path.split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      Optional<DateRange> told = toldFrom(segments, i);
      if (told.isPresent()) {
        return told;
      }
    }
    return Optional.empty();
  }

  private static Optional<DateRange> toldFrom(String[] segments, int i) {
    int year = keyed(segments, i, 4, "year", "yyyy", "y");
    if (year >= 0) {
      int month = keyed(segments, i + 1, 2, "month", "mm", "m");
      int day = month < 0 ? -1 : keyed(segments, i + 2, 2, "day", "dd", "d");
      return days(year, month, day);
    }
    Optional<DateRange> whole = wholeDate(afterKey(segments[i]));
    if (whole.isPresent()) {
      return whole;
    }
    year = digits(segments[i], 4);
    int month = i + 1 < segments.length ? digits(segments[i + 1], 2) : -1;
    if (year < 0 || month < 0) {
      return Optional.empty();
    }
    int day = i + 2 < segments.length ? digits(segments[i + 2], 2) : -1;
    return days(year, month, day);
  }

  private static String afterKey(String segment) {
    return segment.substring(segment.indexOf('=') + 1);
  }

  /** The number behind one of the keys, such as 11 in {@code month=11}; -1 where there is none. */
  private static int keyed(String[] segments, int i, int most, String... keys) {
    if (i >= segments.length) {
      return -1;
    }
    int equals = segments[i].indexOf('=');
    for (String key : keys) {
      if (equals == key.length() && segments[i].regionMatches(true, 0, key, 0, equals)) {
        String value = segments[i].substring(equals + 1);
        return most == 2 && value.length() == 1 ? digits(value, 1) : digits(value, most);
      }
    }
    return -1;
  }

  /** {@code 2026-11-02}, {@code 2026_11_02}, {@code 20261102} or {@code 2026-11}. */
  private static Optional<DateRange> wholeDate(String text) {
    int year = prefix(text, 0, 4);
    if (year < 0 || text.length() < 7) {
      return Optional.empty();
    }
    char separator = text.charAt(4);
    if (separator != '-' && separator != '_') {
      boolean ends = text.length() == 8 || text.length() == 10 || endsAt(text, 8);
      return ends ? days(year, prefix(text, 4, 2), prefix(text, 6, 2), true) : Optional.empty();
    }
    int month = prefix(text, 5, 2);
    if (text.length() == 7) {
      return days(year, month, -1);
    }
    return text.charAt(7) == separator && (text.length() == 10 || endsAt(text, 10))
        ? days(year, month, prefix(text, 8, 2), true)
        : Optional.empty();
  }

  /** Whether what follows a date is a time or a name's extension, and no more of a number. */
  private static boolean endsAt(String text, int end) {
    return text.length() > end && "T_-. :".indexOf(text.charAt(end)) >= 0;
  }

  private static Optional<DateRange> days(int year, int month, int day, boolean dayNeeded) {
    return dayNeeded && day < 0 ? Optional.empty() : days(year, month, day);
  }

  private static Optional<DateRange> days(int year, int month, int day) {
    if (year < 2000 || year > 2099) {
      return Optional.empty();
    }
    try {
      if (month < 0) {
        return Optional.of(new DateRange(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31)));
      }
      YearMonth whole = YearMonth.of(year, month);
      if (day < 0) {
        return Optional.of(new DateRange(whole.atDay(1), whole.atEndOfMonth()));
      }
      LocalDate date = LocalDate.of(year, month, day);
      return Optional.of(new DateRange(date, date));
    } catch (DateTimeException e) {
      // Numbers that look like a date and are none.
      return Optional.empty();
    }
  }

  private static int digits(String text, int length) {
    return text.length() == length ? prefix(text, 0, length) : -1;
  }

  private static int prefix(String text, int from, int length) {
    if (text.length() < from + length) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < from + length; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = 10 * value + (c - '0');
    }
    return value;
  }
}

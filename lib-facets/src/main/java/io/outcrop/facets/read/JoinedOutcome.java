package io.outcrop.facets.read;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What somebody found out about a trace or a session after it was recorded: a row of a side file.
 *
 * @param subject whose the id is
 * @param value as written
 * @param score the value where it is a finite number, 1 and 0 for true and false; else null
 * @param time when it was found out; null where the row does not say
 */
public record JoinedOutcome(
    Subject subject, String id, String name, String value, Double score, Instant time) {
  private static final int LONGEST_ID = 1000;
  private static final int LONGEST_NAME = 200;
  private static final Set<String> YES = Set.of("true", "yes");
  private static final Set<String> NO = Set.of("false", "no");

  // Names of columns as they are in use, without case, spaces and punctuation.
  private static final List<String> TRACE = List.of("traceid", "trace");
  private static final List<String> SESSION =
      List.of(
          "sessionid",
          "session",
          "conversationid",
          "conversation",
          "threadid",
          "thread",
          "chatid",
          "chat");
  private static final List<String> NAME =
      List.of(
          "name",
          "outcomename",
          "outcome",
          "metricname",
          "metric",
          "scorename",
          "evaluationname",
          "evaluation",
          "evaluator",
          "feedbackkey",
          "key");
  private static final List<String> VALUE =
      List.of("value", "outcomevalue", "score", "scorevalue", "result", "rating", "label");
  private static final List<String> TIME =
      List.of(
          "time",
          "timestamp",
          "ts",
          "at",
          "date",
          "datetime",
          "eventtime",
          "recordedat",
          "observedat",
          "updatedat",
          "createdat");

  /** Whom an outcome is about. */
  public enum Subject {
    TRACE,
    SESSION
  }

  public JoinedOutcome {
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
  }

  /**
   * The outcome of a row.
   *
   * @param fields by name, in any of the usual spellings
   * @throws IllegalArgumentException naming what is missing or wrong
   */
  public static JoinedOutcome of(Map<String, String> fields) {
    Map<String, String> plain = new HashMap<>();
    fields.forEach((name, value) -> plain.putIfAbsent(plain(name), value));
    String trace = first(plain, TRACE);
    String session = first(plain, SESSION);
    if (trace == null && session == null) {
      throw new IllegalArgumentException("there is no trace_id and no session_id");
    }
    String id = trace == null ? session : Ids.vendor(trace);
    String name = first(plain, NAME);
    String value = first(plain, VALUE);
    if (name == null || value == null) {
      throw new IllegalArgumentException("there is no " + (name == null ? "name" : "value"));
    }
    if (id.length() > LONGEST_ID || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("the id or the name is too long");
    }
    return new JoinedOutcome(
        trace == null ? Subject.SESSION : Subject.TRACE,
        id,
        name,
        value,
        score(value),
        time(plain));
  }

  private static String plain(String name) {
    StringBuilder letters = new StringBuilder(name.length());
    name.toLowerCase(Locale.ROOT)
        .chars()
        .filter(Character::isLetterOrDigit)
        .forEach(c -> letters.append((char) c));
    return letters.toString();
  }

  private static String first(Map<String, String> plain, List<String> names) {
    return names.stream()
        .map(plain::get)
        .filter(value -> value != null && !value.isBlank())
        .map(String::strip)
        .findFirst()
        .orElse(null);
  }

  private static Instant time(Map<String, String> plain) {
    String text = first(plain, TIME);
    Instant time = text == null ? null : instant(text);
    if (text != null && time == null) {
      throw new IllegalArgumentException("the time cannot be read");
    }
    return time;
  }

  private static Instant instant(String text) {
    Instant time = Times.of(text);
    if (time != null) {
      return time;
    }
    try {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      // No date either; the caller says so.
      return null;
    }
  }

  private static Double score(String value) {
    String word = value.toLowerCase(Locale.ROOT);
    if (YES.contains(word) || NO.contains(word)) {
      return YES.contains(word) ? 1.0 : 0.0;
    }
    try {
      double number = value.length() > 40 ? Double.NaN : Double.parseDouble(value);
      return Double.isFinite(number) ? number : null;
    } catch (NumberFormatException e) {
      // A text, such as a label.
      return null;
    }
  }
}

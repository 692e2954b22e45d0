package io.outcrop.facets.detect;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Figures of an answer that stand nowhere in the trace and follow from nothing in it, by what had
 * come before: a failed call, an empty result, no call at all, or a result that says otherwise.
 */
final class ValueMismatches {
  private static final int LEAST_DIGITS = 3;
  private static final int DAY_CHARS = 10;
  private static final int MOST_VALUES = 60;

  /** From many results figures can be made in more ways than are tried. */
  private static final int MOST_CALLS = 8;

  private static final int MOST_EXCHANGES = 2;

  private ValueMismatches() {}

  static void addTo(
      Set<String> kinds, TraceView view, List<Call> calls, List<Records.Item> records) {
    if (kinds.contains("wrong_sum") || kinds.contains("wrong_unit")) {
      return;
    }
    String answer = Mismatches.answer(view);
    Set<String> told = new HashSet<>(Values.of(answer));
    if (answer.indexOf('?') >= 0) {
      // What is only proposed is not told.
      told.removeAll(Values.of(questions(answer)));
    }
    if (told.isEmpty() || told.size() > MOST_VALUES || !view.known().isComplete()) {
      return;
    }
    Set<String> known = Mismatches.heard(view);
    for (Call call : calls) {
      Values.addTo(known, call.arguments());
      Values.addTo(known, call.result());
    }
    view.conversation().turns().stream()
        .filter(t -> t.role().equals("tool"))
        .forEach(t -> Values.addTo(known, t.text()));
    addDays(known);
    if (told.stream().noneMatch(value -> isUnseen(value, known))) {
      return;
    }
    Amounts amounts = new Amounts();
    AnswerMismatches.sums(records).forEach(sum -> amounts.add(sum / 100 + "." + two(sum % 100)));
    known.stream().filter(ValueMismatches::isNumber).forEach(amounts::add);
    Set<String> apart = Values.of(answer.replace(',', ' '));
    if (told.stream()
        .noneMatch(v -> isNew(v, known, amounts) && (isNumber(v) || apart.contains(v)))) {
      return;
    }
    if (calls.stream().noneMatch(c -> c.action() != Action.DELEGATE)) {
      kinds.add("value_without_call");
    } else if (!view.failures().unrecovered().isEmpty()) {
      kinds.add("value_after_error");
    } else if (calls.stream().anyMatch(ValueMismatches::foundNothing)) {
      kinds.add("value_after_nothing");
    } else if (calls.size() <= MOST_CALLS && view.exchanges().size() <= MOST_EXCHANGES) {
      Set<String> seen = known;
      boolean id = told.stream().anyMatch(v -> Records.isName(v) && isNew(v, seen, amounts));
      kinds.add(
          id
              ? "made_up_id"
              : SourceMismatches.isFromSources(view, records)
                  ? "value_unlike_source"
                  : "value_unlike_result");
    }
  }

  /** The sentences of a text that end in a question mark. */
  private static String questions(String text) {
    StringBuilder questions = new StringBuilder();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      if (Order.ends(text, i)) {
        if (text.charAt(i) == '?') {
          questions.append(text, start, i).append('\n');
        }
        start = i + 1;
      }
    }
    return questions.toString();
  }

  /** The days of times: "2027-01-06t10" is told as "2027-01-06", or by its year. */
  private static void addDays(Set<String> known) {
    Set<String> days = new HashSet<>();
    for (String value : known) {
      if (value.length() > DAY_CHARS && value.charAt(DAY_CHARS) == 't' && value.charAt(4) == '-') {
        days.add(value.substring(0, DAY_CHARS));
        days.add(value.substring(0, 4));
      }
    }
    known.addAll(days);
  }

  private static boolean foundNothing(Call call) {
    return call.verdict() == ResultVerdict.EMPTY && !call.failed();
  }

  private static String two(long cents) {
    return cents < 10 ? "0" + cents : Long.toString(cents);
  }

  private static boolean isUnseen(String value, Set<String> known) {
    long digits = value.chars().filter(c -> CharKinds.isDigit((char) c)).count();
    return digits >= LEAST_DIGITS && !known.contains(value) && value.indexOf('@') <= 0;
  }

  private static boolean isNew(String value, Set<String> known, Amounts amounts) {
    if (!isUnseen(value, known)) {
      return false;
    }
    if (isNumber(value)) {
      return !amounts.mayGive(value) && !ValueSlips.isScaled(value, known);
    }
    for (String part : value.split("[-_.#]", -1)) {
      // A name that is told in parts, or with more around it, is known by its longest part.
      if (part.length() >= LEAST_DIGITS && known.contains(part)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNumber(String value) {
    return value.chars().allMatch(c -> CharKinds.isDigit((char) c) || c == '.')
        && value.length() <= 12;
  }
}

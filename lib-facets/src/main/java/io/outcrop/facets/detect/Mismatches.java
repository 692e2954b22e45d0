package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Turn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Relations that do not fit between what was asked, what calls were given, what they returned, and
 * what was told of it. Each is seen by values, not by words, so that it holds in any domain:
 *
 * <p>Of the answer: a value told of another record, another field than asked, a wrong unit or sum,
 * a figure that stands nowhere, a source that does not say it. Of the calls: an id or address that
 * nobody gave, a placeholder, more than the filter or the limit. Of the dialogue: a question for
 * what was told, a result given up for the user's word. Of the run: what a sub-agent reported and
 * what was made of it, and what was spent for little. Of the request: another day, currency or
 * value than the user named, a deed told and never done. Of the state: an old copy, a wrong count,
 * another place's hour, a check that was overridden. The phrase of each kind is that of its issue.
 */
public final class Mismatches {
  static final Set<String> KINDS =
      Set.of(
          "address_from_document",
          "address_from_mail",
          "address_from_text",
          "ambiguous_pick",
          "argument_missing",
          "asked_again",
          "brooding",
          "check_overridden",
          "context_bloat",
          "dead_end_handoff",
          "done_twice",
          "dropped_condition",
          "fan_out_blow_up",
          "gave_in",
          "hasty_retries",
          "hidden_failure",
          "ignored_report",
          "language_switch",
          "late_date",
          "loosened_rule",
          "made_up_id",
          "mixed_records",
          "needless_handover",
          "off_topic_source",
          "old_value_used",
          "other_currency",
          "other_date",
          "other_field",
          "other_time",
          "outdated_source",
          "outside_filter",
          "over_limit",
          "ping_pong",
          "placeholder",
          "rejected_again",
          "replanning",
          "secret_told",
          "source_missing",
          "stale_state",
          "stalled",
          "unasked_change",
          "unkept_promise",
          "unknown_tool",
          "unmade_change",
          "unmade_check",
          "unsent_message",
          "unused_value",
          "unverified_retry",
          "value_after_error",
          "value_after_nothing",
          "value_unlike_result",
          "value_unlike_source",
          "value_without_call",
          "wrong_count",
          "wrong_id",
          "wrong_order",
          "wrong_recipient",
          "wrong_source",
          "wrong_sum",
          "wrong_unit");

  private static final int MOST_CALLS = 300;
  private static final int MOST_ANSWER = 20_000;

  private Mismatches() {}

  /** The kinds seen, sorted. */
  public static Set<String> in(TraceView view) {
    List<Call> all = view.calls();
    List<Call> calls = all.subList(0, Math.min(all.size(), MOST_CALLS));
    List<Records.Item> records = Records.of(calls);
    Set<String> kinds = new TreeSet<>();
    AnswerMismatches.addTo(kinds, view, records);
    SourceMismatches.addTo(kinds, view, records);
    CallMismatches.addTo(kinds, view, calls, records);
    DialogueMismatches.addTo(kinds, view);
    RunMismatches.addTo(kinds, view, calls);
    ValueMismatches.addTo(kinds, view, calls, records);
    ChangeMismatches.addTo(kinds, view, calls, records);
    RequestMismatches.addTo(kinds, view, calls, records);
    StateMismatches.addTo(kinds, view, calls, records);
    return kinds;
  }

  /** The last thing told to the user, cut where it is very long; empty where nothing was. */
  static String answer(TraceView view) {
    List<Exchange> exchanges = view.exchanges();
    String text = view.conversation().finalText();
    for (int i = exchanges.size() - 1; i >= 0; i--) {
      // Behind a farewell lies what was told.
      if (exchanges.get(i).acted() || i == 0) {
        String told = exchanges.get(i).answer();
        text = told.isEmpty() || (i == exchanges.size() - 1 && text != null) ? text : told;
        break;
      }
    }
    return text == null ? "" : text.substring(0, Math.min(text.length(), MOST_ANSWER));
  }

  /** What the user wrote, all of it. */
  static String asked(TraceView view) {
    StringBuilder text = new StringBuilder();
    userTurns(view).forEach(turn -> text.append(turn.text()).append('\n'));
    return text.substring(0, Math.min(text.length(), MOST_ANSWER));
  }

  /** The values of all that the user and the instructions said. */
  static Set<String> heard(TraceView view) {
    Set<String> heard = new HashSet<>();
    Values.addTo(heard, view.conversation().systemText());
    userTurns(view).forEach(turn -> Values.addTo(heard, turn.text()));
    return heard;
  }

  /** What the user wrote; where all talk is a sub-agent's, what that was told first. */
  static List<Turn> userTurns(TraceView view) {
    List<Turn> own = view.conversation().userTurns();
    return own.isEmpty()
        ? view.conversation().turns().stream()
            .filter(t -> t.role().equals("user"))
            .limit(1)
            .toList()
        : own;
  }

  /** Whether a text, in lower case, holds words as whole words. */
  static boolean stands(String text, String words) {
    return at(text, words, 0) >= 0;
  }

  /** Where words stand in a text as whole words, -1 where they do not. */
  static int at(String text, String words, int from) {
    for (int i = text.indexOf(words, from); i >= 0; i = text.indexOf(words, i + 1)) {
      int end = i + words.length();
      boolean left = i == 0 || !CharKinds.isLetterOrDigit(text.charAt(i - 1));
      boolean right = end == text.length() || !CharKinds.isLetterOrDigit(text.charAt(end));
      if (left && right) {
        return i;
      }
    }
    return -1;
  }

  /** Whether a text tells a field's value: its words, or its number however it is written. */
  static boolean tells(String lower, Set<String> values, String value) {
    if (value.length() < 2) {
      return false;
    }
    Set<String> own = Values.of(value);
    boolean single = own.size() == 1 && value.indexOf(' ') < 0;
    return single ? values.containsAll(own) : stands(lower, value.toLowerCase(Locale.ROOT));
  }

  /** Calls that changed something: by their names, or by what they returned. */
  static List<Call> changes(List<Call> calls) {
    List<Call> changes = new ArrayList<>();
    for (Call call : calls) {
      if (!call.failed()
          && call.arguments() != null
          && (call.action() == Action.WRITE
              || call.action() == Action.NOTIFY
              || (call.action() == Action.RUN && Acknowledgement.in(call.result())))) {
        changes.add(call);
      }
    }
    return changes;
  }
}

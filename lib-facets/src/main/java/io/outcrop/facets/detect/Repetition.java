package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Calls that bring nothing new, and loops of them.
 *
 * <p>A repeated call has the tool and arguments of an earlier one and the same result as the last
 * such call. A loop is the same call with the same result three times within twelve calls, or a
 * cycle of two to four calls gone through three times with unchanged results, or the same long text
 * said three times in a row, the same question asked three times, or five searches of one tool that
 * all found nothing. Calls that ran at once are none. A message of the user or a new successful
 * change in between begins anew, since looking again is then sensible. Polling whose result changes
 * is no loop, nor is a retry that recovers in the end. Calls without recorded arguments are not
 * compared; without recorded results a call that by its name waits or asks for a status is taken
 * for polling.
 */
public final class Repetition {
  private static final int TIMES = 3;
  private static final int WINDOW = 12;
  private static final int MAX_CYCLE = 4;
  private static final int LONG_TEXT = 40;
  private static final int IN_VAIN = 5;
  private static final int LEAST_QUESTION = 20;
  private static final Set<String> WAITING =
      Set.of("wait", "poll", "status", "sleep", "check", "monitor", "watch", "refresh", "progress");

  /** A pause between tries repeats by its nature. */
  private static final Set<String> PAUSES = Set.of("wait", "sleep", "pause", "delay");

  private static final int MAX_COMPARED = 20_000;
  private static final int CLOCK_CHARS = 40;
  private static final Pattern CLOCKS =
      Pattern.compile(
          "\"(?:timestamp|time|took|took_ms|duration|duration_ms|elapsed|elapsed_ms|latency_ms"
              + "|request_id|requestId|trace_id|correlation_id|generated_at|retrieved_at|attempt)\""
              + "\\s*:\\s*(?:\"[^\"]{0,64}\"|[0-9.eE+-]{1,32})");

  private Repetition() {}

  /** How many calls repeat an earlier one without a new result. */
  public static int repeatedCalls(TraceView view) {
    return repeats(view).size();
  }

  /** The calls that repeat an earlier one without a new result. */
  static List<Call> repeats(TraceView view) {
    List<Call> repeats = new ArrayList<>();
    Map<String, Call> last = new HashMap<>();
    for (Call call : view.calls()) {
      if (call.arguments() != null) {
        Call earlier = last.put(key(call), call);
        if (earlier != null && sameOutcome(earlier, call)) {
          repeats.add(call);
        }
      }
    }
    return repeats;
  }

  public static boolean isLoop(TraceView view) {
    return stretches(view.steps()).stream().anyMatch(s -> sameCall(s) || cycle(s) || inVain(s))
        || sameText(view.conversation().turns())
        || sameQuestion(view.conversation().turns());
  }

  /**
   * Runs of calls within which the world stands still: a message of the user ends one, and so does
   * a successful change that was not made before.
   */
  private static List<List<Call>> stretches(List<Step> steps) {
    List<List<Call>> stretches = new ArrayList<>();
    List<Call> current = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Step step : steps) {
      if (step instanceof Step.Called called) {
        boolean isNew = seen.add(key(called.call()));
        if (isNew && changes(called.call())) {
          stretches.add(current);
          current = new ArrayList<>();
        }
        current.add(called.call());
      } else if (step instanceof Step.Asked) {
        stretches.add(current);
        current = new ArrayList<>();
      }
    }
    stretches.add(current);
    return stretches;
  }

  private static boolean changes(Call call) {
    return !call.failed() && (call.action() == Action.WRITE || call.action() == Action.NOTIFY);
  }

  private static String key(Call call) {
    return call.tool() + '\n' + call.arguments();
  }

  private static boolean sameOutcome(Call earlier, Call later) {
    if (earlier.result() == null && later.result() == null) {
      return earlier.failed() == later.failed()
          && later.tokens().stream().noneMatch(WAITING::contains);
    }
    return Objects.equals(earlier.result(), later.result())
        || (later.failed() == earlier.failed() && sameButForClocks(earlier, later));
  }

  /** JSON results that differ in times, durations and ids of requests alone. */
  private static boolean sameButForClocks(Call earlier, Call later) {
    String one = earlier.result();
    String other = later.result();
    return one != null
        && other != null
        && one.startsWith("{")
        && other.startsWith("{")
        && one.length() <= MAX_COMPARED
        && Math.abs(one.length() - other.length()) <= CLOCK_CHARS
        && CLOCKS.matcher(one).replaceAll("").equals(CLOCKS.matcher(other).replaceAll(""));
  }

  private static boolean sameCall(List<Call> calls) {
    Map<String, List<Integer>> runs = new HashMap<>();
    Map<String, Boolean> stuck = new HashMap<>();
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      if (call.arguments() == null || call.tokens().stream().anyMatch(PAUSES::contains)) {
        continue;
      }
      List<Integer> run = runs.computeIfAbsent(key(call), k -> new ArrayList<>());
      boolean same = !run.isEmpty() && sameOutcome(calls.get(run.get(run.size() - 1)), call);
      if (!same) {
        boolean failedBefore = !run.isEmpty() && calls.get(run.get(run.size() - 1)).failed();
        if (failedBefore && !call.failed()) {
          stuck.remove(key(call));
        }
        run.clear();
      }
      run.add(i);
      int first = run.size() - TIMES;
      int window = call.action() == Action.DELEGATE ? 3 * WINDOW : WINDOW;
      if (first >= 0 && i - run.get(first) < window && !atOnce(calls.get(run.get(first)), call)) {
        stuck.put(key(call), true);
      }
    }
    return !stuck.isEmpty();
  }

  /** Calls that were sent off together learn nothing from each other: a fan-out, and no loop. */
  private static boolean atOnce(Call earlier, Call later) {
    return earlier.recorded()
        && later.recorded()
        && earlier.span().endTime() != null
        && later.span().startTime() != null
        && later.span().startTime().isBefore(earlier.span().endTime());
  }

  /** Search after search in other words, all in vain to the end. */
  private static boolean inVain(List<Call> calls) {
    Map<String, Integer> empty = new HashMap<>();
    for (Call call : calls) {
      if (call.empty()) {
        empty.merge(call.tool(), 1, Integer::sum);
      } else if (!call.failed()) {
        empty.remove(call.tool());
      }
    }
    return empty.values().stream().anyMatch(times -> times >= IN_VAIN);
  }

  /** The same question to the user again and again, although it was answered. */
  private static boolean sameQuestion(List<Turn> turns) {
    Map<String, Integer> asked = new HashMap<>();
    for (Turn turn : turns) {
      if (turn.isAnswer() && !turn.delegated() && Replies.asks(turn.text())) {
        String question = turn.text().strip();
        int times = asked.merge(question, 1, Integer::sum);
        if (times >= TIMES && question.length() >= LEAST_QUESTION && !Replies.closes(question)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean cycle(List<Call> calls) {
    for (int length = 2; length <= MAX_CYCLE; length++) {
      int matched = 0;
      for (int i = length; i < calls.size(); i++) {
        Call call = calls.get(i);
        boolean same =
            call.repeats(calls.get(i - length)) && sameOutcome(calls.get(i - length), call);
        matched = same ? matched + 1 : 0;
        if (matched >= length * (TIMES - 1) && !recoversAfter(calls, i, length)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean recoversAfter(List<Call> calls, int end, int length) {
    for (int i = end - length + 1; i <= end; i++) {
      Call stuck = calls.get(i);
      if (stuck.failed()) {
        for (int j = end + 1; j < Math.min(calls.size(), end + 1 + WINDOW); j++) {
          if (calls.get(j).repeats(stuck) && !calls.get(j).failed()) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean sameText(List<Turn> turns) {
    String last = "";
    int times = 0;
    for (Turn turn : turns) {
      if (turn.isAnswer()) {
        String text = turn.text().strip();
        times = text.equals(last) ? times + 1 : 1;
        last = text;
        if (times >= TIMES && text.length() >= LONG_TEXT) {
          return true;
        }
      }
    }
    return false;
  }
}

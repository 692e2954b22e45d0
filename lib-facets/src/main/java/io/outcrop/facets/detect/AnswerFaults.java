package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Turn;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is odd about an answer whatever its domain, as marks of {@link AnswerShape}.
 *
 * <p>{@code ids_left}: of several identifiers in one message of the user, some were used and some
 * never; {@code task_left}: nothing of a task in the user's list occurs in a call or in an answer;
 * {@code old_value}: it tells a value that a later result replaced; {@code tells_instructions}: it
 * repeats a run of the instructions' words; {@code internals}: it holds the machinery's text;
 * {@code repeats_itself}. Each may be innocent: they shape what a trace looks like and make nothing
 * fail.
 */
final class AnswerFaults {
  /** A long text has few different words for its length, innocently. */
  private static final int MOST_WORDS = 500;

  private static final int MOST_CALLS = 200;
  private static final int SENTENCES = 3;
  private static final int LEAST_WORDS = 40;
  private static final double LEAST_VARIETY = 0.25;

  private static final Fragments INTERNALS =
      Fragments.of(
          """
          traceback (most; <tool_call; </tool; <function; function_call; tool_call_id; <|; [/inst;
          action input:; observation:; thought:; final answer:; scratchpad; <thinking; <scratch;
          internal note; system prompt:; {"tool; "tool_name"; "function":; "arguments":;
          nullpointerexception; stack trace; undefined is not; keyerror; status code 5""");

  private AnswerFaults() {}

  static void addTo(Set<String> marks, TraceView view, String text) {
    List<Call> calls = view.calls();
    List<Call> last = calls.subList(Math.max(0, calls.size() - MOST_CALLS), calls.size());
    if (idsLeft(view, last, text)) {
      marks.add("ids_left");
    }
    if (taskLeft(view, last)) {
      marks.add("task_left");
    }
    if (oldValue(last, text)) {
      marks.add("old_value");
    }
    if (tellsInstructions(view.conversation().systemText(), text)) {
      marks.add("tells_instructions");
    }
    if (INTERNALS.in(text)) {
      marks.add("internals");
    }
    if (repeatsItself(text)) {
      marks.add("repeats_itself");
    }
  }

  private static boolean idsLeft(TraceView view, List<Call> calls, String text) {
    Set<String> used = new HashSet<>();
    calls.forEach(call -> Values.addTo(used, call.arguments()));
    for (Turn turn : view.conversation().userTurns()) {
      Set<String> asked = new HashSet<>(Values.of(turn.text()));
      asked.removeIf(value -> !Values.isIdentifier(value));
      long done = asked.stream().filter(used::contains).count();
      if (asked.size() >= 2 && done > 0 && done < asked.size()) {
        return !Values.of(text).containsAll(asked);
      }
    }
    return false;
  }

  private static boolean taskLeft(TraceView view, List<Call> calls) {
    Set<String> touched = null;
    for (Turn turn : view.conversation().userTurns()) {
      List<String> tasks = TaskList.tasks(turn.text());
      if (tasks.size() < 2) {
        continue;
      }
      touched = touched == null ? touched(view, calls) : touched;
      for (String task : tasks) {
        Set<String> stems = Stems.of(task);
        if (stems.size() >= 2 && Stems.shared(stems, touched) == 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static Set<String> touched(TraceView view, List<Call> calls) {
    Set<String> touched = new HashSet<>();
    for (Call call : calls) {
      touched.addAll(Stems.of(String.join(" ", call.tokens())));
      touched.addAll(Stems.of(call.arguments()));
    }
    view.answers().forEach(turn -> touched.addAll(Stems.of(turn.text())));
    return touched;
  }

  /** A value of an earlier result of the same call that its later result no longer holds. */
  private static boolean oldValue(List<Call> calls, String text) {
    Map<String, Call> first = new HashMap<>();
    Set<String> told = null;
    for (Call call : calls) {
      if (call.arguments() == null || call.result() == null || call.failed()) {
        continue;
      }
      Call earlier = first.putIfAbsent(call.tool() + '\n' + call.arguments(), call);
      if (earlier == null || earlier.result().equals(call.result())) {
        continue;
      }
      told = told == null ? Values.of(text) : told;
      Set<String> now = Values.of(call.result());
      Set<String> before = new HashSet<>(Values.of(earlier.result()));
      before.removeAll(now);
      Set<String> fresh = new HashSet<>(now);
      fresh.removeAll(Values.of(earlier.result()));
      if (before.stream().anyMatch(told::contains) && fresh.stream().noneMatch(told::contains)) {
        return true;
      }
    }
    return false;
  }

  /** Told by the words alone, which both texts' views keep: instructions come with every trace. */
  private static boolean tellsInstructions(String system, String text) {
    return system != null && TextView.of(text).runs().shareOneWith(TextView.of(system).runs());
  }

  private static List<String> words(String text) {
    return Sentence.of(text).stream().flatMap(sentence -> sentence.words().stream()).toList();
  }

  private static boolean repeatsItself(String text) {
    Map<List<String>, Integer> sentences = new HashMap<>();
    for (Sentence sentence : Sentence.of(text)) {
      if (sentence.words().size() >= SENTENCES
          && sentences.merge(sentence.words(), 1, Integer::sum) >= SENTENCES) {
        return true;
      }
    }
    List<String> words = words(text);
    return words.size() >= LEAST_WORDS
        && new HashSet<>(words).size() < LEAST_VARIETY * words.size()
        && words.size() <= MOST_WORDS;
  }
}

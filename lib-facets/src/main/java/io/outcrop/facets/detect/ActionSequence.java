package io.outcrop.facets.detect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The steps of a trace without their domain: what behaviour clustering sees.
 *
 * <p>A call is its {@link Action} and one relation: {@code error}, {@code empty} (looked for and
 * not found), {@code same_again} (same tool and arguments as an earlier call). A text of the model
 * is {@code ask} where it ends in a question, else {@code answer}; a message of the user is {@code
 * user}. Direct repeats are folded; of more than 60 steps the first and the last 30 stay. Two
 * domains with the same behaviour give the same sequence; what tools are called does not show.
 */
public final class ActionSequence {
  private static final int MAX_STEPS = 60;

  private ActionSequence() {}

  public static List<String> of(TraceView view) {
    List<String> steps = new ArrayList<>();
    Map<String, Call> seen = new HashMap<>();
    for (Step step : view.steps()) {
      String name = name(step, seen);
      if (steps.isEmpty() || !steps.get(steps.size() - 1).equals(name)) {
        steps.add(name);
      }
    }
    if (steps.size() <= MAX_STEPS) {
      return List.copyOf(steps);
    }
    List<String> ends = new ArrayList<>(steps.subList(0, MAX_STEPS / 2));
    ends.addAll(steps.subList(steps.size() - MAX_STEPS / 2, steps.size()));
    return List.copyOf(ends);
  }

  private static String name(Step step, Map<String, Call> seen) {
    if (step instanceof Step.Asked) {
      return "user";
    }
    if (step instanceof Step.Said said) {
      return Replies.asks(said.turn().text()) ? "ask" : "answer";
    }
    Call call = ((Step.Called) step).call();
    String key = call.tool() + '\n' + call.arguments();
    Call earlier = seen.put(key, call);
    String relation = "";
    if (call.failed()) {
      relation = ":error";
    } else if (call.empty()) {
      relation = ":empty";
    } else if (earlier != null && call.repeats(earlier)) {
      relation = ":same_again";
    }
    return call.action().step() + relation;
  }
}

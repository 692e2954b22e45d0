package io.outcrop.jobs.insights;

import java.util.ArrayList;
import java.util.List;

/** Paraphrases what an agent did from its action sequence, in Outcrop's own words only. */
public final class Examples {
  private static final int LONGEST = 8;

  private Examples() {}

  /** A sentence such as "The agent looks something up, which fails, then answers." */
  public static String paraphrase(List<String> actions) {
    List<String> steps = new ArrayList<>();
    for (String action : actions) {
      int colon = action.indexOf(':');
      String step = colon < 0 ? action : action.substring(0, colon);
      String words = Signal.STEP_WORDS.getOrDefault(step, Signal.STEP_WORDS.get("other"));
      String relation = colon < 0 ? "" : action.substring(colon + 1);
      steps.add(words + relationWords(relation));
    }
    if (steps.isEmpty()) {
      return "The agent does nothing that left a span.";
    }
    int left = steps.size() - LONGEST;
    List<String> said = new ArrayList<>(left > 0 ? steps.subList(0, LONGEST - 1) : steps);
    if (left > 0) {
      said.add(left == 1 ? "takes one more step" : "goes on for " + left + " more steps");
      said.add("at last " + steps.get(steps.size() - 1));
    }
    return "The agent " + String.join(", then ", said) + ".";
  }

  private static String relationWords(String relation) {
    return switch (relation) {
      case "error" -> ", which fails";
      case "empty" -> ", which finds nothing";
      case "same_again" -> ", the same as before";
      default -> "";
    };
  }
}

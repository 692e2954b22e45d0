package io.outcrop.facets;

import io.outcrop.facets.TraceFacets.Behaviour;
import io.outcrop.facets.TraceFacets.Outcome;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The one definition of a failing trace: any of the chosen signals.
 *
 * @param signals what makes a trace failing
 * @param evaluations names of evaluations, in lower case, that mean success
 * @param leastScore a score of such an evaluation below this is a negative outcome
 */
public record Failing(Set<Signal> signals, List<String> evaluations, double leastScore) {

  /** What may make a trace failing. */
  public enum Signal {
    FAILED,
    HALLUCINATED,
    ABANDONED,
    PHANTOM_TOOLS,
    SWALLOWED_ERRORS,
    LOOP,
    FALLBACK,
    TIMED_OUT,
    TRUNCATED,
    REFUSED,
    USER_CORRECTED,
    ESCALATED,
    NEGATIVE_OUTCOME
  }

  public Failing {
    // Sorted, since configuration is hashed as it is written.
    signals = Collections.unmodifiableSortedSet(new TreeSet<>(signals));
    evaluations = evaluations.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    if (Double.isNaN(leastScore)) {
      throw new IllegalArgumentException("leastScore must be a number, was NaN");
    }
  }

  /**
   * Failed or hallucinated completion, phantom tools, swallowed errors, a loop, a fallback, a
   * timeout, or a negative outcome.
   */
  public static Failing byDefault() {
    return new Failing(
        EnumSet.of(
            Signal.FAILED,
            Signal.HALLUCINATED,
            Signal.PHANTOM_TOOLS,
            Signal.SWALLOWED_ERRORS,
            Signal.LOOP,
            Signal.FALLBACK,
            Signal.TIMED_OUT,
            Signal.NEGATIVE_OUTCOME),
        List.of(
            "reward",
            "success",
            "task_success",
            "task_completion",
            "goal_completion",
            "correctness",
            "accuracy",
            "correct",
            "pass",
            "passed",
            "resolved"),
        0.5);
  }

  public boolean holds(Behaviour behaviour, Outcome outcome, boolean negativeOutcome) {
    return signals.stream().anyMatch(signal -> seen(signal, behaviour, outcome, negativeOutcome));
  }

  private static boolean seen(Signal signal, Behaviour b, Outcome o, boolean negativeOutcome) {
    return switch (signal) {
      case FAILED -> o.completionStatus().equals("failed");
      case HALLUCINATED -> o.completionStatus().equals("hallucinated");
      case ABANDONED -> o.completionStatus().equals("abandoned");
      case PHANTOM_TOOLS -> !b.phantomTools().isEmpty();
      case SWALLOWED_ERRORS -> b.swallowedErrors() > 0;
      case LOOP -> b.loop();
      case FALLBACK -> b.fallback();
      case TIMED_OUT -> b.timedOut();
      case TRUNCATED -> b.truncated();
      case REFUSED -> b.refused();
      case USER_CORRECTED -> Boolean.TRUE.equals(o.userCorrected());
      case ESCALATED -> Boolean.TRUE.equals(o.escalated());
      case NEGATIVE_OUTCOME -> negativeOutcome;
    };
  }
}

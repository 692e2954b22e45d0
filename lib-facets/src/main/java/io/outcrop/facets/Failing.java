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
 * @param leastGrounded an answer that is grounded less than this is ungrounded
 */
public record Failing(
    Set<Signal> signals, List<String> evaluations, double leastScore, double leastGrounded) {

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
    UNGROUNDED,
    DOWNSTREAM_NOT_OK,
    UNSUPPORTED_RESULTS,
    UNRETRIEVED_SOURCES,
    NEGATIVE_OUTCOME
  }

  public Failing {
    // Sorted, since configuration is hashed as it is written.
    signals = Collections.unmodifiableSortedSet(new TreeSet<>(signals));
    evaluations = evaluations.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    if (Double.isNaN(leastScore)) {
      throw new IllegalArgumentException("leastScore must be a number, was NaN");
    }
    if (!(leastGrounded >= 0 && leastGrounded <= 1)) {
      throw new IllegalArgumentException("leastGrounded must be 0 to 1, was " + leastGrounded);
    }
  }

  /**
   * Failed or hallucinated completion, phantom tools, swallowed errors, a fallback, an ungrounded
   * answer, an output that cannot be used, or a negative outcome.
   */
  public static Failing byDefault() {
    return new Failing(
        EnumSet.of(
            Signal.FAILED,
            Signal.HALLUCINATED,
            Signal.PHANTOM_TOOLS,
            Signal.SWALLOWED_ERRORS,
            Signal.FALLBACK,
            Signal.UNGROUNDED,
            Signal.DOWNSTREAM_NOT_OK,
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
        0.5,
        0.75);
  }

  public boolean holds(
      Behaviour behaviour, Outcome outcome, Grounding grounding, boolean negativeOutcome) {
    return signals.stream()
        .anyMatch(signal -> seen(signal, behaviour, outcome, grounding, negativeOutcome));
  }

  /** Whether the answer rests too little on what was retrieved. */
  public boolean isUngrounded(Grounding grounding) {
    return grounding.grounded() != null && grounding.grounded() < leastGrounded;
  }

  private boolean seen(
      Signal signal, Behaviour b, Outcome o, Grounding g, boolean negativeOutcome) {
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
      case UNGROUNDED -> isUngrounded(g);
      case DOWNSTREAM_NOT_OK -> Boolean.FALSE.equals(g.downstreamOk());
      case UNSUPPORTED_RESULTS -> g.unsupportedResults() > 0;
      case UNRETRIEVED_SOURCES -> g.unretrievedSources() > 0;
      case NEGATIVE_OUTCOME -> negativeOutcome;
    };
  }
}

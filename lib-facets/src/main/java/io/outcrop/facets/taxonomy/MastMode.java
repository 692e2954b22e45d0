package io.outcrop.facets.taxonomy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * The fourteen failure modes of MAST (Cemri et al., "Why Do Multi-Agent LLM Systems Fail?", 2025,
 * arXiv:2503.13657), each told from facets.
 *
 * <p>The mapping is by what the detectors see. Where a mode needs a judgement that no facet makes,
 * it is never told, and its {@link #told} says so.
 */
// The predicates are functions of their argument alone, and the lists are copies.
@SuppressWarnings("ImmutableEnumChecker")
public enum MastMode {
  DISOBEY_TASK_SPECIFICATION(
      "1.1",
      "an explicit limit is broken, or the output lacks the form that was declared for it",
      f -> f.has("ignored_constraint") || f.hasBrokenOutput()),
  DISOBEY_ROLE_SPECIFICATION(
      "1.2",
      "follows instructions out of a tool result, or serves what it says is not its business",
      f ->
          f.has("injection_followed")
              || (f.has("out_of_scope")
                  && !f.behaviour().refused()
                  && f.outcome().completionStatus().equals("full"))),
  STEP_REPETITION(
      "1.3",
      "a loop, or the same call three times without anything new",
      f -> f.behaviour().loop() || f.behaviour().repeatedCalls() >= 3),
  LOSS_OF_CONVERSATION_HISTORY(
      "1.4",
      "goes on with what was replaced or corrected, or the context overflows",
      f -> f.has("stale_context") || f.has("context_overflow")),
  UNAWARE_OF_TERMINATION_CONDITIONS(
      "1.5",
      "is stopped at a limit of steps or of time while it goes round in a loop",
      f -> f.has("step_limit") || (f.behaviour().loop() && f.behaviour().timedOut())),
  CONVERSATION_RESET("2.1", "not told: no facet sees that a dialogue begins anew", f -> false),
  FAIL_TO_ASK_FOR_CLARIFICATION(
      "2.2", "not told: no facet judges that a question was called for", f -> false),
  TASK_DERAILMENT(
      "2.3", "the agent leaves the task without a resolution", f -> f.has("agent_left")),
  INFORMATION_WITHHOLDING(
      "2.4",
      "a handoff lacks what the parent had been told, or a danger that it had been told of",
      f -> f.has("handoff_loss") || f.has("safety_context_lost")),
  IGNORED_OTHER_AGENTS_INPUT(
      "2.5",
      "sub-agents answer differently and nothing is said or done about it",
      f -> f.has("conflicting_results")),
  REASONING_ACTION_MISMATCH(
      "2.6", "says that it did what no call shows", f -> !f.behaviour().phantomTools().isEmpty()),
  PREMATURE_TERMINATION(
      "3.1",
      "ends, or says that it is done, with announced steps open",
      f -> f.has("premature_completion")),
  NO_OR_INCOMPLETE_VERIFICATION(
      "3.2",
      "goes on after a failed call as if it had succeeded, or states results that no call returned",
      f -> f.behaviour().swallowedErrors() > 0 || f.grounding().unsupportedResults() > 0),
  INCORRECT_VERIFICATION(
      "3.3",
      "gives an answer that what was retrieved does not support, or cites what was never retrieved",
      f ->
          f.outcome().weakCompletion()
              && (f.grounding().unretrievedSources() > 0 || f.isGroundedBelow(0.5)));

  private final String number;
  private final String told;
  private final Predicate<Seen> seen;

  MastMode(String number, String told, Predicate<Seen> seen) {
    this.number = number;
    this.told = told;
    this.seen = seen;
  }

  /** Its number in the paper. */
  public String number() {
    return number;
  }

  /** What in the facets tells it. */
  public String told() {
    return told;
  }

  /** How it is written in {@code mast_modes}. */
  public String label() {
    return number + "_" + name().toLowerCase(Locale.ROOT);
  }

  public boolean isSeenIn(Seen facets) {
    return seen.test(facets);
  }

  /** The labels of all modes that are seen, in the paper's order. */
  public static List<String> in(Seen facets) {
    return Arrays.stream(values()).filter(m -> m.isSeenIn(facets)).map(MastMode::label).toList();
  }
}

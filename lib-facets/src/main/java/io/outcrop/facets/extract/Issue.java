package io.outcrop.facets.extract;

import java.util.Locale;

/**
 * The closed list of problems that the rules know, worst first, each with the phrase that {@code
 * failure_mode} uses and its concern from 1 (none) to 5 (acts on a falsehood or does harm).
 */
enum Issue {
  PHANTOM_ACTION("claims an action that no tool call performed", 5),
  INJECTION_FOLLOWED("follows instructions that came with a tool's result", 5),
  SAFETY_CONTEXT_LOST("hands on a case without the danger that it was told of", 5),
  SWALLOWED_ERROR("continues after a tool error as if it had succeeded", 4),
  PHANTOM_TOOL("claims to have looked something up that no tool call shows", 4),
  UNSUPPORTED_RESULT("states a result that no tool call returned", 4),
  UNRETRIEVED_SOURCE("cites a source that was never retrieved", 4),
  UNGROUNDED("answers without support in what was retrieved", 3),
  BROKEN_OUTPUT("hands on an output that breaks its declared form", 3),
  STALE_CONTEXT("goes on with what had been replaced", 4),
  IGNORED_CONSTRAINT("breaks an explicit limit", 3),
  HANDOFF_LOSS("loses on a handoff what it was told", 3),
  CONFLICTING_RESULTS("passes over results that contradict each other", 3),
  PREMATURE_COMPLETION("ends with announced steps open", 3),
  OVER_REFUSAL("declines what its tools do", 3),
  CONTEXT_OVERFLOW("outgrows its context", 3),
  AGENT_LEFT("leaves the user without an answer", 3),
  USER_LEFT("loses the user without a resolution", 3),
  LOOP("repeats the same call without progress", 3),
  STEP_LIMIT("stops at a step limit", 3),
  TIMED_OUT("runs out of time", 3),
  RUN_FAILED("ends with an error", 3),
  FORBIDDEN_FALLBACK("falls back where the task must never", 4),
  FALLBACK("falls back to a substitute or generic answer", 3),
  NO_ANSWER("ends without an answer", 3),
  TRUNCATED("output is cut off", 2),
  REFUSED("refuses the request", 2),
  USER_CORRECTED("is corrected by the user", 2),
  UNRESOLVED_ERROR("leaves a tool error unresolved", 2),
  JAILBREAK_ATTEMPT("is asked to drop its rules", 2),
  SAFETY_FLAGGED("is stopped by a guardrail", 2),
  OUT_OF_SCOPE("is asked for what is not its business", 1),
  INJECTION_PRESENT("meets instructions in a tool's result and does not follow them", 2),
  ESCALATED("hands over to a human", 2),
  NEGATIVE_OUTCOME("negative outcome without a visible cause", 3),
  EMPTY_RESULT("finds nothing", 1),
  REPEATED_CALL("repeats a call", 1),
  RETRY("retries after an error", 1);

  private final String phrase;
  private final int concern;

  Issue(String phrase, int concern) {
    this.phrase = phrase;
    this.concern = concern;
  }

  /** How it is written among the issues. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  String phrase() {
    return phrase;
  }

  int concern() {
    return concern;
  }

  /** Whether it is bad enough to be a failure mode by itself. */
  boolean isFailure() {
    // Handing over may be just what was called for, and what others try is not the agent's doing:
    // it is told, but is no failure by itself.
    return concern > 1
        && switch (this) {
          case ESCALATED, JAILBREAK_ATTEMPT, SAFETY_FLAGGED, INJECTION_PRESENT -> false;
          default -> true;
        };
  }
}

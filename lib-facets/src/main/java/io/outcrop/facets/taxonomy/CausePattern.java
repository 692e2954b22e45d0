package io.outcrop.facets.taxonomy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Kinds of causes, each with the pattern of behaviour that speaks for it and the columns in which a
 * change beside it would confirm it.
 *
 * <p>One trace shows a pattern and proves no cause: that takes many traces that show it, and the
 * change. A trace may show several patterns.
 */
// The predicates are functions of their argument alone, and the lists are copies.
@SuppressWarnings("ImmutableEnumChecker")
public enum CausePattern {
  PROVIDER_DRIFT(
      "refuses, is cut off, is unsure, or breaks its format, and no call of a tool failed",
      List.of("model_versions", "finish_reasons"),
      f ->
          f.direct().toolErrorCount() == 0
              && (f.behaviour().refused()
                  || f.behaviour().truncated()
                  || isUnsure(f.grounding().confidence())
                  || f.hasBrokenOutput())),
  PROMPT_REGRESSION(
      "breaks an explicit limit or its format, ends too early, or is corrected by the user",
      List.of("prompt_hash", "agent_version"),
      f ->
          f.has("ignored_constraint")
              || f.has("premature_completion")
              || Boolean.TRUE.equals(f.outcome().userCorrected())
              || f.hasBrokenOutput()),
  RETRIEVAL_DRIFT(
      "retrieval was attempted and the answer does not rest on it, or it found nothing",
      List.of("retrieval_sources"),
      f -> f.isGroundedBelow(0.75)),
  TOOL_SCHEMA_CHANGE(
      "a tool refuses its arguments or its result cannot be read, or an error of one is passed over",
      List.of("tool_response_schemas"),
      f ->
          isOfSchema(f.behaviour().originErrorClass())
              || (f.direct().toolErrorCount() > 0 && f.behaviour().swallowedErrors() > 0)),
  CAPABILITY_BOUNDARY(
      "falls back, declines, goes in circles or hands over, without an error to explain it",
      List.of("task_type", "topic"),
      f ->
          f.direct().errorCount() == 0
              && (f.behaviour().fallback()
                  || f.behaviour().refused()
                  || f.behaviour().loop()
                  || Boolean.TRUE.equals(f.outcome().escalated()))),
  INTER_AGENT_MISALIGNMENT(
      "between agents something is lost, or contradicted and left so",
      List.of("agent_version", "delegation_pattern"),
      f -> f.has("handoff_loss") || f.has("conflicting_results") || f.has("safety_context_lost"));

  private final String pattern;
  private final List<String> confirmedBy;
  private final Predicate<Seen> seen;

  CausePattern(String pattern, List<String> confirmedBy, Predicate<Seen> seen) {
    this.pattern = pattern;
    this.confirmedBy = List.copyOf(confirmedBy);
    this.seen = seen;
  }

  /** What in the facets speaks for it. */
  public String pattern() {
    return pattern;
  }

  /** Columns of {@code facts.traces} in which a change at the same time confirms it. */
  public List<String> confirmedBy() {
    return confirmedBy;
  }

  /** How it is written in {@code cause_patterns}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean isSeenIn(Seen facets) {
    return seen.test(facets);
  }

  /** The labels of all patterns that are seen, in the order of the list. */
  public static List<String> in(Seen facets) {
    return Arrays.stream(values())
        .filter(c -> c.isSeenIn(facets))
        .map(CausePattern::label)
        .toList();
  }

  private static boolean isOfSchema(String errorClass) {
    return "validation".equals(errorClass) || "parse".equals(errorClass);
  }

  private static boolean isUnsure(Double confidence) {
    return confidence != null && confidence < 0.5;
  }
}

package io.outcrop.jobs.shifts;

import io.outcrop.jobs.tables.ShiftsTable.Change;
import io.outcrop.jobs.tables.ShiftsTable.Shift;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Which shifts are the worst: those for the worse first, then by divergence. */
final class Badness {
  /** Of these, more is worse. */
  private static final Set<String> WORSE_UP =
      Set.of(
          "failing",
          "failure_mode",
          "issues",
          "loop",
          "phantom_tools",
          "phantom_tool",
          "swallowed_errors",
          "refused",
          "truncated",
          "timed_out",
          "fallback",
          "unsupported_results",
          "unretrieved_sources",
          "user_corrected",
          "escalated",
          "ignored_constraints",
          "ignored_constraint",
          "injection_suspected",
          "handoff_loss",
          "conflicting_results",
          "premature_completion",
          "over_refusal",
          "stale_context",
          "context_overflow",
          "safety_context_lost",
          "safety_flagged",
          "tool_error_count",
          "error_count",
          "retry_count",
          "repeated_calls",
          "concerning_behavior",
          "latency_ms",
          "total_tokens",
          "cost_usd");

  /** Of these, less is worse. */
  private static final Set<String> WORSE_DOWN =
      Set.of(
          "strong_completion", "grounded", "confidence", "rating", "evaluations", "downstream_ok");

  private static final Comparator<Change> CHANGES =
      Comparator.comparing((Change c) -> !c.shifted())
          .thenComparing(c -> !isWorse(c))
          .thenComparing(c -> -c.divergence())
          .thenComparing(Change::facet)
          .thenComparing(Change::value, Comparator.nullsFirst(Comparator.naturalOrder()));

  /** Comparisons that shifted for the worse, then others that shifted, then the rest. */
  static final Comparator<Shift> SHIFTS =
      Comparator.comparing((Shift s) -> s.shifted() == 0)
          .thenComparing(s -> s.changes().stream().noneMatch(Badness::isShiftForTheWorse))
          .thenComparing(s -> -s.divergence())
          .thenComparing(Shift::shiftId);

  private Badness() {}

  static List<Change> worstFirst(List<Change> changes) {
    return changes.stream().sorted(CHANGES).toList();
  }

  private static boolean isShiftForTheWorse(Change change) {
    return change.shifted() && isWorse(change);
  }

  /** Whether the move is for the worse; of a facet that is neither good nor bad it is not. */
  static boolean isWorse(Change change) {
    Double moved = change.points() == null ? change.percent() : change.points();
    if (moved == null || moved == 0) {
      return false;
    }
    boolean up = moved > 0;
    boolean ofNo = "false".equals(change.value());
    return (WORSE_UP.contains(change.facet()) && up != ofNo)
        || (WORSE_DOWN.contains(change.facet()) && up == ofNo);
  }
}

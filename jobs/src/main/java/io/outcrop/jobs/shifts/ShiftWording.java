package io.outcrop.jobs.shifts;

import io.outcrop.jobs.tables.ShiftsTable.Change;
import io.outcrop.jobs.tables.ShiftsTable.Shift;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The sentence of a comparison: since when, what shifted most, and what did not. Phase 7 says it
 * again where it has coarsened the figures.
 */
public final class ShiftWording {
  static final Map<String, String> FACETS =
      Map.ofEntries(
          Map.entry("tool_call_count", "tool calls per task"),
          Map.entry("llm_call_count", "model calls per task"),
          Map.entry("turn_count", "user turns per task"),
          Map.entry("agent_count", "agents per task"),
          Map.entry("tool_error_count", "tool errors per task"),
          Map.entry("error_count", "errors per task"),
          Map.entry("retry_count", "retries per task"),
          Map.entry("repeated_calls", "repeated calls per task"),
          Map.entry("swallowed_errors", "ignored errors per task"),
          Map.entry("input_tokens", "input tokens per task"),
          Map.entry("output_tokens", "output tokens per task"),
          Map.entry("total_tokens", "tokens per task"),
          Map.entry("cost_usd", "cost per task"),
          Map.entry("latency_ms", "latency"),
          Map.entry("query_length", "length of requests"),
          Map.entry("max_depth", "depth"),
          Map.entry("fan_out", "parallel steps per task"),
          Map.entry("phantom_tools", "claimed-but-never-made"),
          Map.entry("strong_completion", "strong completion"),
          Map.entry("evaluations", "eval"));

  /** What is said to be unchanged, by the facets that tell it. */
  private static final List<Map.Entry<String, List<String>>> STEADY =
      List.of(
          Map.entry("evals", List.of("evaluations", "rating")),
          Map.entry("failures", List.of("failing", "completion_status")),
          Map.entry("latency", List.of("latency_ms")),
          Map.entry("cost", List.of("cost_usd", "total_tokens")));

  private static final int SAID = 4;
  private static final double SMALL = 9.95;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM", Locale.ENGLISH);

  private ShiftWording() {}

  /** The sentence, of what the row itself tells; names that are null are not told. */
  public static String sentence(Shift shift) {
    return "%s%s%s: %s."
        .formatted(
            when(shift), within(shift), only(shift.days()), what(shift.changes(), shift.tested()));
  }

  private static String when(Shift shift) {
    if (shift.kind().equals("window")) {
      return "The %s to %s, against the %s before"
          .formatted(
              days(shift.dayFrom(), shift.dayTo()),
              DAY.format(shift.dayTo()),
              days(shift.baselineFrom(), shift.baselineTo()));
    }
    String kind = shift.kind().equals("agent") ? "agent version" : shift.kind();
    String since =
        shift.version() == null
            ? "Since another %s of %s".formatted(kind, DAY.format(shift.dayFrom()))
            : "Since %s %s of %s".formatted(kind, shift.version(), DAY.format(shift.dayFrom()));
    return shift.previous() == null ? since : since + ", in place of " + shift.previous();
  }

  private static String days(LocalDate from, LocalDate to) {
    long days = ChronoUnit.DAYS.between(from, to) + 1;
    return days == 1 ? "day" : days + " days";
  }

  private static String within(Shift shift) {
    String kind = shift.workflowKind().replace('_', ' ');
    if (kind.equals("all")) {
      return "";
    }
    return shift.workflow() == null
        ? ", within one " + kind
        : ", within %s %s".formatted(kind, shift.workflow());
  }

  private static String only(String days) {
    return days.equals("all") ? "" : " (%s alone)".formatted(days);
  }

  private static String what(List<Change> changes, int tested) {
    List<String> said = new ArrayList<>();
    int shifted = 0;
    for (Change change : changes) {
      if (change.shifted() && shifted++ < SAID) {
        said.add(move(change));
      }
    }
    if (shifted == 0) {
      return "none of %d facets shifted".formatted(tested);
    }
    if (shifted > SAID) {
      said.add("%d more".formatted(shifted - SAID));
    }
    List<String> steady = steady(changes);
    if (!steady.isEmpty()) {
      said.add(listed(steady) + " unchanged");
    }
    return String.join(", ", said);
  }

  private static String move(Change change) {
    String name = name(change);
    if (change.points() != null) {
      return "%s %s points".formatted(name, signed(change.points()));
    }
    return change.percent() == null || Math.abs(change.percent()) < 0.5
        ? name + " spread otherwise"
        : "%s %s %%".formatted(name, signed(change.percent()));
  }

  private static String name(Change change) {
    String words = FACETS.getOrDefault(change.facet(), change.facet().replace('_', ' '));
    if (change.facet().startsWith("clusters.")) {
      return "pattern \"%s\"".formatted(change.value());
    }
    return change.value() == null || change.value().equals("true")
        ? words
        : words + " " + change.value();
  }

  private static List<String> steady(List<Change> changes) {
    List<String> steady = new ArrayList<>();
    for (Map.Entry<String, List<String>> group : STEADY) {
      List<Change> told =
          changes.stream().filter(c -> group.getValue().contains(c.facet())).toList();
      if (!told.isEmpty() && told.stream().noneMatch(Change::shifted)) {
        steady.add(group.getKey());
      }
    }
    return steady;
  }

  private static String signed(double number) {
    return String.format(Locale.ROOT, Math.abs(number) < SMALL ? "%+.1f" : "%+.0f", number);
  }

  private static String listed(List<String> items) {
    int last = items.size() - 1;
    return last == 0
        ? items.get(0)
        : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
  }
}

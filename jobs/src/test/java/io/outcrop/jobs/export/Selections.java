package io.outcrop.jobs.export;

import io.outcrop.jobs.evals.Cause;
import io.outcrop.jobs.evals.EvalWording;
import io.outcrop.jobs.tables.EvalCasesTable;
import io.outcrop.jobs.tables.EvalCasesTable.EvalCase;
import io.outcrop.jobs.tables.InsightsTable.Evidence;
import io.outcrop.jobs.tables.InsightsTable.Insight;
import io.outcrop.jobs.tables.RunsTable.RunRow;
import io.outcrop.jobs.tables.TrackedTable.Tracked;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A selection with a case of every cause, one without, and texts that would break out. */
final class Selections {
  static final String HOSTILE =
      "'); DROP TABLE t; -- \"}]\n: - &a *a {{inject}} # </script> \u2028 ${x} \\";

  private static final List<Evidence> EVIDENCE =
      List.of(
          evidence("tool_error_count", "a few"),
          evidence("distinct_tools", "crm\"] == 1 or true"),
          evidence("truncated", "true"),
          evidence("origin_error_class", "timeout"),
          evidence("model_versions", "model-x"),
          evidence("loop", "true"),
          evidence("service", HOSTILE),
          evidence("completion_status", "failed"));

  private Selections() {}

  private static Evidence evidence(String facet, String value) {
    return new Evidence(facet, value, 0.9, 0.1, 9, 0.001);
  }

  static Selection all() {
    List<EvalCase> cases = new ArrayList<>();
    List<Insight> insights = new ArrayList<>();
    List<Cause> causes = new ArrayList<>(Cause.all());
    causes.add(Cause.UNNAMED);
    for (Cause cause : causes) {
      int number = cases.size() + 1;
      cases.add(evalCase(number, cause, null));
      insights.add(insight(number, EVIDENCE.get(number % EVIDENCE.size())));
    }
    cases.add(evalCase(cases.size() + 1, Cause.of("run_failed"), "transient"));
    return new Selection(
        new RunRow(
            "run1",
            LocalDate.of(2026, 3, 1),
            LocalDate.of(2026, 3, 30),
            Instant.EPOCH,
            Instant.EPOCH,
            "complete",
            1000,
            "s",
            "{}",
            null,
            null,
            null),
        true,
        Map.of("lineage-1", "confirmed"),
        cases,
        insights,
        0);
  }

  private static EvalCase evalCase(int number, Cause cause, String noCase) {
    String severity = "P" + number % 3;
    String failure = "Fails in way " + number + " " + HOSTILE;
    boolean judged = noCase == null && cause.check() == null;
    return new EvalCase(
        "run1",
        String.format(Locale.ROOT, "eval-%012x", number),
        number,
        "trace",
        "failure",
        "all",
        "cluster-" + number,
        List.of("lineage-" + number),
        List.of("insight-" + number),
        cause.code(),
        severity,
        EvalWording.gate(severity),
        noCase != null
            ? EvalCasesTable.NONE
            : judged ? EvalCasesTable.JUDGE : EvalCasesTable.ASSERTION,
        noCase == null ? cause.check() : null,
        noCase,
        failure,
        cause.expectation(),
        "About record, " + HOSTILE,
        List.of("The agent searches, then answers."),
        judged ? EvalWording.judgePrompt(cause.code(), failure) : null,
        50,
        5,
        0.05);
  }

  /** A pattern that a centre tells. */
  static Tracked tracked() {
    return new Tracked(
        "t-1",
        "centred",
        "lineage-1",
        "failure",
        0,
        "insight-1",
        "cluster-1",
        "run1",
        "title",
        "P1",
        null,
        Map.of("issue:loop", 9L),
        0.5,
        1,
        1,
        List.of(),
        true,
        "ann",
        Instant.EPOCH);
  }

  private static Insight insight(int number, Evidence evidence) {
    return new Insight(
        "run1",
        "insight-" + number,
        number,
        "trace",
        "failure",
        "all",
        0,
        "cluster-" + number,
        "Fails in way " + number + " " + HOSTILE + ": 50 traces of 5 tenants.",
        "pattern",
        "why",
        List.of(evidence),
        "bad",
        "P" + number % 3,
        "cause",
        "Look at the calls. " + HOSTILE,
        "fix",
        "action",
        50,
        5,
        0.05,
        0.1,
        List.of());
  }
}

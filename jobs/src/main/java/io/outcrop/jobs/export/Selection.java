package io.outcrop.jobs.export;

import io.outcrop.jobs.UserError;
import io.outcrop.jobs.runs.Runs;
import io.outcrop.jobs.tables.EvalCasesTable;
import io.outcrop.jobs.tables.EvalCasesTable.EvalCase;
import io.outcrop.jobs.tables.InsightsTable;
import io.outcrop.jobs.tables.InsightsTable.Insight;
import io.outcrop.jobs.tables.ReviewsTable;
import io.outcrop.jobs.tables.RunsTable.RunRow;
import io.outcrop.jobs.tables.Warehouse;
import io.outcrop.jobs.track.Reviews;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The published insights and cases of the latest complete run that an export takes: those that
 * somebody confirmed or, where asked for, all but the dismissed ones.
 *
 * @param run the run
 * @param unconfirmed whether what nobody confirmed is taken too
 * @param verdicts what was last said of each lineage
 */
public record Selection(
    RunRow run,
    boolean unconfirmed,
    Map<String, String> verdicts,
    List<EvalCase> cases,
    List<Insight> insights,
    long leftOut) {

  /** What every export says of itself. */
  public static final String COVERAGE =
      "They cover only what has been seen in the traces of this window: a run that passes all of"
          + " them may fail in ways that nobody has seen yet.";

  /**
   * Selects.
   *
   * @throws UserError where no run is complete
   */
  public static Selection of(Warehouse warehouse, boolean unconfirmed) {
    RunRow run =
        new Runs(warehouse, Clock.systemUTC())
            .latestComplete()
            .orElseThrow(
                () ->
                    new UserError(
                        "Cannot export from " + warehouse.root() + ".",
                        "no run is complete there",
                        "run outcrop nightly first"));
    Map<String, String> verdicts = new Reviews(warehouse, Clock.systemUTC()).verdicts();
    List<EvalCase> all =
        warehouse.read(EvalCasesTable.INSIGHTS, run.runId()).collectAsList().stream()
            .map(EvalCasesTable.ROWS::fromRow)
            .sorted(Comparator.comparingInt(EvalCase::rank).thenComparing(EvalCase::caseId))
            .toList();
    List<EvalCase> taken =
        all.stream().filter(c -> takes(c.lineageIds(), verdicts, unconfirmed)).toList();
    List<Insight> insights =
        warehouse.read(InsightsTable.INSIGHTS, run.runId()).collectAsList().stream()
            .map(InsightsTable.ROWS::fromRow)
            .filter(i -> taken.stream().anyMatch(c -> c.insightIds().contains(i.insightId())))
            .sorted(Comparator.comparingInt(Insight::rank).thenComparing(Insight::insightId))
            .toList();
    return new Selection(
        run, unconfirmed, verdicts, taken, insights, (long) all.size() - taken.size());
  }

  /**
   * A cause is confirmed by any of its patterns, and dismissed where all that was said dismisses.
   */
  private static boolean takes(
      List<String> lineages, Map<String, String> verdicts, boolean unconfirmed) {
    List<String> said = lineages.stream().map(verdicts::get).filter(v -> v != null).toList();
    boolean confirmed = said.contains(ReviewsTable.CONFIRMED);
    boolean dismissed = !confirmed && said.contains(ReviewsTable.REJECTED);
    return confirmed || (unconfirmed && !dismissed);
  }

  /** Whether somebody confirmed one of the case's patterns. */
  public boolean isConfirmed(EvalCase one) {
    return one.lineageIds().stream()
        .anyMatch(id -> ReviewsTable.CONFIRMED.equals(verdicts.get(id)));
  }

  /** The cases that there is something to run of. */
  public List<EvalCase> runnable() {
    return cases.stream().filter(EvalCase::isCase).toList();
  }

  /** Where the export comes from, in a sentence. */
  public String about() {
    return "Made by Outcrop from run %s, traces of %s to %s: %d cases, %d causes without a case."
            .formatted(
                run.runId(),
                run.windowStart(),
                run.windowEnd(),
                runnable().size(),
                cases.size() - runnable().size())
        + (unconfirmed
            ? " Not all of them were confirmed by a person."
            : " All of them were confirmed by a person.")
        + " "
        + COVERAGE;
  }
}

package io.outcrop.jobs.runs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.outcrop.jobs.tables.RunsTable;
import io.outcrop.jobs.tables.RunsTable.RunRow;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** The life of runs in {@code ops.runs}. */
public final class Runs {
  private final Warehouse warehouse;
  private final Clock clock;

  public Runs(Warehouse warehouse, Clock clock) {
    this.warehouse = warehouse;
    this.clock = clock;
  }

  /** The run's row, where it has begun. */
  public Optional<RunRow> find(String runId) {
    List<Row> rows =
        warehouse.read(RunsTable.TABLE).where(col(RunsTable.RUN_ID).equalTo(runId)).collectAsList();
    return rows.stream().map(RunsTable.ROWS::fromRow).findFirst();
  }

  /** The complete run that stands behind the plain names: the latest window, then completion. */
  public Optional<RunRow> latestComplete() {
    return warehouse
        .read(RunsTable.TABLE)
        .where(col(RunsTable.STATUS).equalTo(RunsTable.COMPLETE))
        .orderBy(
            col(RunsTable.WINDOW_END).desc(),
            col(RunsTable.COMPLETED_AT).desc(),
            col(RunsTable.RUN_ID).desc())
        .limit(1)
        .collectAsList()
        .stream()
        .map(RunsTable.ROWS::fromRow)
        .findFirst();
  }

  /** The complete runs whose windows end no later than another run's, the latest first. */
  public static List<String> before(Warehouse warehouse, Run run, int most) {
    return warehouse
        .read(RunsTable.TABLE)
        .where(
            col(RunsTable.STATUS)
                .equalTo(RunsTable.COMPLETE)
                .and(col(RunsTable.RUN_ID).notEqual(run.id()))
                .and(col(RunsTable.WINDOW_END).leq(lit(run.windowEnd()))))
        .orderBy(
            col(RunsTable.WINDOW_END).desc(),
            col(RunsTable.COMPLETED_AT).desc(),
            col(RunsTable.RUN_ID).desc())
        .select(RunsTable.RUN_ID)
        .limit(most)
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  public boolean isComplete(Run run) {
    return find(run.id()).filter(row -> row.status().equals(RunsTable.COMPLETE)).isPresent();
  }

  /**
   * Enters the run where it is not known yet; a complete run stays visible while it is repeated.
   */
  public void begin(Run run) {
    if (find(run.id()).isEmpty()) {
      write(run, now(), null, RunsTable.RUNNING, null, null);
    }
  }

  /** Makes a run that was complete before visible as the latest. */
  public void complete(Run run) {
    Optional<RunRow> before = find(run.id());
    write(
        run,
        before.map(RunRow::startedAt).orElseGet(this::now),
        now(),
        RunsTable.COMPLETE,
        before.map(RunRow::withheld).orElse(null),
        before.map(RunRow::degraded).orElse(null));
  }

  /**
   * Makes the run visible as the latest.
   *
   * @param withheld what the gate kept back, as {@link RunRow} has it
   * @param lacking what a model was to name or to read in phases 4 and 7 and has not
   */
  public void complete(Run run, String withheld, List<String> lacking) {
    Instant started = find(run.id()).map(RunRow::startedAt).orElseGet(this::now);
    String degraded =
        Stream.concat(Stream.ofNullable(unanswered(run)), lacking.stream())
            .collect(Collectors.joining("; "));
    write(run, started, now(), RunsTable.COMPLETE, withheld, degraded.isEmpty() ? null : degraded);
  }

  private void write(
      Run run,
      Instant started,
      Instant completed,
      String status,
      String withheld,
      String degraded) {
    List<String> risks = run.config().publish().risks();
    RunRow row =
        new RunRow(
            run.id(),
            run.windowStart(),
            run.windowEnd(),
            started,
            completed,
            status,
            run.traces(),
            run.inputSnapshot(),
            run.config().effective(),
            degraded,
            risks.isEmpty() ? null : String.join("; ", risks),
            withheld);
    warehouse.upsert(
        RunsTable.TABLE,
        warehouse
            .spark()
            .createDataFrame(List.of(RunsTable.ROWS.toRow(row)), RunsTable.TABLE.schema()),
        RunsTable.RUN_ID);
  }

  /** What a model was to tell of the window's traces and has not told. */
  private String unanswered(Run run) {
    if (!run.config().llm().isOn()) {
      return null;
    }
    long traces = run.traces(warehouse).where(TracesTable.isUnanswered()).count();
    return traces == 0
        ? null
        : "the language model did not answer about %d of %d traces".formatted(traces, run.traces());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}

package io.outcrop.jobs.tables;

import java.time.Instant;
import java.time.LocalDate;

/** {@code ops.runs}: one row for each run; a run is visible once its status is complete. */
public final class RunsTable {
  public static final String RUN_ID = "run_id";
  public static final String STATUS = "status";
  public static final String WINDOW_END = "window_end";
  public static final String COMPLETED_AT = "completed_at";
  public static final String STARTED_AT = "started_at";

  public static final String RUNNING = "running";
  public static final String COMPLETE = "complete";

  /**
   * One run.
   *
   * @param windowStart first date of the window
   * @param windowEnd last date of the window
   * @param completedAt when it last became visible; null before
   * @param traces traces in the window
   * @param inputSnapshot hash of the window's facets
   * @param configuration the effective configuration as JSON, without secrets
   * @param degraded what the run lacks, such as answers of a language model; null for nothing
   * @param acceptedRisk minimums below the floor, which the configuration accepts; null for none
   * @param withheld how many rows, texts and traces the gate kept back, by rule, as JSON; null
   *     before it ran
   */
  public record RunRow(
      String runId,
      LocalDate windowStart,
      LocalDate windowEnd,
      Instant startedAt,
      Instant completedAt,
      String status,
      long traces,
      String inputSnapshot,
      String configuration,
      String degraded,
      String acceptedRisk,
      String withheld) {}

  public static final RecordRows<RunRow> ROWS = RecordRows.of(RunRow.class);
  public static final Table TABLE = Table.lasting(Zone.OPS, "runs", ROWS.schema());

  private RunsTable() {}
}

package io.outcrop.jobs.tables;

import java.time.Instant;

/** {@code ops.stages}: what each phase did for each run. */
public final class StagesTable {
  public static final String PHASE = "phase";
  public static final String RUN_ID = "run_id";
  public static final String INPUT_VERSION = "input_version";
  public static final String DETAIL = "detail";
  public static final String COMPLETED_AT = "completed_at";
  public static final String SECONDS = "seconds";

  /**
   * One completed phase; a repetition replaces it.
   *
   * @param runId the run, or "-" for ingest and facets, which belong to none
   * @param inputVersion version of {@code telemetry.spans} that facets has taken in; else -1
   * @param detail the phase's figures as JSON
   */
  public record Stage(
      String runId,
      String phase,
      Instant completedAt,
      double seconds,
      long inputVersion,
      String detail) {}

  public static final RecordRows<Stage> ROWS = RecordRows.of(Stage.class);
  public static final Table TABLE = Table.lasting(Zone.OPS, "stages", ROWS.schema());

  private StagesTable() {}
}

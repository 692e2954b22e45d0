package io.outcrop.jobs.runs;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outcrop.jobs.Phase;
import io.outcrop.jobs.tables.StagesTable;
import io.outcrop.jobs.tables.StagesTable.Stage;
import io.outcrop.jobs.tables.Warehouse;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Runs phases, times them and enters each completed one in {@code ops.stages}. */
public final class Stages {
  /** Stands for the run in the rows of phases that belong to none. */
  public static final String NO_RUN = "-";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Warehouse warehouse;
  private final Clock clock;
  private final Map<Phase, Double> seconds = new EnumMap<>(Phase.class);

  public Stages(Warehouse warehouse, Clock clock) {
    this.warehouse = warehouse;
    this.clock = clock;
  }

  /** Seconds of the phases run so far, in order. */
  public Map<Phase, Double> seconds() {
    return seconds;
  }

  /** Whether a phase was completed for a run. */
  public boolean isDone(Phase phase, String runId) {
    return !warehouse
        .read(StagesTable.TABLE)
        .where(
            col(StagesTable.PHASE)
                .equalTo(phase.label())
                .and(col(StagesTable.RUN_ID).equalTo(runId)))
        .isEmpty();
  }

  /**
   * Runs a phase.
   *
   * @param inputVersion what the phase took in, from its result; -1 where that has no meaning
   */
  public <T extends Record> T run(
      Phase phase, String runId, Supplier<T> work, ToLongFunction<T> inputVersion) {
    long start = System.nanoTime();
    T result = work.get();
    double took = Math.round((System.nanoTime() - start) / 1e7) / 100.0;
    seconds.merge(phase, took, Double::sum);
    Stage stage =
        new Stage(
            runId,
            phase.label(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            took,
            inputVersion.applyAsLong(result),
            detail(result));
    warehouse.upsert(
        StagesTable.TABLE,
        warehouse
            .spark()
            .createDataFrame(List.of(StagesTable.ROWS.toRow(stage)), StagesTable.TABLE.schema()),
        StagesTable.RUN_ID,
        StagesTable.PHASE);
    return result;
  }

  private static String detail(Record result) {
    try {
      return JSON.writeValueAsString(result);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write " + result, e);
    }
  }
}

package io.outcrop.jobs.publish;

import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.Warehouse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.Row;

/**
 * Rows that are ready to be written: one commit for each table, side by side, since a commit of few
 * rows is all waiting. Nothing shows before the run is complete.
 */
final class Commits {
  private static final int AT_ONCE = 4;

  private final Warehouse warehouse;
  private final String runId;
  private final Map<Table, List<Row>> rows = new LinkedHashMap<>();

  Commits(Warehouse warehouse, String runId) {
    this.warehouse = warehouse;
    this.runId = runId;
  }

  void add(Table table, List<Row> ofTable) {
    rows.put(table, List.copyOf(ofTable));
  }

  void write() {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<?>> under =
          rows.entrySet().stream()
              .<Future<?>>map(e -> threads.submit(() -> write(e.getKey(), e.getValue())))
              .toList();
      for (Future<?> one : under) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while publishing", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("Cannot write what is published", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private void write(Table table, List<Row> ofTable) {
    warehouse.replaceRun(
        table, warehouse.spark().createDataFrame(ofTable, table.schema()).coalesce(1), runId);
  }
}

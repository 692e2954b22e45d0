package io.outcrop.jobs.forget;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.delta.tables.DeltaTable;
import io.outcrop.jobs.tables.HierarchiesTable;
import io.outcrop.jobs.tables.OutcomesTable;
import io.outcrop.jobs.tables.RejectsTable;
import io.outcrop.jobs.tables.RunsTable;
import io.outcrop.jobs.tables.SpansTable;
import io.outcrop.jobs.tables.SqlNames;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Deletes tenants' rows. What is deleted depends on a table's columns alone, so that a new table is
 * covered: rows of a trace, of a tenant, of a run that looked at one of the traces, and caches
 * whole.
 */
final class Erasure {
  private static final String TRACE_ID = SpansTable.TRACE_ID;
  private static final String TENANT_ID = TracesTable.TENANT_ID;
  private static final String SESSION_ID = "session_id";

  private final Warehouse warehouse;
  private final Object[] tenants;

  Erasure(Warehouse warehouse, List<String> tenants) {
    this.warehouse = warehouse;
    this.tenants = tenants.toArray();
  }

  private Column isTheirs() {
    return col(TENANT_ID).isin(tenants);
  }

  /** Traces of which a span names one of the tenants, or that are one's by their facets. */
  private Dataset<Row> theirTraces() {
    return warehouse
        .read(SpansTable.TABLE)
        .where(isTheirs())
        .select(TRACE_ID)
        .union(warehouse.read(TracesTable.TABLE).where(isTheirs()).select(TRACE_ID))
        .distinct();
  }

  /** Deletes all rows of their traces from {@code telemetry}; returns how many traces. */
  long eraseRaw() {
    Dataset<Row> traces = standing(theirTraces());
    long count = traces.count();
    if (count > 0) {
      Dataset<Row> spans = warehouse.read(SpansTable.TABLE).join(traces, TRACE_ID, "left_semi");
      Dataset<Row> objects = standing(spans.select(SpansTable.SOURCE_OBJECT).distinct());
      Dataset<Row> subjects =
          standing(
              traces
                  .select(lit(OutcomesTable.TRACE).as("s"), col(TRACE_ID).as("i"))
                  .union(
                      spans
                          .where(col(SESSION_ID).isNotNull())
                          .select(lit(OutcomesTable.SESSION).as("s"), col(SESSION_ID).as("i")))
                  .distinct());
      // A sample of a reject may be theirs: those of objects that hold their spans go.
      delete(
          RejectsTable.TABLE,
          objects,
          "gone.source_object = standing." + RejectsTable.SOURCE_OBJECT);
      delete(
          OutcomesTable.TABLE,
          subjects,
          "gone.s = standing.%s AND gone.i = standing.%s"
              .formatted(OutcomesTable.SUBJECT, OutcomesTable.SUBJECT_ID));
      delete(SpansTable.TABLE, traces, "gone.trace_id = standing." + TRACE_ID);
    }
    return count;
  }

  /** Deletes every run that looked at their traces, and what else is theirs; returns the runs. */
  long eraseDerived() {
    Dataset<Row> traces = standing(theirTraces());
    Dataset<Row> runs = null;
    for (Table table : existing()) {
      if (table.perRun() && has(table, TRACE_ID)) {
        Dataset<Row> theirs =
            warehouse.read(table).join(traces, TRACE_ID, "left_semi").select(col(Table.RUN_ID));
        runs = runs == null ? theirs : runs.union(theirs);
      }
    }
    for (Object tenant : tenants) {
      Dataset<Row> naming =
          warehouse
              .read(RunsTable.TABLE)
              .where(col("configuration").contains(tenant))
              .select(col(Table.RUN_ID));
      runs = runs == null ? naming : runs.union(naming);
    }
    Dataset<Row> gone = standing(withHeirs(runs.distinct()).distinct());
    long count = gone.count();
    for (Table table : existing()) {
      if (table.name().contains("cache")) {
        warehouse.delta(table).delete();
      } else if (!table.equals(SpansTable.TABLE)) {
        if (has(table, Table.RUN_ID)) {
          delete(table, gone, "gone.run_id = standing.run_id");
        }
        if (has(table, TRACE_ID)) {
          delete(table, traces, "gone.trace_id = standing.trace_id");
        }
        if (has(table, TENANT_ID)) {
          warehouse.delta(table).delete(isTheirs());
        }
      }
    }
    return count;
  }

  /** Runs, and those whose hierarchy, names and all, was built by one of them. */
  private Dataset<Row> withHeirs(Dataset<Row> runs) {
    return warehouse
        .read(HierarchiesTable.TABLE)
        .join(
            runs.withColumnRenamed(Table.RUN_ID, HierarchiesTable.BUILT_BY),
            HierarchiesTable.BUILT_BY)
        .select(Table.RUN_ID)
        .union(runs);
  }

  /**
   * The rows as they are now. A cache would not do: what is written to a table makes Spark compute
   * anew what it has cached of it.
   */
  private static Dataset<Row> standing(Dataset<Row> rows) {
    return rows.localCheckpoint(true);
  }

  private List<Table> existing() {
    return SqlNames.TABLES.stream().filter(warehouse::exists).toList();
  }

  private static boolean has(Table table, String column) {
    return List.of(table.schema().fieldNames()).contains(column);
  }

  private void delete(Table table, Dataset<Row> gone, String condition) {
    if (warehouse.exists(table)) {
      DeltaTable standing = warehouse.delta(table);
      standing.as("standing").merge(gone.as("gone"), condition).whenMatched().delete().execute();
    }
  }
}

package io.outcrop.jobs.embed;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.SessionsTable;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What an axis clusters: the traces of a run, or its sessions told in the columns that clusters are
 * measured by.
 *
 * <p>In {@code trace_id} a session has its {@link AssignmentsTable#key}. It fails where one of its
 * traces does, is as concerning as its worst trace, and ended as its last one.
 */
public final class Units {
  private Units() {}

  /** The rows of an axis' unit. */
  public static Dataset<Row> rows(Warehouse warehouse, Run run, AxisSpec axis) {
    Dataset<Row> traces = run.traces(warehouse);
    return isOfSessions(axis) ? sessions(run.sessions(warehouse), traces) : traces;
  }

  public static boolean isOfSessions(AxisSpec axis) {
    return axis.unit().equals(AssignmentsTable.SESSION);
  }

  private static Dataset<Row> sessions(Dataset<Row> sessions, Dataset<Row> traces) {
    Dataset<Row> keyed =
        sessions.withColumn(
            TracesTable.TRACE_ID,
            AssignmentsTable.key(col(SessionsTable.TENANT_ID), col(SessionsTable.SESSION_ID)));
    Dataset<Row> worst =
        keyed
            .select(col(TracesTable.TRACE_ID).as("key"), explode(col("trace_ids")).as("member"))
            .join(
                traces.select(col(TracesTable.TRACE_ID).as("member"), col("concerning_behavior")),
                "member")
            .groupBy("key")
            .agg(max("concerning_behavior").as("concerning_behavior"));
    return keyed
        .join(worst, keyed.col(TracesTable.TRACE_ID).equalTo(worst.col("key")), "left")
        .drop("key")
        .withColumn("concerning_behavior", coalesce(col("concerning_behavior"), lit(1)))
        .withColumn(TracesTable.TRACE_DATE, col(SessionsTable.SESSION_DATE))
        .withColumn(TracesTable.FAILING, col("failing_traces").gt(0))
        .withColumn("strong_completion", col("last_strong_completion"));
  }
}

package io.outcrop.jobs.cluster;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.RunsTable;
import io.outcrop.jobs.tables.Warehouse;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Recognises clusters of the run before: by the traces they share, each with at most one.
 *
 * <p>Two clusters of the same level are the same when, of the traces in either, at least 30 % are
 * in both, and neither shares more with another one. The run before is the latest complete one
 * whose window ends no later.
 */
final class Lineage {
  private static final double SAME = 0.3;
  private static final double GREW = 1.25;
  private static final double SHRANK = 0.8;

  private final Dataset<Row> members;
  private final Dataset<Row> clusters;
  private final boolean first;

  private Lineage(Dataset<Row> members, Dataset<Row> clusters, boolean first) {
    this.members = members;
    this.clusters = clusters;
    this.first = first;
  }

  static Lineage of(Warehouse warehouse, Run run) {
    List<Row> before =
        warehouse
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
            .limit(1)
            .collectAsList();
    String id = before.isEmpty() ? "" : before.get(0).getString(0);
    Dataset<Row> assignments = warehouse.read(AssignmentsTable.TABLE, id);
    return new Lineage(
        ClusterMeasures.members(assignments).withColumnRenamed("cluster_id", "old_id"),
        warehouse
            .read(ClustersTable.FACTS, id)
            .select(
                col(ClustersTable.CLUSTER_ID).as("old_id"),
                col(ClustersTable.LEVEL).as("old_level"),
                col(ClustersTable.AXIS).as("old_axis"),
                col(ClustersTable.LINEAGE_ID).as("old_lineage"),
                col(ClustersTable.TRACES).as("old_traces"),
                col(ClustersTable.SHARE).as("old_share")),
        before.isEmpty());
  }

  /** Adds lineage_id and status to measured clusters of one axis. */
  Dataset<Row> trace(Dataset<Row> measured, Dataset<Row> assignments) {
    if (first) {
      return measured
          .withColumn(ClustersTable.LINEAGE_ID, col(ClustersTable.CLUSTER_ID))
          .withColumn(ClustersTable.STATUS, lit("new"));
    }
    Dataset<Row> matches = matches(measured, assignments);
    Column ratio = col(ClustersTable.SHARE).divide(col("old_share"));
    return measured
        .join(
            matches, measured.col(ClustersTable.CLUSTER_ID).equalTo(matches.col("new_id")), "left")
        .withColumn(
            ClustersTable.LINEAGE_ID, coalesce(col("old_lineage"), col(ClustersTable.CLUSTER_ID)))
        .withColumn(
            ClustersTable.STATUS,
            when(col("old_lineage").isNull(), lit("new"))
                .when(ratio.geq(GREW), lit("growing"))
                .when(ratio.leq(SHRANK), lit("shrinking"))
                .otherwise(lit("stable")))
        .drop("new_id", "old_lineage", "old_share");
  }

  /**
   * One row for each cluster that is another's only and best match: new_id, old_lineage, old_share.
   */
  private Dataset<Row> matches(Dataset<Row> measured, Dataset<Row> assignments) {
    Dataset<Row> current =
        measured.select(
            col(ClustersTable.CLUSTER_ID).as("new_id"),
            col(ClustersTable.LEVEL).as("new_level"),
            col(ClustersTable.TRACES).as("new_traces"));
    Column both = col("both");
    Dataset<Row> pairs =
        ClusterMeasures.members(assignments)
            .withColumnRenamed(ClustersTable.CLUSTER_ID, "new_id")
            .join(members, AssignmentsTable.TRACE_ID)
            .groupBy("new_id", "old_id")
            .agg(count(lit(1)).as("both"))
            .join(current, "new_id")
            .join(clusters, "old_id")
            .where(
                col("new_level")
                    .equalTo(col("old_level"))
                    .and(col("old_axis").equalTo(axisOf(col("new_id")))))
            .withColumn(
                "overlap", both.divide(col("new_traces").plus(col("old_traces")).minus(both)))
            .where(col("overlap").geq(SAME));
    return pairs
        .withColumn("place_of_new", place("new_id", "old_id"))
        .withColumn("place_of_old", place("old_id", "new_id"))
        .where(col("place_of_new").equalTo(1).and(col("place_of_old").equalTo(1)))
        .select("new_id", "old_lineage", "old_share");
  }

  private static Column axisOf(Column id) {
    return org.apache.spark.sql.functions.element_at(
        org.apache.spark.sql.functions.split(id, "-"), 1);
  }

  private static Column place(String of, String among) {
    return row_number().over(Window.partitionBy(of).orderBy(col("overlap").desc(), col(among)));
  }
}

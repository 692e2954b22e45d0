package io.outcrop.jobs.publish;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.outcrop.jobs.config.PublishSettings;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.runs.Runs;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import io.outcrop.jobs.tables.SessionsTable;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rule 2 of the gate from night to night, where counts are held: which exact counts stand still.
 *
 * <p>A pattern's count is compared with the night that first told the count which is told now. It
 * is told anew when the traces that came since and those that went are each nobody's or enough by
 * themselves; until then the old count stands, so that no difference isolates fewer.
 */
final class Nights {
  private static final int NIGHTS_BACK = 60;
  private static final String NOW = "now_id";
  private static final StructType BASES =
      new StructType()
          .add(Table.RUN_ID, DataTypes.StringType, false)
          .add(ClustersTable.CLUSTER_ID, DataTypes.StringType, false)
          .add(NOW, DataTypes.StringType, false);

  private final Warehouse warehouse;
  private final Run run;
  private final PublishSettings settings;

  /** The night that first told the count of a pattern that is told since. */
  private record Base(String runId, String clusterId, long told) {}

  Nights(Warehouse warehouse, Run run) {
    this.warehouse = warehouse;
    this.run = run;
    this.settings = run.config().publish();
  }

  /** The counts that stand still, by cluster of this run. */
  Map<String, Long> held(Collection<Cluster> clusters) {
    Map<String, Base> bases = bases(clusters);
    Map<String, Long> held = new HashMap<>();
    if (bases.isEmpty()) {
      return held;
    }
    Minimum minimum = Thresholds.of(settings).strictest();
    for (Row row : changes(bases, minimum).collectAsList()) {
      // One row for those that came, one for those that went.
      if (row.getLong(1) < minimum.boundaries() || row.getLong(2) < minimum.traces()) {
        held.put(row.getString(0), bases.get(row.getString(0)).told());
      }
    }
    return held;
  }

  private Map<String, Base> bases(Collection<Cluster> clusters) {
    Map<String, String> open = new HashMap<>();
    clusters.forEach(c -> open.put(key(c), c.clusterId()));
    Map<String, Base> bases = new HashMap<>();
    for (String earlier : Runs.before(warehouse, run, NIGHTS_BACK)) {
      Set<String> told = new HashSet<>();
      for (Row row : warehouse.read(ClustersTable.INSIGHTS, earlier).collectAsList()) {
        Cluster cluster = ClustersTable.ROWS.fromRow(row);
        String now = open.get(key(cluster));
        Base newer = now == null ? null : bases.get(now);
        if (now != null && (newer == null || newer.told() == cluster.traces())) {
          bases.put(now, new Base(earlier, cluster.clusterId(), cluster.traces()));
          told.add(key(cluster));
        }
      }
      // A pattern that a night did not tell, or told otherwise, was told anew after it.
      open.keySet().removeIf(key -> bases.containsKey(open.get(key)) && !told.contains(key));
      if (open.isEmpty()) {
        break;
      }
    }
    return bases;
  }

  private static String key(Cluster cluster) {
    return String.join(
        " ", cluster.unit(), cluster.axis(), "" + cluster.level(), cluster.lineageId());
  }

  /**
   * Boundaries of those that came to a pattern and of those that went, and how many of their traces
   * count.
   */
  private Dataset<Row> changes(Map<String, Base> bases, Minimum minimum) {
    List<Row> rows = new ArrayList<>();
    bases.forEach((now, base) -> rows.add(RowFactory.create(base.runId(), base.clusterId(), now)));
    Dataset<Row> then =
        members(warehouse.read(AssignmentsTable.TABLE))
            .join(
                broadcast(warehouse.spark().createDataFrame(rows, BASES)),
                new String[] {Table.RUN_ID, ClustersTable.CLUSTER_ID})
            .select(col(NOW), col(AssignmentsTable.TRACE_ID), lit(1).as("then"));
    Dataset<Row> now =
        members(warehouse.read(AssignmentsTable.TABLE, run.id()))
            .where(col(ClustersTable.CLUSTER_ID).isin(bases.keySet().toArray()))
            .select(
                col(ClustersTable.CLUSTER_ID).as(NOW),
                col(AssignmentsTable.TRACE_ID),
                lit(1).as("now"));
    Dataset<Row> boundaries =
        Support.boundaries(
                Support.units(
                    warehouse.read(TracesTable.TABLE), warehouse.read(SessionsTable.TABLE)),
                settings)
            .select(AssignmentsTable.TRACE_ID, Support.BOUNDARY);
    return then.join(now, new String[] {NOW, AssignmentsTable.TRACE_ID}, "full")
        .withColumn("came", coalesce(col("then"), lit(0)).equalTo(0))
        .where(col("then").isNull().or(col("now").isNull()))
        .join(boundaries, AssignmentsTable.TRACE_ID)
        .groupBy(col(NOW), col("came"), col(Support.BOUNDARY))
        .agg(least(count(lit(1)), lit(minimum.evenPart())).as("t"))
        .groupBy(col(NOW), col("came"))
        .agg(count(lit(1)).as("b"), sum("t").as("t"))
        .select(NOW, "b", "t");
  }

  private static Dataset<Row> members(Dataset<Row> assignments) {
    return assignments
        .where(col(AssignmentsTable.LEAF_ID).isNotNull())
        .select(
            col(Table.RUN_ID),
            AssignmentsTable.key().as(AssignmentsTable.TRACE_ID),
            AssignmentsTable.clusters().as(ClustersTable.CLUSTER_ID));
  }
}

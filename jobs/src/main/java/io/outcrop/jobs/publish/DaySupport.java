package io.outcrop.jobs.publish;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.outcrop.jobs.config.PublishSettings;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.TracesTable;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Who stands behind clusters on single days, counted from the facts.
 *
 * <p>What is collected grows with the days on which a cluster could be told at all, not with the
 * traces: of all other clusters' days only what they add to one that could.
 *
 * @param pairs a row for each leaf, boundary and day, as {@link Support} makes them
 */
record DaySupport(Dataset<Row> pairs, PublishSettings settings) {

  /** One cluster on one day. */
  record Point(String cluster, LocalDate day) implements Comparable<Point> {
    private static final Comparator<Point> ORDER =
        Comparator.comparing(Point::day).thenComparing(Point::cluster);

    @Override
    public int compareTo(Point other) {
      return ORDER.compare(this, other);
    }
  }

  /** The days on which clusters meet the standard minimums and are not one boundary's. */
  Map<Point, Support.Numbers> points(Dataset<Row> byCluster, Set<String> clusters) {
    Map<Point, Support.Numbers> points = new TreeMap<>();
    for (Row row :
        byCluster
            .where(col(ClustersTable.CLUSTER_ID).isin(clusters.toArray()))
            .groupBy(ClustersTable.CLUSTER_ID, TracesTable.TRACE_DATE, Support.BOUNDARY)
            .agg(sum(Support.TRACES).as(Support.TRACES))
            .groupBy(ClustersTable.CLUSTER_ID, TracesTable.TRACE_DATE)
            .agg(
                count(lit(1)).as("boundaries"),
                sum(Support.TRACES).as(Support.TRACES),
                max(Support.TRACES).as("largest"))
            .where(
                col("boundaries")
                    .geq(settings.minTenants())
                    .and(col(Support.TRACES).geq(settings.minTraces()))
                    .and(col("largest").leq(col(Support.TRACES).multiply(settings.maxShare()))))
            .collectAsList()) {
      points.put(
          new Point(row.getString(0), row.getLocalDate(1)),
          new Support.Numbers(row.getLong(2), row.getLong(3), row.getLong(4)));
    }
    return points;
  }

  /**
   * Who stands behind each of some clusters each day, without those that a smaller one of them
   * covers.
   */
  Map<Point, Crowd> crowds(Set<String> clusters, int kept) {
    Column demanding =
        when(col(Support.TENANT).isin(settings.demands().keySet().toArray()), col(Support.TENANT));
    Column nearest =
        coalesce(
            among(AssignmentsTable.LEAF_ID, clusters),
            among(AssignmentsTable.MIDDLE_ID, clusters),
            among(AssignmentsTable.TOP_ID, clusters));
    Map<Point, Crowd> crowds = new HashMap<>();
    for (Row row :
        pairs
            .withColumn(ClustersTable.CLUSTER_ID, nearest)
            .where(col(ClustersTable.CLUSTER_ID).isNotNull())
            .groupBy(
                col(ClustersTable.CLUSTER_ID),
                col(TracesTable.TRACE_DATE),
                xxhash64(col(Support.BOUNDARY)).as(Support.BOUNDARY),
                demanding.as(Support.TENANT))
            .agg(sum(Support.TRACES).as(Support.TRACES))
            .groupBy(ClustersTable.CLUSTER_ID, TracesTable.TRACE_DATE)
            .agg(
                sum(Support.TRACES),
                slice(array_sort(collect_list(struct(Support.BOUNDARY, Support.TRACES))), 1, kept),
                collect_set(Support.TENANT))
            .collectAsList()) {
      crowds.put(
          new Point(row.getString(0), row.getLocalDate(1)),
          Support.crowd(row.getLong(2), row.getList(3), row.getList(4)));
    }
    return crowds;
  }

  /** All traces of a boundary, by day; those that stand on an axis. */
  Map<String, Map<LocalDate, Long>> volumes() {
    Map<String, Map<LocalDate, Long>> volumes = new HashMap<>();
    pairs
        .groupBy(AssignmentsTable.AXIS, TracesTable.TRACE_DATE)
        .agg(sum(Support.TRACES))
        .collectAsList()
        .forEach(
            row ->
                volumes
                    .computeIfAbsent(row.getString(0), axis -> new HashMap<>())
                    .put(row.getLocalDate(1), row.getLong(2)));
    return volumes;
  }

  private static Column among(String id, Set<String> clusters) {
    return when(col(id).isin(clusters.toArray()), col(id));
  }
}

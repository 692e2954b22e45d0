package io.outcrop.jobs.cluster;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.outcrop.jobs.cluster.ShareChange.Day;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.TracesTable;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * What each cluster does over the days of a window: its {@link ShareChange}, and the status that
 * follows.
 *
 * <p>A change counts where its q-value (Benjamini and Hochberg over all clusters of the axis) is
 * small enough. So in a window in which nothing changes, any cluster of an axis is wrongly called
 * anything but stable with at most that probability.
 */
public final class Changes {
  /** How many traces of the cluster that day. */
  public static final String TRACES = "day_traces";

  private static final String DAYS = "days";
  private static final String CHANGE = "change";
  private static final StructType CHANGE_TYPE =
      new StructType()
          .add("since", DataTypes.DateType)
          .add("p_value", DataTypes.DoubleType)
          .add("before", DataTypes.DoubleType)
          .add("now", DataTypes.DoubleType)
          .add("traces_now", DataTypes.LongType);

  private static final StructType STATUS_TYPE =
      new StructType()
          .add("changed_id", DataTypes.StringType)
          .add("changed_status", DataTypes.StringType);

  private Changes() {}

  /** How many traces there are on each day. */
  public static Map<LocalDate, Long> volumes(Dataset<Row> traces) {
    Map<LocalDate, Long> volumes = new TreeMap<>();
    traces
        .groupBy(TracesTable.TRACE_DATE)
        .agg(count(lit(1)))
        .collectAsList()
        .forEach(row -> volumes.put(row.getLocalDate(0), row.getLong(1)));
    return volumes;
  }

  /** A row for each cluster and each of its days: cluster_id, trace_date, {@value TRACES}. */
  public static Dataset<Row> daily(Dataset<Row> assignments, Dataset<Row> traces) {
    return ClusterMeasures.members(assignments)
        .join(traces.select(TracesTable.TRACE_ID, TracesTable.TRACE_DATE), TracesTable.TRACE_ID)
        .groupBy(ClustersTable.CLUSTER_ID, TracesTable.TRACE_DATE)
        .agg(count(lit(1)).as(TRACES));
  }

  /** The change of each cluster, by its id. */
  public static Map<String, ShareChange> of(Dataset<Row> daily, Map<LocalDate, Long> volumes) {
    UserDefinedFunction change =
        udf((UDF1<Seq<Row>, Row>) new OfDays(Map.copyOf(volumes))::call, CHANGE_TYPE);
    Map<String, ShareChange> changes = new HashMap<>();
    for (Row row :
        daily
            .groupBy(ClustersTable.CLUSTER_ID)
            .agg(
                array_sort(collect_list(struct(col(TracesTable.TRACE_DATE), col(TRACES)))).as(DAYS))
            .select(col(ClustersTable.CLUSTER_ID), change.apply(col(DAYS)).as(CHANGE))
            .select(ClustersTable.CLUSTER_ID, CHANGE + ".*")
            .collectAsList()) {
      changes.put(
          row.getString(0),
          new ShareChange(
              row.getLocalDate(1),
              row.getDouble(2),
              row.getDouble(3),
              row.getDouble(4),
              row.getLong(5)));
    }
    return changes;
  }

  /** What each cluster of one axis does; one of which nothing could be tested is left out. */
  public static Map<String, ShareChange.Status> statuses(
      Map<String, ShareChange> ofAxis, double maxQValue) {
    List<Map.Entry<String, ShareChange>> tested =
        ofAxis.entrySet().stream()
            .filter(e -> e.getValue().isTested())
            .sorted(
                Comparator.comparingDouble(
                        (Map.Entry<String, ShareChange> e) -> e.getValue().pValue())
                    .thenComparing(Map.Entry::getKey))
            .toList();
    int real = 0;
    for (int rank = 1; rank <= tested.size(); rank++) {
      if (tested.get(rank - 1).getValue().pValue() * tested.size() <= rank * maxQValue) {
        real = rank;
      }
    }
    Map<String, ShareChange.Status> statuses = new HashMap<>();
    for (int i = 0; i < tested.size(); i++) {
      statuses.put(tested.get(i).getKey(), tested.get(i).getValue().status(i < real));
    }
    return statuses;
  }

  /**
   * Clusters of one axis with the status that their days tell. Where the days are too few to tell,
   * a cluster that is no earlier one's is new, and any other stable.
   *
   * @param clusters with cluster_id and status, new for those that are no earlier one's
   */
  static Dataset<Row> told(
      Dataset<Row> clusters, Dataset<Row> assignments, Dataset<Row> traces, double maxQValue) {
    Map<String, ShareChange.Status> statuses =
        statuses(of(daily(assignments, traces), volumes(traces)), maxQValue);
    List<Row> rows =
        new TreeMap<>(statuses)
            .entrySet().stream()
                .map(e -> RowFactory.create(e.getKey(), e.getValue().label()))
                .collect(Collectors.toCollection(ArrayList::new));
    Column known = col(ClustersTable.STATUS);
    String fresh = ShareChange.Status.NEW.label();
    return clusters
        .join(
            clusters.sparkSession().createDataFrame(rows, STATUS_TYPE),
            col(ClustersTable.CLUSTER_ID).equalTo(col("changed_id")),
            "left")
        .withColumn(
            ClustersTable.STATUS,
            coalesce(
                col("changed_status"),
                when(known.equalTo(fresh), known)
                    .otherwise(lit(ShareChange.Status.STABLE.label()))))
        .drop("changed_id", "changed_status");
  }

  /** The change of one cluster, worked out where its days lie. */
  private record OfDays(Map<LocalDate, Long> volumes) implements Serializable {
    Row call(Seq<Row> days) {
      Map<LocalDate, Long> traces = new HashMap<>();
      for (Row day : JavaConverters.seqAsJavaList(days)) {
        traces.put(day.getLocalDate(0), day.getLong(1));
      }
      List<Day> series =
          volumes.entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(e -> new Day(e.getKey(), traces.getOrDefault(e.getKey(), 0L), e.getValue()))
              .toList();
      ShareChange change = ShareChange.of(series);
      return RowFactory.create(
          change.since(), change.pValue(), change.before(), change.now(), change.tracesNow());
    }
  }
}

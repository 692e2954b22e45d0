package io.outcrop.jobs.publish;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.outcrop.jobs.config.PublishSettings;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.SessionsTable;
import io.outcrop.jobs.tables.TracesTable;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Who stands behind the clusters of a run, counted anew from the facts.
 *
 * <p>A trace without a boundary, or with two, counts for none: it is in the cluster but does not
 * support it.
 */
final class Support {
  static final String BOUNDARY = "boundary";

  static final String TENANT = "owner";
  static final String TRACES = "traces_of_boundary";
  private static final String ALL = "all";

  private final PublishSettings settings;
  private final Dataset<Row> assignments;
  private final Dataset<Row> boundaries;
  private final Dataset<Row> pairs;

  /**
   * Numbers of one cluster.
   *
   * @param boundaries distinct ones
   * @param traces of exactly one boundary
   * @param largest most traces of one boundary
   */
  record Numbers(long boundaries, long traces, long largest) {
    static final Numbers NONE = new Numbers(0, 0, 0);
  }

  private Support(PublishSettings settings, Dataset<Row> assignments, Dataset<Row> boundaries) {
    this.settings = settings;
    this.assignments = assignments;
    this.boundaries = boundaries;
    this.pairs = members(assignments, boundaries).cache();
  }

  /** Of the clusters over all tenants. */
  static Support of(
      Dataset<Row> assignments,
      Dataset<Row> traces,
      Dataset<Row> sessions,
      PublishSettings settings) {
    return new Support(
        settings,
        assignments
            .where(
                col(ClustersTable.SCOPE)
                    .equalTo(ALL)
                    .and(col(AssignmentsTable.LEAF_ID).isNotNull()))
            .withColumn(AssignmentsTable.TRACE_ID, AssignmentsTable.key())
            .cache(),
        boundaries(units(traces, sessions), settings).cache());
  }

  /** The assignments of scope all, each by its unit's key. */
  Dataset<Row> assignments() {
    return assignments;
  }

  /** The traces and sessions that count, as {@link #boundaries(Dataset, PublishSettings)} tells. */
  Dataset<Row> boundaries() {
    return boundaries;
  }

  /** Traces and sessions, each by its key; a session is of one tenant. */
  static Dataset<Row> units(Dataset<Row> traces, Dataset<Row> sessions) {
    return traces
        .select(UNIT_COLUMNS)
        .union(
            sessions
                .withColumn(
                    TracesTable.TRACE_ID,
                    AssignmentsTable.key(
                        col(SessionsTable.TENANT_ID), col(SessionsTable.SESSION_ID)))
                .withColumn(TracesTable.TRACE_DATE, col(SessionsTable.SESSION_DATE))
                .withColumn("tenants", lit(1))
                .select(UNIT_COLUMNS));
  }

  private static final Column[] UNIT_COLUMNS = {
    col(TracesTable.TRACE_ID),
    col(TracesTable.TRACE_DATE),
    col(TracesTable.TENANT_ID),
    col(TracesTable.USER_ID),
    col("tenants")
  };

  /** A row for each leaf, boundary and day: how many traces. */
  private static Dataset<Row> members(Dataset<Row> assignments, Dataset<Row> boundaries) {
    return assignments
        .join(boundaries, AssignmentsTable.TRACE_ID)
        .groupBy(
            col(AssignmentsTable.AXIS),
            col(AssignmentsTable.LEAF_ID),
            col(AssignmentsTable.MIDDLE_ID),
            col(AssignmentsTable.TOP_ID),
            col(BOUNDARY),
            col(TENANT),
            col(TracesTable.TRACE_DATE))
        .agg(count(lit(1)).as(TRACES));
  }

  /** The traces that count: trace_id, their boundary, tenant and date. */
  static Dataset<Row> boundaries(Dataset<Row> traces, PublishSettings settings) {
    Column tenant = col(TracesTable.TENANT_ID);
    Column user = col(TracesTable.USER_ID);
    // A user's name means something within a tenant only.
    Column boundary =
        switch (settings.boundary()) {
          case PublishSettings.USER ->
              when(user.isNotNull(), concat_ws("/", coalesce(tenant, lit("")), user));
          case PublishSettings.TRACE -> col(TracesTable.TRACE_ID);
          default -> tenant;
        };
    return traces
        .where(col("tenants").leq(1))
        .select(
            col(TracesTable.TRACE_ID),
            boundary.as(BOUNDARY),
            tenant.as(TENANT),
            col(TracesTable.TRACE_DATE))
        .where(col(BOUNDARY).isNotNull());
  }

  private Dataset<Row> byCluster() {
    return pairs.withColumn(ClustersTable.CLUSTER_ID, AssignmentsTable.clusters());
  }

  Map<String, Numbers> numbers() {
    Map<String, Numbers> numbers = new HashMap<>();
    for (Row row :
        byCluster()
            .groupBy(ClustersTable.CLUSTER_ID, BOUNDARY)
            .agg(sum(TRACES).as(TRACES))
            .groupBy(ClustersTable.CLUSTER_ID)
            .agg(count(lit(1)), sum(TRACES), max(TRACES))
            .collectAsList()) {
      numbers.put(row.getString(0), new Numbers(row.getLong(1), row.getLong(2), row.getLong(3)));
    }
    return numbers;
  }

  /** Who stands behind each leaf. */
  Map<String, Crowd> crowds(int kept) {
    Column demanding = when(col(TENANT).isin(settings.demands().keySet().toArray()), col(TENANT));
    Map<String, Crowd> crowds = new HashMap<>();
    for (Row row :
        pairs
            .groupBy(
                col(AssignmentsTable.LEAF_ID),
                xxhash64(col(BOUNDARY)).as(BOUNDARY),
                demanding.as(TENANT))
            .agg(sum(TRACES).as(TRACES))
            .groupBy(AssignmentsTable.LEAF_ID)
            .agg(
                sum(TRACES),
                slice(array_sort(collect_list(struct(BOUNDARY, TRACES))), 1, kept),
                collect_set(TENANT))
            .collectAsList()) {
      crowds.put(row.getString(0), crowd(row.getLong(1), row.getList(2), row.getList(3)));
    }
    return crowds;
  }

  /**
   * @param boundaries pairs of a boundary's hash and its traces
   */
  static Crowd crowd(long traces, List<Row> boundaries, List<String> demanding) {
    TreeMap<Long, Long> each = new TreeMap<>();
    boundaries.forEach(b -> each.merge(b.getLong(0), b.getLong(1), Long::sum));
    return new Crowd(traces, each, Set.copyOf(demanding));
  }

  /**
   * Traces of each leaf with bounded contributions: of each boundary at most so many in a leaf, and
   * in so many leaves of an axis, chosen by hash.
   */
  Map<String, Long> clipped() {
    PublishSettings.Noise noise = settings.noise();
    WindowSpec leavesOfBoundary =
        Window.partitionBy(AssignmentsTable.AXIS, BOUNDARY)
            .orderBy(
                xxhash64(col(AssignmentsTable.LEAF_ID), col(BOUNDARY)),
                col(AssignmentsTable.LEAF_ID));
    Map<String, Long> clipped = new HashMap<>();
    for (Row row :
        pairs
            .groupBy(AssignmentsTable.AXIS, AssignmentsTable.LEAF_ID, BOUNDARY)
            .agg(least(sum(TRACES), lit((long) noise.traces())).as(TRACES))
            .withColumn("place", row_number().over(leavesOfBoundary))
            .where(col("place").leq(noise.leaves()))
            .groupBy(AssignmentsTable.LEAF_ID)
            .agg(sum(TRACES))
            .collectAsList()) {
      clipped.put(row.getString(0), row.getLong(1));
    }
    return clipped;
  }

  /**
   * The first date by which each cluster had what it needs behind it: the earliest trace's own date
   * would tell of one trace.
   */
  Map<String, LocalDate> firstSeen(Map<String, Minimum> needed) {
    Map<Minimum, List<String>> alike =
        needed.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getValue,
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    Map<String, LocalDate> first = new HashMap<>();
    alike.forEach((minimum, clusters) -> reach(first, minimum, clusters));
    return first;
  }

  /** Of each boundary only its even part of the minimum counts, the earliest traces first. */
  private void reach(Map<String, LocalDate> first, Minimum minimum, List<String> clusters) {
    Column date = col(TracesTable.TRACE_DATE);
    Column most = lit(minimum.evenPart());
    WindowSpec ofBoundary = Window.partitionBy(ClustersTable.CLUSTER_ID, BOUNDARY).orderBy(date);
    WindowSpec ofCluster = Window.partitionBy(ClustersTable.CLUSTER_ID).orderBy(date);
    Column all = sum(TRACES).over(ofBoundary);
    Dataset<Row> wanted =
        pairs
            .sparkSession()
            .createDataset(clusters, Encoders.STRING())
            .toDF(ClustersTable.CLUSTER_ID);
    for (Row row :
        byCluster()
            .join(broadcast(wanted), ClustersTable.CLUSTER_ID)
            .groupBy(col(ClustersTable.CLUSTER_ID), col(BOUNDARY), date)
            .agg(sum(TRACES).as(TRACES))
            .select(
                col(ClustersTable.CLUSTER_ID),
                date,
                least(all, most).minus(least(all.minus(col(TRACES)), most)).as(TRACES),
                when(all.equalTo(col(TRACES)), 1).otherwise(0).as(BOUNDARY))
            .groupBy(col(ClustersTable.CLUSTER_ID), date)
            .agg(sum(TRACES).as(TRACES), sum(BOUNDARY).as(BOUNDARY))
            .select(
                col(ClustersTable.CLUSTER_ID),
                date,
                sum(TRACES)
                    .over(ofCluster)
                    .geq(minimum.traces())
                    .and(sum(BOUNDARY).over(ofCluster).geq(minimum.boundaries()))
                    .as("reached"))
            .where(col("reached"))
            .groupBy(ClustersTable.CLUSTER_ID)
            .agg(min(date))
            .collectAsList()) {
      first.put(row.getString(0), row.getLocalDate(1));
    }
  }

  /** The days on which clusters meet the standard minimums. */
  Map<DaySupport.Point, Numbers> dayPoints(Set<String> clusters) {
    return new DaySupport(pairs, settings).points(byCluster(), clusters);
  }

  /** Who stands behind clusters each day, without those that a smaller one of them covers. */
  Map<DaySupport.Point, Crowd> dayCrowds(Set<String> clusters, int kept) {
    return new DaySupport(pairs, settings).crowds(clusters, kept);
  }

  /** All traces that count, by axis and day. */
  Map<String, Map<LocalDate, Long>> volumes() {
    return new DaySupport(pairs, settings).volumes();
  }

  void close() {
    pairs.unpersist();
    boundaries.unpersist();
    assignments.unpersist();
  }
}

package io.outcrop.jobs.publish;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.slice;
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
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
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

  private Support(PublishSettings settings, Dataset<Row> pairs) {
    this.settings = settings;
    this.pairs = pairs;
  }

  /** Of the clusters over all tenants. */
  static Support of(
      Dataset<Row> assignments,
      Dataset<Row> traces,
      Dataset<Row> sessions,
      PublishSettings settings) {
    return new Support(
        settings,
        members(
                assignments.withColumn(AssignmentsTable.TRACE_ID, AssignmentsTable.key()),
                units(traces, sessions),
                settings)
            .cache());
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
  private static Dataset<Row> members(
      Dataset<Row> assignments, Dataset<Row> traces, PublishSettings settings) {
    return assignments
        .where(col(ClustersTable.SCOPE).equalTo(ALL).and(col(AssignmentsTable.LEAF_ID).isNotNull()))
        .join(boundaries(traces, settings), AssignmentsTable.TRACE_ID)
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
    return pairs.withColumn(
        ClustersTable.CLUSTER_ID,
        explode(
            array(
                col(AssignmentsTable.LEAF_ID),
                col(AssignmentsTable.MIDDLE_ID),
                col(AssignmentsTable.TOP_ID))));
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
            .groupBy(AssignmentsTable.LEAF_ID)
            .agg(
                sum(TRACES),
                slice(array_sort(collect_set(xxhash64(col(BOUNDARY)))), 1, kept),
                collect_set(demanding))
            .collectAsList()) {
      crowds.put(
          row.getString(0),
          new Crowd(row.getLong(1), row.getList(2), Set.copyOf(row.<String>getList(3))));
    }
    return crowds;
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
   * The first date by which a cluster had the standard minimums behind it: the earliest trace's own
   * date would tell of one trace.
   */
  Map<String, LocalDate> firstSeen() {
    Dataset<Row> clusters = byCluster();
    WindowSpec soFar = Window.partitionBy(ClustersTable.CLUSTER_ID).orderBy(TracesTable.TRACE_DATE);
    Map<String, LocalDate> first = new HashMap<>();
    later(
        first,
        clusters
            .groupBy(ClustersTable.CLUSTER_ID, TracesTable.TRACE_DATE)
            .agg(sum(TRACES).as(TRACES)),
        sum(TRACES).over(soFar).geq(settings.minTraces()));
    later(
        first,
        clusters
            .groupBy(ClustersTable.CLUSTER_ID, BOUNDARY)
            .agg(min(TracesTable.TRACE_DATE).as(TracesTable.TRACE_DATE))
            .groupBy(ClustersTable.CLUSTER_ID, TracesTable.TRACE_DATE)
            .agg(count(lit(1)).as(TRACES)),
        sum(TRACES).over(soFar).geq(settings.minTenants()));
    return first;
  }

  private static void later(Map<String, LocalDate> first, Dataset<Row> days, Column reached) {
    for (Row row :
        days.withColumn("reached", reached)
            .where(col("reached"))
            .groupBy(ClustersTable.CLUSTER_ID)
            .agg(min(TracesTable.TRACE_DATE))
            .collectAsList()) {
      first.merge(
          row.getString(0), row.getLocalDate(1), (one, other) -> one.isAfter(other) ? one : other);
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
  }
}

package io.outcrop.jobs.shifts;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.dayofweek;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.outcrop.jobs.cluster.FacetItems;
import io.outcrop.jobs.shifts.FacetCounts.Moments;
import io.outcrop.jobs.shifts.VersionChanges.Count;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.TracesTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The counts that comparisons are made of: one query tells which versions ran when, one more the
 * values of all facets on both sides of all comparisons. What is collected grows with workflows,
 * days and values, not with traces.
 */
final class ShiftCounts {
  /** The facet of the clusters of an axis. */
  static final String CLUSTERS = "clusters.";

  private static final String ALL = "all";
  private static final String MEMBERSHIP = "clusters_of_trace";
  private static final String CELLS = "cells";
  private static final String CELL = "cell";
  private static final String BLOCK = "block";
  private static final String DAY = "day_of_week";
  private static final String ITEM = "item";
  private static final String AMOUNT = "amount";
  private static final String N = "n";
  private static final String COMPARISON = "comparison";
  private static final String FACET = FacetItems.FACET;
  private static final String VALUE = FacetItems.VALUE;

  /** Traces without a tenant or a session are as good as independent: they are many blocks. */
  private static final int LOOSE_BLOCKS = 1000;

  private static final int MOST_VALUES = 40;
  private static final int MOST_VERSIONS = 30;

  private final Dataset<Row> traces;
  private final String boundary;

  /**
   * Of the traces of a run.
   *
   * @param traces rows of facts.traces
   * @param assignments of the run
   * @param boundary tenant, user or trace: whose traces are taken to be alike
   */
  ShiftCounts(Dataset<Row> traces, Dataset<Row> assignments, String boundary) {
    this.traces = withMembership(traces, assignments);
    this.boundary = boundary;
  }

  /** The traces with their clusters, of the axis task the top one as {@link Workflow} wants it. */
  private static Dataset<Row> withMembership(Dataset<Row> traces, Dataset<Row> assignments) {
    Dataset<Row> members =
        assignments
            .where(
                col(AssignmentsTable.UNIT)
                    .equalTo(AssignmentsTable.TRACE)
                    .and(col(AssignmentsTable.SCOPE).equalTo(ALL))
                    .and(col(AssignmentsTable.MIDDLE_ID).isNotNull()))
            .groupBy(AssignmentsTable.TRACE_ID)
            .agg(
                max(when(col(AssignmentsTable.AXIS).equalTo("task"), col(AssignmentsTable.TOP_ID)))
                    .as(Workflow.TASK_TOP),
                collect_list(
                        struct(
                            concat(lit(CLUSTERS), col(AssignmentsTable.AXIS)).as(FACET),
                            col(AssignmentsTable.MIDDLE_ID).as(VALUE)))
                    .as(MEMBERSHIP));
    return traces.join(
        members.withColumnRenamed(AssignmentsTable.TRACE_ID, TracesTable.TRACE_ID),
        new String[] {TracesTable.TRACE_ID},
        "left");
  }

  /**
   * Traces by workflow and day, and of versions that have so many.
   *
   * @param least traces of a version within its workflow
   */
  List<Count> versions(int least) {
    Column none = array().cast("array<struct<kind:string,version:string>>");
    Column all = array(version(null, lit("")));
    Column models =
        coalesce(
            transform(col("model_versions"), v -> version(VersionChanges.Kind.MODEL, v)), none);
    Column others =
        filter(
            array(
                version(VersionChanges.Kind.PROMPT, col("prompt_hash")),
                version(VersionChanges.Kind.AGENT, col("agent_version"))),
            v -> v.getField("version").isNotNull());
    List<Count> counts = new ArrayList<>();
    for (Row row :
        traces
            .select(
                Workflow.column().as("workflow"),
                col(TracesTable.TRACE_DATE),
                explode(concat(all, models, others)).as(ITEM))
            .groupBy(
                col("workflow"),
                col(ITEM + ".kind").as("kind"),
                col(ITEM + ".version").as("version"),
                col(TracesTable.TRACE_DATE))
            .agg(count(lit(1)).as(N))
            .withColumn("whole", sum(N).over(Window.partitionBy("workflow", "kind", "version")))
            .where(col("whole").geq(least))
            .withColumn(
                "place",
                org.apache
                    .spark
                    .sql
                    .functions
                    .dense_rank()
                    .over(
                        Window.partitionBy("workflow", "kind")
                            .orderBy(col("whole").desc(), col("version"))))
            .where(col("place").leq(MOST_VERSIONS))
            .select(
                col("workflow.kind"),
                col("workflow.name"),
                col("kind").as("of"),
                col("version"),
                col(TracesTable.TRACE_DATE),
                col(N))
            .collectAsList()) {
      String kind = row.getString(2);
      counts.add(
          new Count(
              new Workflow(Workflow.Kind.of(row.getString(0)), row.getString(1)),
              kind.isEmpty() ? null : VersionChanges.Kind.valueOf(kind),
              kind.isEmpty() ? null : row.getString(3),
              row.getLocalDate(4),
              row.getLong(5)));
    }
    return counts;
  }

  private static Column version(VersionChanges.Kind kind, Column version) {
    return struct(
        lit(kind == null ? "" : kind.name().toUpperCase(Locale.ROOT)).as("kind"),
        version.cast("string").as("version"));
  }

  /** The counts of each comparison, by its place in the list. */
  Map<Integer, List<FacetCounts>> of(List<Comparison> comparisons) {
    Map<Integer, List<FacetCounts>> counts = new HashMap<>();
    if (comparisons.isEmpty()) {
      return counts;
    }
    for (Row row : frequent(moments(sides(items(comparisons)))).collectAsList()) {
      long[] before = new long[FacetCounts.WEEK];
      long[] now = new long[FacetCounts.WEEK];
      for (int day = 0; day < FacetCounts.WEEK; day++) {
        before[day] = row.getLong(3 + day);
        now[day] = row.getLong(3 + FacetCounts.WEEK + day);
      }
      int at = 3 + 2 * FacetCounts.WEEK;
      double[] m = new double[7];
      for (int i = 0; i < m.length; i++) {
        m[i] = row.getDouble(at + 2 + i);
      }
      counts
          .computeIfAbsent(row.getInt(0), c -> new ArrayList<>())
          .add(
              new FacetCounts(
                  row.getString(1),
                  row.getString(2),
                  now,
                  before,
                  new double[] {row.getLong(at), row.getLong(at + 1)},
                  new Moments(m[0], m[1], m[2], m[3], m[4], m[5], m[6], row.getLong(at + 9))));
    }
    return counts;
  }

  /** A row for each item of each trace that is on a side of a comparison. */
  private Dataset<Row> items(List<Comparison> comparisons) {
    List<Column> cells = new ArrayList<>();
    for (int i = 0; i < comparisons.size(); i++) {
      Column side = comparisons.get(i).side();
      cells.add(when(side, 2 * i + 1).when(org.apache.spark.sql.functions.not(side), 2 * i));
    }
    Column ofTrace = filter(array(cells.toArray(Column[]::new)), Column::isNotNull);
    List<Object> amounts = new ArrayList<>(Amounts.COLUMNS);
    amounts.add("weekday");
    Column facets =
        transform(
            filter(
                FacetItems.items(traces.schema()),
                i -> i.getField(FACET).isin(amounts.toArray()).equalTo(false)),
            i -> item(i.getField(FACET), i.getField(VALUE)));
    Column clusters =
        coalesce(
            transform(col(MEMBERSHIP), i -> item(i.getField(FACET), i.getField(VALUE))),
            array().cast("array<struct<facet:string,value:string,amount:bigint>>"));
    Column every = array(item(lit(""), lit("")));
    return traces
        .withColumn(CELLS, ofTrace)
        .where(size(col(CELLS)).gt(0))
        .select(
            col(CELLS),
            block().as(BLOCK),
            dayofweek(col(TracesTable.TRACE_DATE)).minus(1).as(DAY),
            explode(concat(every, facets, Amounts.items(traces.schema()), clusters)).as(ITEM))
        .groupBy(
            col(CELLS),
            col(BLOCK),
            col(DAY),
            col(ITEM + "." + FACET).as(FACET),
            col(ITEM + "." + VALUE).as(VALUE))
        .agg(count(lit(1)).as(N), sum(ITEM + "." + AMOUNT).as(AMOUNT));
  }

  private static Column item(Column facet, Column value) {
    return struct(facet.as(FACET), value.as(VALUE), lit(0L).as(AMOUNT));
  }

  private Column block() {
    Column loose =
        concat(
            lit("trace "),
            pmod(xxhash64(col(TracesTable.TRACE_ID)), lit(LOOSE_BLOCKS)).cast("string"));
    Column session = concat(lit("session "), col(TracesTable.SESSION_ID));
    Column tenant = concat(lit("tenant "), col(TracesTable.TENANT_ID));
    Column user = concat(coalesce(tenant, lit("")), lit(" user "), col(TracesTable.USER_ID));
    return boundary.equals("tenant")
        ? coalesce(tenant, user, session, loose)
        : coalesce(user, session, loose);
  }

  /** A row for each comparison, block and item, with its counts by side and day of the week. */
  private static Dataset<Row> sides(Dataset<Row> items) {
    Dataset<Row> apart =
        items
            .withColumn(CELL, explode(col(CELLS)))
            .withColumn(COMPARISON, col(CELL).divide(2).cast("int"))
            .withColumn(CELL, col(CELL).mod(2).multiply(FacetCounts.WEEK).plus(col(DAY)));
    List<Column> sums = new ArrayList<>();
    for (int cell = 0; cell < 2 * FacetCounts.WEEK; cell++) {
      sums.add(sum(when(col(CELL).equalTo(cell), col(N)).otherwise(0L)).as("c" + cell));
    }
    for (int side = 0; side < 2; side++) {
      Column here = side == 0 ? col(CELL).lt(FacetCounts.WEEK) : col(CELL).geq(FacetCounts.WEEK);
      sums.add(sum(when(here, col(AMOUNT)).otherwise(0L)).as("a" + side));
      sums.add(sum(when(here, col(N)).otherwise(0L)).as("y" + side));
    }
    return apart
        .groupBy(COMPARISON, BLOCK, FACET, VALUE)
        .agg(sums.get(0), sums.subList(1, sums.size()).toArray(Column[]::new));
  }

  private static Dataset<Row> moments(Dataset<Row> sides) {
    Column all = col(FACET).equalTo("");
    Dataset<Row> sized = sides;
    for (String side : List.of("0", "1")) {
      sized =
          sized.withColumn(
              "m" + side,
              max(when(all, col("y" + side))).over(Window.partitionBy(COMPARISON, BLOCK)));
    }
    List<Column> sums = new ArrayList<>();
    for (int cell = 0; cell < 2 * FacetCounts.WEEK; cell++) {
      sums.add(sum("c" + cell).as("c" + cell));
    }
    sums.add(sum("a0").as("a0"));
    sums.add(sum("a1").as("a1"));
    for (String[] pair :
        new String[][] {
          {"y1", "y1"},
          {"y0", "y0"},
          {"y1", "y0"},
          {"y1", "m1"},
          {"y1", "m0"},
          {"y0", "m1"},
          {"y0", "m0"}
        }) {
      sums.add(sum(col(pair[0]).multiply(col(pair[1]))).cast("double").as(pair[0] + pair[1]));
    }
    sums.add(count(lit(1)).as("blocks"));
    return sized
        .groupBy(COMPARISON, FACET, VALUE)
        .agg(sums.get(0), sums.subList(1, sums.size()).toArray(Column[]::new));
  }

  /** Of each facet the values that most traces have. */
  private static Dataset<Row> frequent(Dataset<Row> counts) {
    Column both = lit(0L);
    for (int cell = 0; cell < 2 * FacetCounts.WEEK; cell++) {
      both = both.plus(col("c" + cell));
    }
    return counts
        .withColumn(
            "place",
            row_number()
                .over(Window.partitionBy(COMPARISON, FACET).orderBy(both.desc(), col(VALUE))))
        .where(col("place").leq(MOST_VALUES))
        .drop("place")
        .orderBy(COMPARISON, FACET, VALUE);
  }
}

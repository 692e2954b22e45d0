package io.outcrop.jobs.cluster;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.TracesTable;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;

/**
 * Failing groups too small for a leaf, looked for before they drown in the leaves around them.
 *
 * <p>Within each leaf of the axis task, failing traces are contrasted with succeeding ones of the
 * same task: an item that sets the failing ones apart makes those that have it a group. A group is
 * told where it has at least three traces and fewer than a leaf, and no leaf of another axis is
 * mostly made of it.
 */
final class RareFailures {
  private static final String NEIGHBOURHOOD = "neighbourhood";
  private static final long FEWEST = 3;
  private static final int MOST_IDS = 100;
  private static final double MOSTLY = 0.5;

  /** What failing itself means tells nothing of why. */
  private static final List<String> ITSELF =
      List.of("failing", "completion_status", "strong_completion");

  private static final UserDefinedFunction CLAUSE =
      udf(
          (UDF2<String, String, String>)
              (facet, value) -> Phrases.of(new Item(facet, value)).clause(),
          DataTypes.StringType);
  private static final UserDefinedFunction IS_FAILURE =
      udf(
          (UDF1<String, Boolean>) facet -> FacetItems.kind(facet) == FacetItems.Kind.FAILURE,
          DataTypes.BooleanType);

  private RareFailures() {}

  /**
   * The columns of {@code facts.rare_failures} but the run.
   *
   * @param assignments of all axes of the unit trace
   * @param titles cluster_id, title
   * @param minLeaf traces from which on a group has a leaf of its own
   */
  static Dataset<Row> of(
      Dataset<Row> traces,
      Dataset<Row> assignments,
      Dataset<Row> titles,
      long minLeaf,
      double maxQ,
      double minLift) {
    Dataset<Row> placed =
        assignments
            .where(
                col(AssignmentsTable.UNIT)
                    .equalTo("trace")
                    .and(col(AssignmentsTable.LEAF_ID).isNotNull()))
            .select(
                col(AssignmentsTable.TRACE_ID),
                col(AssignmentsTable.AXIS),
                col(AssignmentsTable.LEAF_ID));
    Dataset<Row> here =
        traces
            .join(
                placed
                    .where(col(AssignmentsTable.AXIS).equalTo("task"))
                    .select(
                        col(AssignmentsTable.TRACE_ID),
                        col(AssignmentsTable.LEAF_ID).as(NEIGHBOURHOOD)),
                TracesTable.TRACE_ID)
            .withColumn("fails", coalesce(col(TracesTable.FAILING), lit(false)));
    Dataset<Row> items =
        FacetItems.explodeItems(here, NEIGHBOURHOOD, TracesTable.TRACE_ID, "fails")
            .where(col(FacetItems.FACET).isin(ITSELF.toArray()).equalTo(false));
    Dataset<Row> groups = groups(contrast(here, items), minLeaf, maxQ, minLift);
    Dataset<Row> members =
        items
            .where(col("fails"))
            .join(groups, new String[] {NEIGHBOURHOOD, FacetItems.FACET, FacetItems.VALUE});
    return told(withoutOwnLeaf(members, placed), titles);
  }

  private static Dataset<Row> contrast(Dataset<Row> here, Dataset<Row> items) {
    Column failing = when(col("fails"), lit(1L)).otherwise(lit(0L));
    Dataset<Row> sizes =
        here.groupBy(NEIGHBOURHOOD)
            .agg(
                sum(failing).as(Contrast.IN_TOTAL),
                count(lit(1)).minus(sum(failing)).as(Contrast.OUT_TOTAL));
    return Contrast.compare(
        items
            .groupBy(NEIGHBOURHOOD, FacetItems.FACET, FacetItems.VALUE)
            .agg(
                sum(failing).as(Contrast.IN_COUNT),
                count(lit(1)).minus(sum(failing)).as(Contrast.OUT_COUNT),
                // Which traces: two items of the same ones are one group.
                expr("bit_xor(IF(fails, xxhash64(trace_id), 0L))").as("fold"))
            .where(col(Contrast.IN_COUNT).gt(0))
            .join(sizes, NEIGHBOURHOOD)
            .withColumnRenamed(NEIGHBOURHOOD, Contrast.CLUSTER_ID),
        "fold");
  }

  /** Small enough, and told once by what tells most. */
  private static Dataset<Row> groups(
      Dataset<Row> contrast, long minLeaf, double maxQ, double minLift) {
    Column telling =
        row_number()
            .over(
                Window.partitionBy(NEIGHBOURHOOD, "fold")
                    .orderBy(
                        IS_FAILURE.apply(col(FacetItems.FACET)).desc(),
                        col("lift").desc(),
                        col(FacetItems.FACET),
                        col(FacetItems.VALUE)));
    return Contrast.withQValues(contrast, lit(1))
        .withColumnRenamed(Contrast.CLUSTER_ID, NEIGHBOURHOOD)
        .where(
            col(Contrast.Q_VALUE)
                .leq(maxQ)
                .and(col("lift").geq(minLift))
                .and(col(Contrast.IN_COUNT).geq(FEWEST))
                .and(col(Contrast.IN_COUNT).lt(minLeaf)))
        .withColumn("telling", telling)
        .where(col("telling").equalTo(1))
        .drop("telling");
  }

  /** The groups of which no leaf is mostly made, with their traces. */
  private static Dataset<Row> withoutOwnLeaf(Dataset<Row> members, Dataset<Row> placed) {
    String[] group = {NEIGHBOURHOOD, FacetItems.FACET, FacetItems.VALUE};
    Dataset<Row> leafSizes =
        placed.groupBy(AssignmentsTable.LEAF_ID).agg(count(lit(1)).as("leaf_size"));
    Dataset<Row> drowned =
        members
            .join(placed, AssignmentsTable.TRACE_ID)
            .groupBy(
                col(NEIGHBOURHOOD),
                col(FacetItems.FACET),
                col(FacetItems.VALUE),
                col(AssignmentsTable.LEAF_ID))
            .agg(count(lit(1)).as("there"))
            .join(leafSizes, AssignmentsTable.LEAF_ID)
            .groupBy(NEIGHBOURHOOD, FacetItems.FACET, FacetItems.VALUE)
            .agg(max(col("there").divide(col("leaf_size"))).as("most"))
            .where(col("most").lt(MOSTLY))
            .drop("most");
    return members
        .join(drowned, group)
        .groupBy(
            NEIGHBOURHOOD,
            FacetItems.FACET,
            FacetItems.VALUE,
            Contrast.IN_COUNT,
            Contrast.IN_TOTAL,
            Contrast.OUT_COUNT,
            Contrast.OUT_TOTAL,
            "lift",
            Contrast.Q_VALUE)
        .agg(
            slice(sort_array(collect_set(col(TracesTable.TRACE_ID))), 1, MOST_IDS).as("trace_ids"));
  }

  private static Dataset<Row> told(Dataset<Row> groups, Dataset<Row> titles) {
    String sentence = "%s, in %d of %d failing traces and %d of %d others of: %s";
    Column title =
        org.apache.spark.sql.functions.format_string(
            sentence,
            CLAUSE.apply(col(FacetItems.FACET), col(FacetItems.VALUE)),
            col(Contrast.IN_COUNT),
            col(Contrast.IN_TOTAL),
            col(Contrast.OUT_COUNT),
            col(Contrast.OUT_TOTAL),
            coalesce(col("title_of_task"), lit("")));
    return groups
        .join(
            titles.select(col("cluster_id").as(NEIGHBOURHOOD), col("title").as("title_of_task")),
            new String[] {NEIGHBOURHOOD},
            "left")
        .select(
            col(NEIGHBOURHOOD),
            col(FacetItems.FACET),
            col(FacetItems.VALUE),
            title.as("title"),
            col(Contrast.IN_COUNT).as("traces"),
            col(Contrast.IN_TOTAL).as("failing"),
            col(Contrast.OUT_COUNT).as("succeeding_with"),
            col(Contrast.OUT_TOTAL).as("succeeding"),
            col("lift"),
            col(Contrast.Q_VALUE).as("q_value"),
            col("trace_ids"));
  }
}

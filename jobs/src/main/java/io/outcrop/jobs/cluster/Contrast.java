package io.outcrop.jobs.cluster;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;

/**
 * What sets clusters apart: each facet value's share inside against its share outside.
 *
 * <p>A contrast has cluster_id, facet, value, in_count, in_total, out_count, out_total, in_share,
 * out_share, lift, p_value. Lift is the ratio of shares, the outside one taken as half a trace
 * where it is nought.
 */
public final class Contrast {
  public static final String CLUSTER_ID = "cluster_id";
  public static final String ALL_COUNT = "all_count";
  public static final String IN_COUNT = "in_count";
  public static final String IN_TOTAL = "in_total";
  public static final String OUT_COUNT = "out_count";
  public static final String OUT_TOTAL = "out_total";
  public static final String P_VALUE = "p_value";
  public static final String Q_VALUE = "q_value";

  private static final UserDefinedFunction P =
      udf((UDF4<Long, Long, Long, Long, Double>) Significance::pValue, DataTypes.DoubleType);

  private Contrast() {}

  /**
   * How many traces of each cluster have each item: cluster_id, facet, value, in_count.
   *
   * @param traces facts with a cluster_id; a trace may stand in several rows, under the ids of
   *     several levels
   */
  public static Dataset<Row> itemCounts(Dataset<Row> traces) {
    return FacetItems.explodeItems(traces, CLUSTER_ID)
        .groupBy(CLUSTER_ID, FacetItems.FACET, FacetItems.VALUE)
        .agg(count(lit(1)).as(IN_COUNT));
  }

  /**
   * Each cluster against all other traces.
   *
   * @param itemCounts of the clusters
   * @param allItems facet, value, all_count: the same counts over all traces
   * @param sizes cluster_id, in_total
   * @param allTraces how many traces there are
   */
  public static Dataset<Row> againstRest(
      Dataset<Row> itemCounts, Dataset<Row> allItems, Dataset<Row> sizes, long allTraces) {
    return compare(
        itemCounts
            .join(allItems, new String[] {FacetItems.FACET, FacetItems.VALUE})
            .join(sizes, CLUSTER_ID)
            .withColumn(OUT_COUNT, col(ALL_COUNT).minus(col(IN_COUNT)))
            .withColumn(OUT_TOTAL, lit(allTraces).minus(col(IN_TOTAL))));
  }

  /** The counts that {@link #againstRest} takes for all traces: facet, value, all_count. */
  public static Dataset<Row> allItems(Dataset<Row> traces) {
    return FacetItems.explodeItems(traces)
        .groupBy(FacetItems.FACET, FacetItems.VALUE)
        .agg(count(lit(1)).as(ALL_COUNT));
  }

  /**
   * Each cluster against the clusters near it.
   *
   * @param itemCounts of the clusters
   * @param sizes cluster_id, in_total
   * @param neighbours cluster_id, neighbour_id
   */
  public static Dataset<Row> againstNearest(
      Dataset<Row> itemCounts, Dataset<Row> sizes, Dataset<Row> neighbours) {
    Dataset<Row> around =
        neighbours.join(
            itemCounts
                .withColumnRenamed(CLUSTER_ID, "neighbour_id")
                .withColumnRenamed(IN_COUNT, "near_count"),
            "neighbour_id");
    Dataset<Row> nearItems =
        around
            .groupBy(CLUSTER_ID, FacetItems.FACET, FacetItems.VALUE)
            .agg(sum("near_count").as(OUT_COUNT));
    Dataset<Row> nearSizes =
        neighbours
            .join(
                sizes
                    .withColumnRenamed(CLUSTER_ID, "neighbour_id")
                    .withColumnRenamed(IN_TOTAL, "near_total"),
                "neighbour_id")
            .groupBy(CLUSTER_ID)
            .agg(sum("near_total").as(OUT_TOTAL));
    String[] item = {CLUSTER_ID, FacetItems.FACET, FacetItems.VALUE};
    return compare(
        itemCounts
            .join(nearItems, item, "left")
            .join(sizes, CLUSTER_ID)
            .join(nearSizes, new String[] {CLUSTER_ID}, "left")
            .withColumn(OUT_COUNT, coalesce(col(OUT_COUNT), lit(0L)))
            .withColumn(OUT_TOTAL, coalesce(col(OUT_TOTAL), lit(0L))));
  }

  /**
   * Adds q_value: the false discovery rate of Benjamini and Hochberg (1995) over all rows that
   * agree in the given columns.
   */
  public static Dataset<Row> withQValues(Dataset<Row> contrast, Column... family) {
    Column[] order = {col(P_VALUE), col(CLUSTER_ID), col(FacetItems.FACET), col(FacetItems.VALUE)};
    WindowSpec whole = Window.partitionBy(family);
    WindowSpec ranked = whole.orderBy(order);
    // The rows from here to the worst, taken from the other end: Spark keeps a running minimum of
    // what came before, and would go through all that follows anew for each row.
    WindowSpec fromHere =
        whole
            .orderBy(Arrays.stream(order).map(Column::desc).toArray(Column[]::new))
            .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    return contrast
        .withColumn("tests", count(lit(1)).over(whole))
        .withColumn("rank", row_number().over(ranked))
        .withColumn("scaled", col(P_VALUE).multiply(col("tests")).divide(col("rank")))
        .withColumn(Q_VALUE, least(lit(1.0), min("scaled").over(fromHere)))
        .drop("tests", "rank", "scaled");
  }

  /** Shares, lift and p-value of rows with counts and totals; keeps further columns. */
  public static Dataset<Row> compare(Dataset<Row> counts, String... kept) {
    Column inShare = col(IN_COUNT).divide(col(IN_TOTAL));
    Column outShare =
        when(col(OUT_TOTAL).gt(0), col(OUT_COUNT).divide(col(OUT_TOTAL))).otherwise(lit(0.0));
    Column floor = lit(0.5).divide(when(col(OUT_TOTAL).gt(0), col(OUT_TOTAL)).otherwise(lit(1L)));
    Column base = when(col(OUT_COUNT).gt(0), col("out_share")).otherwise(floor);
    List<Column> columns =
        Stream.concat(
                Stream.of(
                    CLUSTER_ID,
                    FacetItems.FACET,
                    FacetItems.VALUE,
                    IN_COUNT,
                    IN_TOTAL,
                    OUT_COUNT,
                    OUT_TOTAL,
                    "in_share",
                    "out_share",
                    "lift",
                    P_VALUE),
                Arrays.stream(kept))
            .map(name -> col(name))
            .toList();
    return counts
        .withColumn("in_share", inShare)
        .withColumn("out_share", outShare)
        .withColumn("lift", col("in_share").divide(base))
        .withColumn(P_VALUE, P.apply(col(IN_COUNT), col(IN_TOTAL), col(OUT_COUNT), col(OUT_TOTAL)))
        .select(columns.toArray(Column[]::new));
  }
}

package io.outcrop.jobs.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.outcrop.jobs.embed.FactsTable;
import io.outcrop.jobs.embed.LocalSpark;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class ContrastTest {
  private static final SparkSession SPARK = LocalSpark.session();

  @Test
  void againstRest_itemOfOneCluster_hasItsSharesAndLift() {
    Row loop = row(againstRest(), "a", "loop", "true");
    assertThat(loop.<Long>getAs(Contrast.IN_COUNT)).isEqualTo(8);
    assertThat(loop.<Long>getAs(Contrast.OUT_COUNT)).isEqualTo(2);
    assertThat(loop.<Double>getAs("in_share")).isEqualTo(0.8);
    assertThat(loop.<Double>getAs("out_share")).isEqualTo(0.1);
    assertThat(loop.<Double>getAs("lift")).isCloseTo(8, within(1e-9));
    assertThat(loop.<Double>getAs(Contrast.P_VALUE)).isLessThan(0.01);
  }

  @Test
  void againstNearest_onlyNeighbours_areOutside() {
    Dataset<Row> neighbours =
        SPARK.range(1).select(lit("a").as("cluster_id"), lit("b").as("neighbour_id"));
    Row loop =
        row(
            Contrast.againstNearest(Contrast.itemCounts(facts()), sizes(), neighbours),
            "a",
            "loop",
            "true");
    assertThat(loop.<Long>getAs(Contrast.OUT_COUNT)).isEqualTo(2);
    assertThat(loop.<Long>getAs(Contrast.OUT_TOTAL)).isEqualTo(10);
  }

  @Test
  void withQValues_sortedTests_areMonotoneAndNeverBelowP() {
    List<Row> rows = Contrast.withQValues(againstRest()).orderBy(Contrast.P_VALUE).collectAsList();
    double last = 0;
    for (Row row : rows) {
      double q = row.<Double>getAs(Contrast.Q_VALUE);
      assertThat(q).isBetween(Math.max(last, row.<Double>getAs(Contrast.P_VALUE)) - 1e-12, 1.0);
      last = q;
    }
    assertThat(rows).isNotEmpty();
  }

  @Test
  void items_ofCustomFacets_haveTheirNames() {
    Dataset<Row> traces =
        new FactsTable()
            .add("t1", Map.of("custom", Map.of("plan", "gold", "mood", "none")))
            .add("t2", Map.of("custom", Map.of("plan", "gold")))
            .in(SPARK);

    assertThat(
            Contrast.allItems(traces)
                .where(col("facet").startsWith("custom."))
                .collectAsList()
                .toString())
        .isEqualTo("[[custom.plan,gold,2]]");
  }

  private static Dataset<Row> againstRest() {
    return Contrast.againstRest(
        Contrast.itemCounts(facts()), Contrast.allItems(facts()), sizes(), 30);
  }

  /** Ten traces in each of a, b and c; eight of a and two of b loop. */
  private static Dataset<Row> facts() {
    FactsTable table = new FactsTable();
    for (int i = 0; i < 30; i++) {
      String cluster = i < 10 ? "a" : i < 20 ? "b" : "c";
      boolean loop = i < 8 || (i >= 10 && i < 12);
      table.add(cluster + i, Map.of("loop", loop, "tool_call_count", i % 7));
    }
    return table.in(SPARK).withColumn(Contrast.CLUSTER_ID, substring(col("trace_id"), 1, 1));
  }

  private static Dataset<Row> sizes() {
    return facts()
        .groupBy(Contrast.CLUSTER_ID)
        .count()
        .withColumnRenamed("count", Contrast.IN_TOTAL);
  }

  private static Row row(Dataset<Row> contrast, String cluster, String facet, String value) {
    return contrast
        .where(
            col(Contrast.CLUSTER_ID)
                .equalTo(cluster)
                .and(col(FacetItems.FACET).equalTo(facet))
                .and(col(FacetItems.VALUE).equalTo(value)))
        .first();
  }
}

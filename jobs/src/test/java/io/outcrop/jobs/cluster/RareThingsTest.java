package io.outcrop.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.embed.FactsTable;
import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.TraceContextTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class RareThingsTest {
  private static final SparkSession SPARK = LocalSpark.session();

  private final FactsTable facts = new FactsTable();
  private final List<Row> assignments = new ArrayList<>();

  private void add(String id, String task, String behavior, String... flags) {
    Map<String, Object> facets = new HashMap<>();
    for (String flag : flags) {
      facets.put(flag, true);
    }
    facets.put("latency_ms", id.equals("slow-1") ? 90_000L : 1_000L + id.hashCode() % 100);
    facets.put("tool_error_count", id.equals("ok-7") ? 4 : 0);
    facts.add(id, facets);
    assign(id, "task", task, false);
    assign(id, "behavior", behavior, id.equals("ok-3"));
  }

  private void assign(String id, String axis, String leaf, boolean outlier) {
    assignments.add(
        RowFactory.create(
            "r", "trace", axis, "all", id, null, leaf, leaf, leaf, outlier ? 0.9 : 0.1, outlier));
  }

  private void fill() {
    for (int i = 0; i < 60; i++) {
      add("ok-" + i, "refunds", "plain");
      add("other-" + i, "flights", "plain");
    }
    for (int i = 0; i < 5; i++) {
      // Too few among so many that fail.
      add("rare-" + i, "refunds", "plain", "failing", "refused");
      // Has a leaf of its own.
      add("own-" + i, "refunds", "cut off", "failing", "truncated");
      // Nearly always a failure in its task.
      add("slow-" + i, "flights", "plain", "failing", "timed_out");
      add("slow-ok-" + i, "flights", "plain", "timed_out");
    }
    for (int i = 0; i < 25; i++) {
      add("many-" + i, "refunds", "plain", "failing", "loop");
    }
  }

  @Test
  void smallFailingGroup_isFoundAmongItsTask() {
    fill();
    Dataset<Row> titles =
        SPARK.createDataFrame(
            List.of(RowFactory.create("refunds", "About refunds")),
            new StructType()
                .add("cluster_id", DataTypes.StringType)
                .add("title", DataTypes.StringType));
    List<Row> found =
        RareFailures.of(facts.in(SPARK), assigned(), titles, 20, 0.05, 1.5).collectAsList();

    Row rare =
        found.stream()
            .filter(row -> row.getAs("facet").equals("timed_out"))
            .findFirst()
            .orElseThrow();
    assertThat(rare.<String>getAs("title"))
        .isEqualTo("Times out, in 5 of 5 failing traces and 5 of 65 others of: ");
    assertThat(rare.<Double>getAs("q_value")).isLessThan(0.05);
    assertThat(rare.<String>getList(rare.fieldIndex("trace_ids")))
        .containsExactly("slow-0", "slow-1", "slow-2", "slow-3", "slow-4");
    // A leaf of its own; too few to tell from chance; enough for a leaf.
    assertThat(found)
        .extracting(row -> row.<String>getAs("facet"))
        .doesNotContain("truncated", "refused", "loop");
  }

  @Test
  void farEnds_areListedWithTheirReason() {
    fill();
    Dataset<Row> context = SPARK.createDataFrame(List.of(), TraceContextTable.TABLE.schema());
    List<String> found =
        Outliers.of(facts.in(SPARK), assigned(), context, 3).collectAsList().stream()
            .map(row -> row.getAs("trace_id") + " " + row.getAs("reason"))
            .sorted()
            .toList();
    assertThat(found).containsExactly("ok-3 far", "ok-7 errors", "slow-1 latency");
  }

  private Dataset<Row> assigned() {
    return SPARK.createDataFrame(assignments, AssignmentsTable.TABLE.schema());
  }
}

package io.outcrop.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.axes.StandardAxes;
import io.outcrop.jobs.embed.AxisSentences;
import io.outcrop.jobs.embed.FactsTable;
import io.outcrop.jobs.embed.LexicalEmbedder;
import io.outcrop.jobs.embed.LexicalOptions;
import io.outcrop.jobs.embed.LocalSpark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusteringTest {
  private static final SparkSession SPARK = LocalSpark.session();

  @Test
  void behavior_sixPlantedInThreeDomains_areRecovered() {
    Run run = run(PlantedTraces.rows(600, 5), StandardAxes.behavior());
    assertThat(run.purity()).isGreaterThan(0.9);
    assertThat(run.clusters(0))
        .allSatisfy(leaf -> assertThat(traces(leaf)).isGreaterThanOrEqualTo(20));
    assertThat(run.clusters(0).stream().mapToLong(ClusteringTest::traces).sum()).isEqualTo(600);
    assertThat(run.titles(0)).anyMatch(title -> title.startsWith("Claims actions never performed"));
  }

  @Test
  void task_threeDomains_areNamedByTheirTerms() {
    Run run = run(PlantedTraces.rows(600, 5), StandardAxes.task());
    assertThat(run.titles(0)).allMatch(title -> title.startsWith("About "));
    assertThat(run.titles(0)).anyMatch(title -> title.contains("invoice"));
  }

  @Test
  void run_anyOrderPartitionsAndShuffles_givesTheSameTables() {
    List<Row> rows = PlantedTraces.rows(300, 6);
    Run first = run(rows, StandardAxes.failure());
    List<Row> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(1));
    SPARK.conf().set("spark.sql.shuffle.partitions", "7");
    try {
      Run second = run(FactsTable.of(SPARK, shuffled).repartition(5), StandardAxes.failure());
      assertThat(second.assignments).isEqualTo(first.assignments);
      assertThat(second.clusters).isEqualTo(first.clusters);
    } finally {
      SPARK.conf().set("spark.sql.shuffle.partitions", "4");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 50})
  void run_fewTraces_givesEachAPlaceOnThreeLevels(int traces) {
    for (AxisSpec axis : StandardAxes.all()) {
      Run run = run(PlantedTraces.rows(traces, 7), axis);
      assertThat(run.assignments).hasSize(traces);
      run.assertHierarchy();
    }
  }

  @Test
  void run_equalOrEmptySentences_areOneLeaf() {
    FactsTable table = new FactsTable();
    for (int i = 0; i < 60; i++) {
      table.add("t" + i, Map.of());
    }
    for (AxisSpec axis : StandardAxes.all()) {
      Run run = run(table.rows(), axis);
      assertThat(run.clusters).as(axis.name()).hasSize(3);
      assertThat(run.assignments).allSatisfy(row -> assertThat(row.getBoolean(5)).isFalse());
      run.assertHierarchy();
    }
  }

  @Test
  void run_equalSentences_shareALeaf() {
    List<Row> rows = PlantedTraces.rows(400, 8);
    Run run = run(rows, StandardAxes.behavior());
    Dataset<Row> facts = FactsTable.of(SPARK, rows);
    Map<String, Set<String>> leavesOfSentence = new HashMap<>();
    for (Row row :
        facts
            .select(
                facts.col("trace_id"),
                AxisSentences.sentence(StandardAxes.behavior(), facts.schema()))
            .collectAsList()) {
      leavesOfSentence
          .computeIfAbsent(row.getString(1), s -> new HashSet<>())
          .add(run.leafOf(row.getString(0)));
    }
    assertThat(leavesOfSentence.values()).allSatisfy(leaves -> assertThat(leaves).hasSize(1));
    assertThat(leavesOfSentence).hasSizeLessThan(400);
  }

  @Test
  void leaf_ofTracesThatShareNothing_isBroad() {
    FactsTable table = new FactsTable();
    for (int i = 0; i < 60; i++) {
      String word = "w" + Integer.toString(i, 36).replaceAll("[0-9]", "q") + "x".repeat(i % 7);
      table.add("t" + i, Map.of("task_summary", word + i + "a " + word + i + "b"));
    }
    Run run =
        run(
            table.in(SPARK),
            StandardAxes.task(),
            new ClusterOptions(1, 60, 60, 1_000, 1, 0.995, 0.35, 0.2, 1));
    assertThat(run.clusters(0)).hasSize(1);
    assertThat(run.clusters(0).get(0).<Boolean>getAs("is_broad")).isTrue();
  }

  @Test
  void clusterIds_otherRunOfTheSameMembers_areTheSame() {
    assertThat(ClusterIds.of("task", 0, 42L, 7)).isEqualTo(ClusterIds.of("task", 0, 42L, 7));
    assertThat(ClusterIds.of("task", 0, 42L, 7)).matches("task-0-[0-9a-f]{12}");
    assertThat(ClusterIds.of("task", 1, 42L, 7).substring(7))
        .isNotEqualTo(ClusterIds.of("task", 0, 42L, 7).substring(7));
  }

  private static Run run(List<Row> rows, AxisSpec axis) {
    return run(FactsTable.of(SPARK, rows), axis);
  }

  private static Run run(Dataset<Row> facts, AxisSpec axis) {
    return run(facts, axis, ClusterOptions.defaults());
  }

  private static Run run(Dataset<Row> facts, AxisSpec axis, ClusterOptions options) {
    Dataset<Row> sentences = AxisSentences.distinctSentences(facts, axis);
    Dataset<Row> embedded =
        LexicalEmbedder.embed(
            sentences, LexicalEmbedder.train(sentences, LexicalOptions.defaults()));
    try (ClusterResult result = Clustering.run(facts, axis, embedded, options)) {
      return new Run(
          result.assignments().orderBy("trace_id").collectAsList(),
          result.clusters().orderBy("level", "cluster_id").collectAsList());
    }
  }

  private static long traces(Row cluster) {
    return cluster.getAs("traces");
  }

  private record Run(List<Row> assignments, List<Row> clusters) {

    List<Row> clusters(int level) {
      return clusters.stream().filter(row -> row.<Integer>getAs("level") == level).toList();
    }

    List<String> titles(int level) {
      return clusters(level).stream().map(row -> row.<String>getAs("title")).toList();
    }

    String leafOf(String traceId) {
      return assignments.stream()
          .filter(row -> row.getString(0).equals(traceId))
          .findFirst()
          .orElseThrow()
          .getString(1);
    }

    /** The share of traces whose leaf is mostly of their own planted behaviour. */
    double purity() {
      Map<String, Map<String, Integer>> kinds = new HashMap<>();
      for (Row row : assignments) {
        kinds
            .computeIfAbsent(row.getString(1), leaf -> new HashMap<>())
            .merge(PlantedTraces.behaviourOf(row.getString(0)), 1, Integer::sum);
      }
      int right = kinds.values().stream().mapToInt(k -> Collections.max(k.values())).sum();
      return (double) right / assignments.size();
    }

    void assertHierarchy() {
      Map<String, Row> byId = new HashMap<>();
      clusters.forEach(row -> byId.put(row.getAs("cluster_id"), row));
      assertThat(byId).hasSameSizeAs(clusters);
      for (int level = 0; level <= 2; level++) {
        assertThat(titles(level)).doesNotHaveDuplicates();
        assertThat(clusters(level).stream().mapToLong(ClusteringTest::traces).sum())
            .isEqualTo(assignments.size());
      }
      for (Row row : assignments) {
        assertThat(byId.get(row.getString(1)).<String>getAs("parent_id"))
            .isEqualTo(row.getString(2));
        assertThat(byId.get(row.getString(2)).<String>getAs("parent_id"))
            .isEqualTo(row.getString(3));
        assertThat(byId.get(row.getString(3)).<String>getAs("parent_id")).isNull();
      }
      for (Row row : clusters) {
        assertThat(row.<String>getAs("title").split(" ")).hasSizeBetween(1, 11);
        assertThat(row.<String>getAs("description")).isNotBlank();
      }
    }
  }
}

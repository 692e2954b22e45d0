package io.outcrop.jobs.cluster;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.axes.StandardAxes;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.embed.AxisSentences;
import io.outcrop.jobs.embed.FactsTable;
import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.runs.Runs;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.EmbeddingsTable;
import io.outcrop.jobs.tables.HierarchiesTable;
import io.outcrop.jobs.tables.LineageTable;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five nights, each of which looks at three days, with vectors that lie where the test says. */
class FiveNightsTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);
  private static final AxisSpec AXIS = StandardAxes.behavior();

  /** Traces of each kind on each day; the first night ends with the third. */
  private static final Map<String, int[]> DAYS =
      new TreeMap<>(
          Map.of(
              "steady", new int[] {30, 30, 30, 30, 30, 30, 30},
              "plain", new int[] {30, 30, 30, 30, 30, 30, 30},
              "base", new int[] {30, 30, 30, 30, 30, 30, 30},
              // Too few for a leaf until the fourth night, and near the base.
              "branch", new int[] {0, 0, 0, 9, 6, 8, 8},
              // Too few for a leaf on the fifth night, and near the plain ones.
              "brook", new int[] {0, 0, 0, 10, 12, 3, 2},
              "comer", new int[] {0, 0, 0, 8, 20, 10, 10}));

  /** The kind that a lineage was last seen to be of. */
  private final Map<String, String> kindOfLineage = new HashMap<>();

  @TempDir Path folder;

  private record Night(Run run, Map<String, Row> leafOfKind, Row hierarchy, List<String> lineage) {
    String lineageId(String kind) {
      return leafOfKind.get(kind).getAs(ClustersTable.LINEAGE_ID);
    }

    String title(String kind) {
      return leafOfKind.get(kind).getAs(ClustersTable.TITLE);
    }
  }

  @Test
  void fiveNights_tellSteadyNewSplitAndMerged() {
    Warehouse warehouse = new Warehouse(LocalSpark.session(), folder.toString());
    Night first = night(warehouse, 1, "on-drift");
    Night second = night(warehouse, 2, "weekly");
    Night third = night(warehouse, 3, "on-drift");
    Night fourth = night(warehouse, 4, "daily");
    Night fifth = night(warehouse, 5, "daily");
    List<Night> nights = List.of(first, second, third, fourth, fifth);

    assertThat(nights)
        .extracting(night -> night.hierarchy().<String>getAs("reason"))
        .containsExactly(
            "there is none", "stands", "65 of 245 new traces fit no leaf", "daily", "daily");
    for (String kind : List.of("steady", "plain", "base")) {
      assertThat(nights)
          .extracting(night -> night.lineageId(kind))
          .containsOnly(first.lineageId(kind));
    }
    assertThat(nights)
        .extracting(night -> night.title("steady"))
        .containsOnly(first.title("steady"));

    // Assigned without a rebuild: the standing leaves, and nothing for what fits none.
    assertThat(second.leafOfKind().get("steady").<String>getAs(ClustersTable.CLUSTER_ID))
        .isEqualTo(first.leafOfKind().get("steady").getAs(ClustersTable.CLUSTER_ID));
    assertThat(second.leafOfKind().get("steady").<Long>getAs(ClustersTable.TRACES)).isEqualTo(90);
    assertThat(second.leafOfKind()).doesNotContainKeys("comer", "brook", "branch");
    assertThat(second.hierarchy().<Long>getAs("unassigned")).isEqualTo(27);
    assertThat(second.hierarchy().<Double>getAs("drift")).isEqualTo(27.0 / 117);

    assertThat(third.lineage()).contains("new comer", "new brook", "same steady");
    assertThat(fourth.lineage()).contains("same comer", "split branch of base", "same base");
    assertThat(fourth.lineageId("comer")).isEqualTo(third.lineageId("comer"));
    assertThat(fourth.lineageId("branch")).isNotEqualTo(fourth.lineageId("base"));
    assertThat(fifth.lineage()).contains("same branch", "merge of brook into plain", "same plain");
  }

  private Night night(Warehouse warehouse, int day, String rebuild) {
    warehouse.overwrite(TracesTable.TABLE, traces(day + 2));
    OutcropConfig config =
        OutcropConfig.load(
            null,
            List.of(
                "outcrop.window.days=3",
                "outcrop.cluster.axes=[behavior]",
                "outcrop.cluster.leaves=12",
                "outcrop.cluster.min-leaf=20",
                "outcrop.cluster.rebuild=" + rebuild));
    Clock clock = Clock.systemUTC();
    Run run = Run.of(warehouse, config, Run.Window.LATEST, clock);
    Runs runs = new Runs(warehouse, clock);
    runs.begin(run);
    warehouse.replaceRun(EmbeddingsTable.TABLE, embeddings(run.traces(warehouse)), run.id());
    Cluster.run(warehouse, run);
    runs.complete(run, "{}", List.of());
    return told(warehouse, run);
  }

  private Night told(Warehouse warehouse, Run run) {
    Map<String, Row> clusters = new HashMap<>();
    warehouse
        .read(ClustersTable.FACTS, run.id())
        .collectAsList()
        .forEach(row -> clusters.put(row.getAs(ClustersTable.CLUSTER_ID), row));
    Map<String, Map<String, Integer>> kinds = new HashMap<>();
    for (Row row :
        warehouse
            .read(AssignmentsTable.TABLE, run.id())
            .where(col(AssignmentsTable.LEAF_ID).isNotNull())
            .select(AssignmentsTable.TRACE_ID, AssignmentsTable.LEAF_ID)
            .collectAsList()) {
      kinds
          .computeIfAbsent(row.getString(1), leaf -> new TreeMap<>())
          .merge(kind(row.getString(0)), 1, Integer::sum);
    }
    Map<String, Row> leafOfKind = new HashMap<>();
    kinds.forEach(
        (leaf, counts) -> {
          String most =
              counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
          leafOfKind.put(most, clusters.get(leaf));
          kindOfLineage.put(clusters.get(leaf).getAs(ClustersTable.LINEAGE_ID), most);
        });
    List<String> lineage =
        warehouse
            .read(LineageTable.TABLE, run.id())
            .where(col("level").equalTo(0))
            .collectAsList()
            .stream()
            .map(LineageTable.ROWS::fromRow)
            .map(this::said)
            .toList();
    Row hierarchy = warehouse.read(HierarchiesTable.TABLE, run.id()).head();
    return new Night(run, leafOfKind, hierarchy, lineage);
  }

  private String said(LineageTable.Link link) {
    String now = kindOfLineage.get(link.lineageId());
    String before = kindOfLineage.get(link.beforeLineageId());
    return switch (link.relation()) {
      case "split" -> "split " + now + " of " + before;
      case "merge" -> "merge of " + before + " into " + now;
      case "gone" -> "gone " + before;
      default -> link.relation() + " " + now;
    };
  }

  private static String kind(String traceId) {
    return traceId.substring(0, traceId.indexOf('-'));
  }

  private static Dataset<Row> traces(int days) {
    FactsTable table = new FactsTable();
    DAYS.forEach(
        (kind, counts) -> {
          for (int day = 0; day < days; day++) {
            for (int i = 0; i < counts[day]; i++) {
              Map<String, Object> facets = new HashMap<>();
              facets.put("trace_date", FIRST.plusDays(day));
              facets.put("tenant_id", "t" + i % 6);
              facets.put("tenants", 1);
              facets.put("facet_version", "v");
              facets.put("step_shapes", new String[] {kind, "v" + i % 4});
              facets.put("loop", kind.equals("steady"));
              facets.put("refused", kind.equals("base"));
              facets.put("truncated", kind.equals("comer"));
              facets.put("timed_out", kind.equals("branch"));
              facets.put("escalated", kind.equals("brook"));
              table.add(kind + "-" + day + "-" + i, facets);
            }
          }
        });
    return table.in(LocalSpark.session());
  }

  private static Dataset<Row> embeddings(Dataset<Row> traces) {
    List<Row> rows = new ArrayList<>();
    for (Row row : AxisSentences.distinctSentences(traces, AXIS).collectAsList()) {
      String sentence = row.getAs(AxisSentences.SENTENCE);
      rows.add(
          RowFactory.create(
              "",
              AXIS.unit(),
              AXIS.name(),
              row.<String>getAs(AxisSentences.TEXT_HASH),
              "fixed",
              sentence,
              row.<Long>getAs(AxisSentences.TRACES),
              vector(sentence)));
    }
    return LocalSpark.session().createDataFrame(rows, EmbeddingsTable.TABLE.schema());
  }

  /**
   * Kinds lie at right angles, but for those that are near another; a sentence lies by its kind.
   */
  private static Float[] vector(String sentence) {
    List<String> kinds = List.copyOf(DAYS.keySet());
    String kind = kinds.stream().filter(sentence::contains).findFirst().orElseThrow();
    double[] vector = new double[8];
    vector[kinds.indexOf(kind)] = 1;
    if (kind.equals("branch")) {
      vector[kinds.indexOf("base")] = 2;
    } else if (kind.equals("brook")) {
      vector[kinds.indexOf("plain")] = 2;
    }
    Random noise = new Random(sentence.hashCode());
    double square = 0;
    for (int i = 0; i < vector.length; i++) {
      vector[i] += noise.nextGaussian() / 100;
      square += vector[i] * vector[i];
    }
    Float[] unit = new Float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (Math.rint(vector[i] / Math.sqrt(square) * (1 << 20)) / (1 << 20));
    }
    return unit;
  }
}

package io.outcrop.jobs.cluster;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outcrop.facets.llm.stub.StubFaults;
import io.outcrop.facets.llm.stub.StubServer;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.embed.Embed;
import io.outcrop.jobs.embed.FactsTable;
import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.llm.Models;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.CostsTable;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelNamingTest {
  private static final Pattern ITEM = Pattern.compile("- [a-z ]+: (.+?) \\(\\d+ %");

  @TempDir Path folder;

  /** In the words of the evidence, but for groups that loop, of which it says what is not there. */
  private static String answer(JsonNode schema, String data) {
    Matcher item = ITEM.matcher(data);
    String noun = item.find() ? item.group(1) : "nothing";
    boolean invents = data.contains("loop");
    return new ObjectMapper()
        .createObjectNode()
        .put("description", "Most have " + noun + ".")
        .put("title", invents ? "Books zebras for hotels" : "Group with " + noun)
        .toString();
  }

  @Test
  void clusters_areNamedByTheModelUnlessItInvents() {
    Warehouse warehouse = new Warehouse(LocalSpark.session(), folder.toString());
    warehouse.overwrite(
        TracesTable.TABLE,
        FactsTable.of(LocalSpark.session(), PlantedTraces.rows(150, 5))
            .withColumn(
                "trace_date", org.apache.spark.sql.functions.lit(LocalDate.of(2026, 3, 1))));
    try (StubServer server = StubServer.start(StubFaults.none(), ModelNamingTest::answer, true)) {
      OutcropConfig config =
          OutcropConfig.load(
              null,
              List.of(
                  "outcrop.cluster.axes=[behavior]",
                  "outcrop.llm.provider=openai",
                  "outcrop.llm.base-url=\"" + server.openAiUrl() + "\"",
                  "outcrop.llm.commit-seconds=1"));
      Run run = Run.of(warehouse, config, Run.Window.LATEST, Clock.systemUTC());
      Embed.run(warehouse, run);
      Cluster.Result first = cluster(warehouse, run);
      List<Row> named = titles(warehouse, run);

      assertThat(first.labels().asked()).isPositive();
      assertThat(first.labels().answered()).isPositive();
      assertThat(first.labels().invalid()).as("asked once more, then refused").isPositive();
      assertThat(first.labels().unanswered()).isZero();
      assertThat(titles(named)).anyMatch(title -> title.startsWith("Group with "));
      assertThat(titles(named)).noneMatch(title -> title.contains("zebra"));
      assertThat(titles(named)).anyMatch(title -> title.contains("loop"));
      for (int level = 0; level <= 2; level++) {
        int of = level;
        assertThat(titles(named.stream().filter(row -> row.getInt(0) == of).toList()))
            .doesNotHaveDuplicates();
      }
      assertThat(server.received())
          .allSatisfy(
              received ->
                  assertThat(received.body().toString())
                      .contains("Nearest outside the group", "Members:"));
      Row cost = warehouse.read(CostsTable.TABLE).where(col("role").equalTo("labels")).head();
      assertThat(cost.<String>getAs("phase")).isEqualTo("cluster");
      assertThat(cost.<Long>getAs("input_tokens")).isPositive();

      long requests = server.requests();
      Cluster.Result again = cluster(warehouse, run);
      assertThat(again.labels().asked()).isZero();
      assertThat(server.requests()).isEqualTo(requests);
      assertThat(titles(warehouse, run)).isEqualTo(named);
      assertThat(LabelEstimate.of(warehouse, config, run.traces()).calls())
          .isGreaterThanOrEqualTo(first.labels().asked());
    }
  }

  @Test
  void titles_thatTwoClustersShare_sayWhatDiffers() {
    List<Label> byRule = List.of(label("One"), label("Two"), label("Three"));
    Level level =
        new Level(
            IntStream.of(5, 9, 7).mapToObj(n -> new Members(new long[1], n, 0)).toList(),
            new ItemCounts(new long[] {5, 9, 7}),
            new long[3],
            byRule,
            new boolean[3]);
    assertThat(
            DistinctTitles.of(
                level,
                java.util.Map.of(0, label("Calls again"), 1, label("Calls again"), 2, label("one")),
                cluster -> cluster == 0 ? List.of("a timeout") : List.of()))
        .extracting(Label::title)
        .containsExactly("Calls again with a timeout", "Calls again", "one");
  }

  private static Label label(String title) {
    return new Label(title, title, true);
  }

  private static Cluster.Result cluster(Warehouse warehouse, Run run) {
    try (Models models = Models.of(run.config().llm()).orElseThrow()) {
      return Cluster.run(warehouse, run, Optional.of(models), Clock.systemUTC());
    }
  }

  private static List<Row> titles(Warehouse warehouse, Run run) {
    return warehouse
        .read(ClustersTable.FACTS, run.id())
        .select(ClustersTable.LEVEL, ClustersTable.TITLE)
        .orderBy(ClustersTable.LEVEL, ClustersTable.CLUSTER_ID)
        .collectAsList();
  }

  private static List<String> titles(List<Row> rows) {
    return rows.stream().map(row -> row.getString(1)).toList();
  }
}

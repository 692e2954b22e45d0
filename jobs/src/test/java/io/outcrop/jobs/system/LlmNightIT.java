package io.outcrop.jobs.system;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.llm.stub.StubFaults;
import io.outcrop.facets.llm.stub.StubServer;
import io.outcrop.jobs.ExitCode;
import io.outcrop.jobs.OtlpLines;
import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.system.OutcropProcess.Result;
import io.outcrop.jobs.tables.CostsTable;
import io.outcrop.jobs.tables.LlmCacheTable;
import io.outcrop.jobs.tables.SqlNames;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.Warehouse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Phase 2 of the finished jar with a language model: killed in the midst, and told no key. */
class LlmNightIT {
  private static final String KEY = "sk-planted-in-the-environment-5d1c";
  private static final int CONCURRENCY = 4;
  private static final Duration LATENCY = Duration.ofMillis(150);

  private final Path folder = Nights.folder("llm");
  private final Path warehouse = folder.resolve("warehouse");

  private static List<String> command(String... arguments) {
    return List.of(arguments);
  }

  private Result facets(StubServer server, boolean kill, String... more) {
    List<String> arguments =
        Stream.concat(
                command("facets", "--warehouse", warehouse.toString()).stream(),
                Stream.concat(
                        Stream.of(
                            "provider=openai",
                            "base-url=\"" + server.openAiUrl() + "\"",
                            "api-key-env=PLANTED_KEY",
                            "concurrency=" + CONCURRENCY,
                            "commit-seconds=1"),
                        Stream.of(more))
                    .flatMap(set -> Stream.of("--set", "outcrop.llm." + set)))
            .toList();
    OutcropProcess process =
        OutcropProcess.startWith(
            java.util.Map.of("PLANTED_KEY", KEY), arguments.toArray(String[]::new));
    return kill ? process.killWhenItSays("facets: kept") : process.await();
  }

  @Test
  void phase_killedAmongCalls_paysForAFewSecondsTwiceAndTellsNoKey() {
    int number = 0;
    for (List<String> lines : DemoTraces.files(Nights.PARTS)) {
      OtlpLines.write(folder.resolve("in").resolve("part-" + number++ + ".json.gz"), lines);
    }
    OutcropProcess.run(
        "ingest", "--input", folder.resolve("in").toString(), "--warehouse", warehouse.toString());

    try (StubServer server = StubServer.start(StubFaults.of(LATENCY))) {
      Result killed = facets(server, true);
      long before = server.requests();
      Result stopped = facets(server, false, "budget-usd=0.002");
      Result finished = facets(server, false);

      assertThat(before).as(killed.err()).isPositive();
      assertThat(stopped.code()).as(stopped.err()).isEqualTo(ExitCode.STOPPED);
      assertThat(finished.code()).as(finished.err()).isZero();
      Warehouse tables = new Warehouse(LocalSpark.session(), warehouse.toString());
      long answers = tables.read(LlmCacheTable.TABLE).select(LlmCacheTable.KEY).distinct().count();
      // What is lost: the calls since the last commit, which begins a second after the one before.
      long lost = server.requests() - answers;
      assertThat(lost).isBetween(0L, 4 * CONCURRENCY * 1000 / LATENCY.toMillis());
      assertThat(answers).isGreaterThan(50);
      assertThat(tables.read(CostsTable.TABLE).where(col("status").equalTo("killed")).count())
          .isEqualTo(1);

      long paid = server.requests();
      assertThat(facets(server, false).code()).isZero();
      assertThat(server.requests()).isEqualTo(paid);

      assertThat(server.received()).allSatisfy(r -> assertThat(r.key()).isEqualTo(KEY));
      assertThat(killed.out() + killed.err() + finished.out() + finished.err()).doesNotContain(KEY);
      for (Table table : SqlNames.TABLES) {
        assertThat(tables.read(table).toJSON().filter(col("value").contains(KEY)).isEmpty())
            .as(table.sqlName())
            .isTrue();
      }
    }
  }
}

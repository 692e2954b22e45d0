package io.outcrop.jobs.system;

import static io.outcrop.jobs.OtlpLines.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.system.Nights.Undisturbed;
import io.outcrop.jobs.system.OutcropProcess.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The same traces and configuration give the same tables, however they are worked on. */
class SameTablesIT {
  private static final Undisturbed NIGHT = Nights.undisturbed();
  private static final String LEDGER = "outcrop_telemetry.objects";

  @Test
  void night_publishesSomething() {
    Map<String, List<String>> tables = NIGHT.tables();

    assertThat(tables).allSatisfy((name, lines) -> assertThat(lines).as(name).isNotNull());
    assertThat(tables.get("outcrop_facts.traces")).hasSizeGreaterThan(100);
    assertThat(tables.get("outcrop_insights.clusters")).hasSizeGreaterThan(5);
    assertThat(tables.get("outcrop_insights.insights")).isNotEmpty();
    assertThat(tables.get("outcrop_ops.withheld")).isNotEmpty();
    assertThat(NIGHT.result().out()).contains("run  ", "published");
  }

  @Test
  void executors_areRealProcessesAndPreparedAsForMany_sameTables() {
    Path warehouse = Nights.folder("executors");

    Nights.run(
        NIGHT.inputs(),
        warehouse,
        "--master",
        "local-cluster[2,1,1024]",
        "--conf",
        "spark.executor.memory=1g",
        "--conf",
        "spark.sql.codegen.wholeStage=true",
        "--conf",
        "spark.sql.codegen.factoryMode=FALLBACK",
        "--conf",
        "spark.sql.adaptive.enabled=true",
        "--conf",
        "spark.outcrop.writes-on-driver=false");

    TableTexts.assertSame(TableTexts.of(warehouse), NIGHT.tables());
  }

  @Test
  void input_renamedReorderedRepartitioned_sameTables() {
    Path folder = Nights.folder("renamed");
    List<String> lines = new ArrayList<>(Nights.lines());
    Collections.shuffle(lines, new Random(11));
    List<String> names = List.of("z.json.gz", "deep/er/y.json", "x", "w.jsonl.gz");
    for (int i = 0; i < names.size(); i++) {
      write(
          folder.resolve("in").resolve(names.get(i)),
          lines.subList(i * lines.size() / names.size(), (i + 1) * lines.size() / names.size()));
    }

    Nights.run(
        folder.resolve("in"),
        folder.resolve("warehouse"),
        "--master",
        "local[1]",
        "--conf",
        "spark.sql.shuffle.partitions=7");

    TableTexts.assertSame(TableTexts.of(folder.resolve("warehouse")), NIGHT.tables(), LEDGER);
  }

  @Test
  void night_runTwice_changesNothing() {
    Result again = Nights.run(NIGHT.inputs(), NIGHT.warehouse(), "--master", "local[2]");

    assertThat(again.out()).contains("(complete before)", "0 read, 6 already read before");
    TableTexts.assertSame(TableTexts.of(NIGHT.warehouse()), NIGHT.tables());
  }
}

package io.outcrop.jobs.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.tables.RunsTable.RunRow;
import io.outcrop.jobs.tables.WithheldTable.Withheld;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlNamesTest {
  private static final Instant NIGHT = Instant.parse("2026-03-05T03:00:00Z");

  @TempDir Path root;
  private Warehouse warehouse;

  @BeforeEach
  void prepare() {
    warehouse = new Warehouse(LocalSpark.session(), root.resolve("a name of words").toString());
  }

  private void run(String id, String end, Instant completed) {
    RunRow row =
        new RunRow(
            id,
            LocalDate.parse(end).minusDays(1),
            LocalDate.parse(end),
            NIGHT,
            completed,
            completed == null ? RunsTable.RUNNING : RunsTable.COMPLETE,
            1,
            "snapshot",
            "{}",
            null,
            null,
            null);
    warehouse.upsert(
        RunsTable.TABLE,
        LocalSpark.session()
            .createDataFrame(List.of(RunsTable.ROWS.toRow(row)), RunsTable.TABLE.schema()),
        RunsTable.RUN_ID);
    Withheld withheld = new Withheld(id, "clusters", "row of " + id, "min-traces", "");
    warehouse.replaceRun(
        WithheldTable.TABLE,
        LocalSpark.session()
            .createDataFrame(
                List.of(WithheldTable.ROWS.toRow(withheld)), WithheldTable.TABLE.schema()),
        id);
  }

  private List<String> query(String sql) {
    new SqlNames(warehouse).register(sql);
    return warehouse.spark().sql(sql).collectAsList().stream().map(r -> r.getString(0)).toList();
  }

  private List<String> visible() {
    return query("SELECT row_id FROM outcrop_ops.withheld ORDER BY 1");
  }

  @Test
  void name_ofARunsTable_showsTheRunWithTheLatestWindow() {
    run("later-window", "2026-03-04", NIGHT);
    run("later-done", "2026-03-03", NIGHT.plusSeconds(60));

    assertThat(visible()).containsExactly("row of later-window");
  }

  @Test
  void name_ofRunsWithTheSameWindow_showsTheOneCompletedLast() {
    run("first", "2026-03-04", NIGHT);
    run("zecond", "2026-03-04", NIGHT.minusSeconds(60));

    assertThat(visible()).containsExactly("row of first");
  }

  @Test
  void run_running_isInvisible() {
    run("done", "2026-03-03", NIGHT);
    run("running", "2026-03-04", null);

    assertThat(visible()).containsExactly("row of done");
    assertThat(query("SELECT row_id FROM outcrop_ops.withheld_history"))
        .containsExactly("row of done");
  }

  @Test
  void history_showsAllCompleteRuns() {
    run("one", "2026-03-03", NIGHT);
    run("two", "2026-03-04", NIGHT);

    assertThat(query("SELECT row_id FROM outcrop_ops.withheld_history ORDER BY 1"))
        .containsExactly("row of one", "row of two");
  }

  @Test
  void name_inBackquotesAndCapitals_isFound() {
    run("one", "2026-03-03", NIGHT);

    assertThat(query("SELECT row_id FROM `OUTCROP_OPS`.`Withheld`")).containsExactly("row of one");
  }

  @Test
  void name_ofATableNotMadeYet_isEmptyWithItsColumns() {
    List<Row> columns;
    String sql = "SELECT * FROM outcrop_insights.insights";
    new SqlNames(warehouse).register(sql);
    var rows = warehouse.spark().sql(sql);
    columns = rows.collectAsList();

    assertThat(columns).isEmpty();
    assertThat(rows.columns()).isEqualTo(InsightsTable.INSIGHTS.schema().fieldNames());
  }

  @Test
  void listing_showsEveryTableOfAZone() {
    new SqlNames(warehouse).register("SHOW TABLES IN outcrop_insights");

    assertThat(
            warehouse.spark().sql("SHOW TABLES IN outcrop_insights").collectAsList().stream()
                .map(r -> r.<String>getAs("tableName")))
        .contains("clusters", "clusters_history", "insights", "insights_history");
  }
}

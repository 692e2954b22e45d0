package io.outcrop.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outcrop.jobs.UserError;
import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.report.RunComparison.Difference;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import io.outcrop.jobs.tables.RecordRows;
import io.outcrop.jobs.tables.RunsTable;
import io.outcrop.jobs.tables.RunsTable.RunRow;
import io.outcrop.jobs.tables.ShiftsTable;
import io.outcrop.jobs.tables.ShiftsTable.Change;
import io.outcrop.jobs.tables.ShiftsTable.Shift;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.Warehouse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunComparisonTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  @TempDir static Path root;
  private static Warehouse warehouse;

  @BeforeAll
  static void publishTwice() {
    warehouse = new Warehouse(LocalSpark.session(), root.toString());
    write(
        RunsTable.TABLE,
        RunsTable.ROWS,
        List.of(
            run("a", 0, RunsTable.COMPLETE),
            run("b", 1, RunsTable.COMPLETE),
            run("c", 2, RunsTable.RUNNING)));
    write(
        ClustersTable.INSIGHTS,
        ClustersTable.ROWS,
        List.of(
            cluster("a", "stays", 100, 0.10),
            cluster("a", "grows", 100, 0.10),
            cluster("a", "shrinks", 100, 0.10),
            cluster("a", "goes", 50, 0.05),
            cluster("b", "stays", 110, 0.11),
            cluster("b", "grows", 130, 0.13),
            cluster("b", "shrinks", 70, 0.07),
            cluster("b", "comes", 30, 0.03)));
    write(
        ShiftsTable.INSIGHTS,
        ShiftsTable.ROWS,
        List.of(
            shift("a", "checkout", 0.10),
            shift("a", "search", 0.10),
            shift("b", "checkout", 0.20)));
  }

  private static <R extends Record> void write(Table table, RecordRows<R> rows, List<R> records) {
    List<Row> all = records.stream().map(rows::toRow).toList();
    warehouse.overwrite(table, LocalSpark.session().createDataFrame(all, table.schema()));
  }

  private static RunRow run(String id, int day, String status) {
    Instant time = Instant.parse("2026-03-05T00:00:00Z");
    return new RunRow(
        id, DAY, DAY.plusDays(day), time, time, status, 1000, "s", "{}", null, null, null);
  }

  private static Cluster cluster(String run, String lineage, long traces, double share) {
    return new Cluster(
        run,
        "trace",
        "failure",
        "all",
        0,
        run + "-" + lineage,
        null,
        lineage,
        "Title of " + lineage,
        "d",
        traces,
        5,
        share,
        0.5,
        false,
        0.25,
        1,
        0,
        null,
        null,
        null,
        null,
        DAY,
        "stable",
        0.1,
        null,
        null);
  }

  private static Shift shift(String run, String agent, double share) {
    return new Shift(
        run,
        "id-" + agent,
        1,
        "all",
        "window",
        "agent",
        agent,
        null,
        null,
        DAY,
        DAY,
        DAY,
        DAY,
        "all",
        310,
        5,
        550,
        5,
        1,
        0,
        0.1,
        "sentence",
        List.of(
            new Change(
                "loop", "true", share, 0.1, 0.0, null, null, null, 0.1, 0.1, 0.1, 0.1, 1, false)));
  }

  @Test
  void runs_areToldApartInPublishedFigures() {
    List<Difference> differences = RunComparison.of(warehouse, "a", "b").differences(false);

    assertThat(differences)
        .extracting(Difference::what, Difference::change, Difference::title)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("facet", "GREW", "loop = true"),
            org.assertj.core.groups.Tuple.tuple("pattern", "NEW", "Title of comes"),
            org.assertj.core.groups.Tuple.tuple("pattern", "GREW", "Title of grows"),
            org.assertj.core.groups.Tuple.tuple("pattern", "SHRANK", "Title of shrinks"),
            org.assertj.core.groups.Tuple.tuple("pattern", "GONE", "Title of goes"));
    Difference facet = differences.get(0);
    assertThat(facet.axis()).isEqualTo("agent checkout");
    assertThat(facet.shareA()).isEqualTo(0.1);
    assertThat(facet.shareB()).isEqualTo(0.2);
    assertThat(differences.get(1).tracesA()).isNull();
    assertThat(differences.get(2).tracesA()).isEqualTo(100);
    assertThat(differences.get(2).tracesB()).isEqualTo(130);
  }

  @Test
  void all_tellsOfWhatStayedTheSame() {
    assertThat(RunComparison.of(warehouse, "a", "latest").differences(true))
        .extracting(Difference::title)
        .contains("Title of stays")
        .hasSize(6);
    assertThat(RunComparison.of(warehouse, "a", "a").differences(false)).isEmpty();
  }

  @Test
  void run_thatIsNotComplete_isRefused() {
    for (String id : List.of("c", "nowhere")) {
      assertThatThrownBy(() -> RunComparison.of(warehouse, "a", id))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("Cannot compare run " + id)
          .hasMessageContaining("there is no such complete run");
    }
  }
}

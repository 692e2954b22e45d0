package io.outcrop.jobs.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.system.Notebook.Cell;
import io.outcrop.jobs.system.OutcropProcess.Result;
import io.outcrop.jobs.tables.SqlNames;
import io.outcrop.jobs.tables.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every SQL cell of the notebooks, and what conf says of catalogues, on the demo's tables. */
class NotebooksIT {
  private static final Path ROOT = demo();
  private final SparkSession spark = LocalSpark.session();

  private static Path demo() {
    Path warehouse = Nights.folder("demo").resolve("warehouse");
    Result result = OutcropProcess.run("demo", "--warehouse", warehouse.toString());
    assertThat(result.code()).as(result.err()).isZero();
    return warehouse;
  }

  static Stream<Notebook> notebooks() {
    return Notebook.all().stream();
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void queries_returnRows(Notebook notebook) {
    SqlNames names = new SqlNames(new Warehouse(spark, ROOT.toString()));
    for (Cell cell : notebook.cells()) {
      if (cell.isSql()) {
        names.register(cell.query());
        assertThat(spark.sql(cell.query()).takeAsList(1)).as(cell.source()).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(strings = {"hive.sql", "databricks.sql"})
  void catalogue_registersTheTablesWithTheRowsOfSqlNames(String file) throws IOException {
    String text = Files.readString(OutcropProcess.HOME.resolve("conf/catalogues/" + file));
    SqlNames names = new SqlNames(new Warehouse(spark, ROOT.toString()));
    names.register("outcrop_insights.clusters outcrop_insights.insights_history");
    long clusters = spark.table("outcrop_insights.clusters").count();
    long insights = spark.table("outcrop_insights.insights_history").count();
    List<String> tables = new ArrayList<>();

    for (String statement : statements(text)) {
      spark.sql(
          statement
              .replace("/data/outcrop", ROOT.toString())
              .replace("outcrop_ops", "registered_ops")
              .replace("outcrop_insights", "registered"));
      tables.add(statement);
    }

    assertThat(tables).hasSizeGreaterThan(6);
    assertThat(spark.table("registered.clusters").count()).isEqualTo(clusters).isPositive();
    assertThat(spark.table("registered.insights_history").count()).isEqualTo(insights);
    spark.sql("DROP DATABASE registered CASCADE");
    spark.sql("DROP DATABASE registered_ops CASCADE");
  }

  private static List<String> statements(String file) {
    String code =
        file.lines()
            .filter(line -> !line.startsWith("--"))
            .reduce("", (all, line) -> all + "\n" + line);
    return Stream.of(code.split(";", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  @Test
  void tables_areReadableByWhateverReadsDeltaOfTheFirstVersion() {
    for (String table : List.of("clusters", "insights")) {
      var detail =
          spark.sql("DESCRIBE DETAIL delta.`%s/insights/%s`".formatted(ROOT, table)).head();
      assertThat(detail.<Integer>getAs("minReaderVersion")).as(table).isEqualTo(1);
    }
  }
}

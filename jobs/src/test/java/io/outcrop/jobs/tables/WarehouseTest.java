package io.outcrop.jobs.tables;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.embed.LocalSpark;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarehouseTest {
  record Old(String uri, long size) {}

  record New(String uri, long size, String etag, List<String> tags) {}

  private static final RecordRows<Old> OLD = RecordRows.of(Old.class);
  private static final RecordRows<New> NEW = RecordRows.of(New.class);

  @Test
  void table_ofAnEarlierVersion_isReadAndGetsItsNewColumns(@TempDir Path folder) {
    Warehouse warehouse = new Warehouse(LocalSpark.session(), folder.toString());
    Table before = Table.lasting(Zone.OPS, "things", OLD.schema());
    warehouse.append(before, rows(OLD.toRow(new Old("a", 1)), before), "first");

    Table after = Table.lasting(Zone.OPS, "things", NEW.schema());
    assertThat(warehouse.read(after).head().isNullAt(2)).isTrue();
    long version = warehouse.version(after);
    warehouse.append(after, rows(NEW.toRow(new New("b", 2, "e", List.of("t"))), after), "second");
    warehouse.create(after);

    List<Row> read = warehouse.read(after).orderBy("uri").collectAsList();
    assertThat(read).hasSize(2);
    assertThat(read.get(0).getString(0)).isEqualTo("a");
    assertThat(read.get(0).isNullAt(3)).isTrue();
    assertThat(NEW.fromRow(read.get(1))).isEqualTo(new New("b", 2, "e", List.of("t")));
    assertThat(warehouse.version(after)).isEqualTo(version + 2);
  }

  record Dated(String runId, LocalDate day, Instant at, Double share, List<New> all) {}

  private static final RecordRows<Dated> DATED = RecordRows.of(Dated.class);

  @Test
  void rows_writtenByTheDriver_areThoseThatSparkWrites(@TempDir Path folder) {
    SparkSession spark = LocalSpark.session();
    Warehouse warehouse = new Warehouse(spark, folder.toString());
    Instant noon = Instant.parse("2026-03-01T12:00:00.000001Z");
    List<Row> rows =
        List.of(
            DATED.toRow(
                new Dated(
                    "r 1",
                    noon.atZone(UTC).toLocalDate(),
                    noon,
                    0.1,
                    List.of(new New("a", 1, null, List.of("t", ""))))),
            DATED.toRow(new Dated("r 1", LocalDate.parse("0001-02-03"), null, null, List.of())),
            DATED.toRow(new Dated(null, null, noon, -0.0, null)));
    Table byDriver = Table.lasting(Zone.OPS, "driver", DATED.schema(), "run_id", "day");
    Table bySpark = Table.lasting(Zone.OPS, "spark", DATED.schema(), "run_id", "day");
    Dataset<Row> given = spark.createDataFrame(rows, DATED.schema());

    warehouse.append(byDriver, given, "mark");
    spark.conf().set(Sessions.WRITES_ON_DRIVER, "false");
    try {
      warehouse.append(bySpark, given.repartition(2), "mark");
    } finally {
      spark.conf().unset(Sessions.WRITES_ON_DRIVER);
    }

    assertThat(warehouse.read(byDriver).collectAsList())
        .containsExactlyInAnyOrderElementsOf(rows)
        .containsExactlyInAnyOrderElementsOf(warehouse.read(bySpark).collectAsList());
    assertThat(warehouse.hasCommit(byDriver, "mark", -1)).isTrue();
  }

  @Test
  void rowsOfARun_writtenAgain_replaceItsOwnAlone(@TempDir Path folder) {
    Warehouse warehouse = new Warehouse(LocalSpark.session(), folder.toString());
    Table table = Table.ofRuns(Zone.FACTS, "things", RUN.schema());

    warehouse.replaceRun(table, runs("a", "b"), "r1");
    warehouse.replaceRun(table, runs("c"), "r2");
    warehouse.replaceRun(table, runs("d"), "r1");
    warehouse.replaceRun(table, runs().limit(0), "r3");

    assertThat(warehouse.read(table).collectAsList())
        .extracting(row -> row.getString(0), row -> row.getString(1))
        .containsExactlyInAnyOrder(tuple("r1", "d"), tuple("r2", "c"));
  }

  @Test
  void upsert_ofNewAndStandingKeys_leavesOneRowOfEach(@TempDir Path folder) {
    Warehouse warehouse = new Warehouse(LocalSpark.session(), folder.toString());
    Table table = Table.lasting(Zone.OPS, "things", OLD.schema());

    for (Old one : List.of(new Old("a", 1), new Old("b", 2), new Old("a", 3), new Old("c", 4))) {
      warehouse.upsert(table, rows(OLD.toRow(one), table), "uri");
    }
    warehouse.upsert(table, rows(OLD.toRow(new Old("b", 5)), table).repartition(1), "uri");

    assertThat(warehouse.read(table).collectAsList())
        .extracting(OLD::fromRow)
        .containsExactlyInAnyOrder(new Old("a", 3), new Old("b", 5), new Old("c", 4));
  }

  @Test
  void overwrite_ofFewRows_leavesTheNewOnesAlone(@TempDir Path folder) {
    Warehouse warehouse = new Warehouse(LocalSpark.session(), folder.toString());
    Table table = Table.lasting(Zone.OPS, "things", OLD.schema());

    for (Old one : List.of(new Old("a", 1), new Old("b", 2))) {
      warehouse.overwrite(table, rows(OLD.toRow(one), table));
    }

    assertThat(warehouse.read(table).collectAsList())
        .extracting(OLD::fromRow)
        .containsExactly(new Old("b", 2));
    assertThat(warehouse.delta(table).toDF().count()).isEqualTo(1);
  }

  record OfRun(String runId, String name) {}

  private static final RecordRows<OfRun> RUN = RecordRows.of(OfRun.class);

  private static Dataset<Row> runs(String... names) {
    return LocalSpark.session()
        .createDataFrame(
            Arrays.stream(names).map(name -> RUN.toRow(new OfRun("", name))).toList(),
            RUN.schema());
  }

  private static Dataset<Row> rows(Row row, Table table) {
    return LocalSpark.session().createDataFrame(List.of(row), table.schema());
  }
}

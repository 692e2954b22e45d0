package io.outcrop.jobs.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.read.ObjectReader;
import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.tables.ObjectsTable;
import io.outcrop.jobs.tables.ObjectsTable.ObjectRow;
import io.outcrop.jobs.tables.Warehouse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final Instant THEN = Instant.parse("2026-03-02T10:00:00.123Z");
  private static final int MANY = 100_000;

  @TempDir Path folder;

  private static ObjectRef object(int number, String etag, long size) {
    return new ObjectRef(uri(number), etag, size, THEN);
  }

  private static String uri(int number) {
    return "s3://bucket/traces/dt=2026-03-02/part-%06d.json.gz".formatted(number);
  }

  private Warehouse warehouse() {
    return new Warehouse(LocalSpark.session(), folder.toString());
  }

  private static Row row(ObjectRef o, String status, int readerVersion, long skipped) {
    return ObjectsTable.ROWS.toRow(
        new ObjectRow(
            o.uri(),
            o.etag(),
            o.size(),
            o.modified(),
            "otlp",
            5 + skipped,
            5,
            0,
            0,
            skipped,
            status,
            "batch",
            readerVersion,
            0));
  }

  @Test
  void objects_areFreshChangedOrStanding() {
    int now = ObjectReader.VERSION;
    List<Row> ledger =
        List.of(
            row(object(1, "e", 10), ObjectsTable.DONE, now, 0),
            row(object(2, "e", 10), ObjectsTable.DONE, now, 0),
            row(object(3, "", 10), ObjectsTable.DONE, now, 0),
            row(object(4, "", 10), ObjectsTable.DONE, now, 0),
            row(object(5, "e", 10), ObjectsTable.UNREADABLE, now, 0),
            row(object(6, "e", 10), ObjectsTable.DONE, now - 1, 0),
            row(object(7, "e", 10), ObjectsTable.DONE, now - 1, 1),
            row(object(8, "e", 10), ObjectsTable.DONE, now, 1));
    Warehouse warehouse = warehouse();
    warehouse.append(
        ObjectsTable.TABLE,
        warehouse.spark().createDataFrame(ledger, ObjectsTable.TABLE.schema()),
        "x");

    Ledger.Difference difference =
        Ledger.compare(
            warehouse,
            List.of(
                object(0, "e", 10),
                object(1, "e", 10),
                object(2, "other", 10),
                object(3, "", 10),
                object(4, "", 11),
                object(5, "e", 10),
                object(6, "e", 10),
                object(7, "e", 10),
                object(8, "e", 10)));

    assertThat(difference.fresh()).extracting(ObjectRef::uri).containsExactly(uri(0));
    assertThat(difference.changed())
        .extracting(ObjectRef::uri)
        .containsExactly(uri(2), uri(4), uri(5), uri(7));
    assertThat(difference.standing()).isEqualTo(4);
  }

  @Test
  void ledger_ofManyObjects_isComparedInSeconds() {
    Warehouse warehouse = warehouse();
    Row one = row(object(0, "e", 10), ObjectsTable.DONE, ObjectReader.VERSION, 0);
    Dataset<Row> rows =
        warehouse
            .spark()
            .createDataFrame(List.of(one), ObjectsTable.TABLE.schema())
            .crossJoin(warehouse.spark().range(MANY))
            .withColumn(
                ObjectsTable.URI,
                org.apache.spark.sql.functions.format_string(
                    "s3://bucket/traces/dt=2026-03-02/part-%06d.json.gz", col("id")));
    warehouse.append(ObjectsTable.TABLE, rows.withColumn("id", lit(0)), "x");
    List<ObjectRef> listed = new ArrayList<>();
    for (int i = 1; i <= MANY; i++) {
      listed.add(object(i, "e", 10));
    }

    long start = System.nanoTime();
    Ledger.Difference difference = Ledger.compare(warehouse, listed);
    Duration took = Duration.ofNanos(System.nanoTime() - start);

    assertThat(difference.standing()).isEqualTo(MANY - 1);
    assertThat(difference.fresh()).extracting(ObjectRef::uri).containsExactly(uri(MANY));
    assertThat(difference.changed()).isEmpty();
    assertThat(took).isLessThan(Duration.ofSeconds(30));
  }
}

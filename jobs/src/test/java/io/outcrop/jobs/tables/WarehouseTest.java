package io.outcrop.jobs.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.embed.LocalSpark;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
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

  private static Dataset<Row> rows(Row row, Table table) {
    return LocalSpark.session().createDataFrame(List.of(row), table.schema());
  }
}

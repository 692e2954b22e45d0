package io.outcrop.jobs.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.OtlpLines;
import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.system.OutcropProcess.Result;
import io.outcrop.jobs.tables.ObjectsTable;
import io.outcrop.jobs.tables.RejectsTable;
import io.outcrop.jobs.tables.SpansTable;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.Warehouse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

/** An ingest that is killed at random moments leaves the same tables as one that is not. */
class KilledIngestIT {
  private static final int OBJECTS = 200;
  private static final int KILLS = 10;
  private static final int LONGEST_MS = 2000;
  private static final int KILLED = 128 + 9;

  private final Path folder = Nights.folder("killed-ingest");
  private final Path inputs = folder.resolve("in");

  /** Each object has a trace with a copy of its root far behind, and every tenth a broken line. */
  private long writeObjects() {
    long bytes = 0;
    for (int i = 1; i <= OBJECTS; i++) {
      List<String> lines = new ArrayList<>();
      lines.add(OtlpLines.root(i, "t" + i % 7));
      for (int span = 2; span < 12; span++) {
        lines.add(OtlpLines.tool(i, span, "t" + i % 7, "search"));
      }
      lines.add(OtlpLines.root(i, "t" + i % 7));
      if (i % 10 == 0) {
        lines.add("{broken");
      }
      bytes +=
          OtlpLines.write(inputs.resolve("object-%03d.json".formatted(i)), lines).toFile().length();
    }
    return bytes;
  }

  private static String[] ingest(Path inputs, Path warehouse, long bytesPerBatch) {
    return new String[] {
      "ingest",
      "--input",
      inputs.toString(),
      "--warehouse",
      warehouse.toString(),
      "--set",
      "outcrop.ingest.bytes-per-batch=" + bytesPerBatch,
      "--set",
      "outcrop.ingest.fold-buffer-spans=4",
      "--master",
      "local[2]"
    };
  }

  private static Map<String, List<String>> tables(Path root) {
    Warehouse warehouse = new Warehouse(LocalSpark.session(), root.toString());
    Map<String, List<String>> texts = new TreeMap<>();
    for (Table table : List.of(SpansTable.TABLE, RejectsTable.TABLE, ObjectsTable.TABLE)) {
      Column[] columns =
          java.util.Arrays.stream(table.schema().fieldNames())
              .filter(name -> !name.equals(Table.RUN_ID))
              .map(functions::col)
              .toArray(Column[]::new);
      List<String> lines =
          new ArrayList<>(
              warehouse
                  .read(table)
                  .select(functions.to_json(functions.struct(columns)))
                  .as(Encoders.STRING())
                  .collectAsList());
      lines.sort(null);
      texts.put(table.sqlName(), lines);
    }
    return texts;
  }

  @Test
  void ingest_killedAtTenRandomMoments_endsAsIfNot() {
    long batch = writeObjects() / 8;
    Path undisturbed = folder.resolve("undisturbed");
    Result whole = OutcropProcess.run(ingest(inputs, undisturbed, Long.MAX_VALUE));
    assertThat(whole.code()).as(whole.err()).isZero();
    assertThat(whole.out()).contains("\"objects\":200", "\"spans\":2200", "\"duplicates\":200");

    Random random = new Random(20_261_120);
    Path warehouse = folder.resolve("warehouse");
    int inTheMiddle = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Result killed =
          OutcropProcess.start(ingest(inputs, warehouse, batch))
              .killAfter("already read", random.nextInt(LONGEST_MS));
      assertThat(killed.code()).as(killed.err()).isIn(KILLED, 0);
      inTheMiddle += killed.code() == KILLED ? 1 : 0;
    }
    assertThat(inTheMiddle).as("kills that came before the end").isGreaterThan(KILLS / 2);

    Result last = OutcropProcess.run(ingest(inputs, warehouse, batch));

    assertThat(last.code()).as(last.err()).isZero();
    TableTexts.assertSame(tables(warehouse), tables(undisturbed));
    assertThat(folder.resolve("warehouse/telemetry/_ingest")).isEmptyDirectory();
  }
}

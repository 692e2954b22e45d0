package io.outcrop.jobs.ingest;

import static io.outcrop.jobs.OtlpLines.root;
import static io.outcrop.jobs.OtlpLines.tool;
import static io.outcrop.jobs.OtlpLines.traceId;
import static io.outcrop.jobs.OtlpLines.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outcrop.jobs.UserError;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.tables.ObjectsTable;
import io.outcrop.jobs.tables.ObjectsTable.ObjectRow;
import io.outcrop.jobs.tables.RejectsTable;
import io.outcrop.jobs.tables.SpansTable;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.Warehouse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {
  private static final OutcropConfig.Ingest CONFIG = OutcropConfig.load(null, List.of()).ingest();

  @TempDir Path folder;
  private Path inputs;
  private Path root;
  private Warehouse warehouse;

  @BeforeEach
  void prepare() {
    inputs = folder.resolve("in");
    root = folder.resolve("warehouse");
    warehouse = new Warehouse(LocalSpark.session(), root.toString());
    write(inputs.resolve("a.json"), List.of(root(1, "t1"), tool(1, 2, "t1", "search")));
    write(inputs.resolve("deep/b.json.gz"), List.of(root(2, "t2")));
  }

  private Ingest.Result ingest(Warehouse into) {
    return Ingest.run(into, new Ingest.Options(List.of(inputs.toString()), CONFIG));
  }

  private Ingest.Result ingest() {
    return ingest(warehouse);
  }

  private List<String> spans(Warehouse from) {
    return from
        .read(SpansTable.TABLE)
        .select(SpansTable.TRACE_ID, SpansTable.SPAN_ID, SpansTable.SOURCE_OBJECT)
        .collectAsList()
        .stream()
        .map(r -> r.getString(0) + " " + r.getString(1) + " " + name(r.getString(2)))
        .sorted()
        .toList();
  }

  private static String name(String uri) {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }

  private Map<String, ObjectRow> ledger() {
    return warehouse.read(ObjectsTable.TABLE).collectAsList().stream()
        .map(ObjectsTable.ROWS::fromRow)
        .collect(java.util.stream.Collectors.toMap(o -> name(o.uri()), o -> o));
  }

  private Path batches() {
    return root.resolve("telemetry/_ingest");
  }

  private static List<Path> below(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void objects_new_areReadAndEntered() throws IOException {
    Ingest.Result result = ingest();

    assertThat(result).isEqualTo(new Ingest.Result(2, 0, 3, 3, 0, 0, 0, Map.of(), List.of(), 0, 0));
    assertThat(spans(warehouse))
        .containsExactly(
            traceId(1) + " 0000000000000001 a.json",
            traceId(1) + " 0000000000000002 a.json",
            traceId(2) + " 0000000000000001 b.json.gz");
    assertThat(ledger().get("b.json.gz"))
        .satisfies(
            o -> {
              assertThat(o.size()).isEqualTo(Files.size(inputs.resolve("deep/b.json.gz")));
              assertThat(o.status()).isEqualTo(ObjectsTable.DONE);
              assertThat(o.spans()).isEqualTo(1);
            });
    assertThat(below(batches())).isEmpty();
  }

  @Test
  void tables_ofTextAndOfColumns_areEnteredAsOthers() throws IOException {
    Files.writeString(
        inputs.resolve("c.csv"),
        "id,trace_id,parent_observation_id\no1,t9,\no2,t9,o1\no2,t9,o1\nragged\n");
    LocalSpark.session()
        .sql("SELECT 'o3' AS id, 't9' AS trace_id, 'o1' AS parent_observation_id")
        .write()
        .parquet(inputs.resolve("d").toString());

    ingest();

    assertThat(spans(warehouse)).contains("t9 o1 c.csv", "t9 o2 c.csv");
    assertThat(spans(warehouse)).filteredOn(s -> s.startsWith("t9 o3")).hasSize(1);
    assertThat(ledger().get("c.csv"))
        .satisfies(
            o -> {
              assertThat(o.dialect()).isEqualTo("langfuse");
              assertThat(List.of(o.records(), o.spans(), o.duplicates(), o.rejects(), o.skipped()))
                  .containsExactly(4L, 2L, 1L, 1L, 0L);
            });
  }

  @Test
  void objects_unchanged_areNotReadAgain() {
    ingest();
    long version = warehouse.version(SpansTable.TABLE);

    Ingest.Result again = ingest();

    assertThat(again.objects()).isZero();
    assertThat(again.standing()).isEqualTo(2);
    assertThat(warehouse.version(SpansTable.TABLE)).isEqualTo(version);
  }

  @Test
  void object_changed_replacesItsSpansAndRejects() {
    write(inputs.resolve("a.json"), List.of(root(1, "t1"), "{\"resourceSpans\":[{", root(3, "t1")));
    ingest();
    assertThat(warehouse.read(RejectsTable.TABLE).count()).isEqualTo(1);

    write(inputs.resolve("a.json"), List.of(root(1, "t1"), root(4, "t1"), root(5, "t1")));
    Ingest.Result result = ingest();

    assertThat(result.objects()).isEqualTo(1);
    assertThat(result.standing()).isEqualTo(1);
    assertThat(spans(warehouse))
        .containsExactly(
            traceId(1) + " 0000000000000001 a.json",
            traceId(2) + " 0000000000000001 b.json.gz",
            traceId(4) + " 0000000000000001 a.json",
            traceId(5) + " 0000000000000001 a.json");
    assertThat(warehouse.read(RejectsTable.TABLE).count()).isZero();
    assertThat(ledger()).hasSize(2);
  }

  @Test
  void records_ofAnObject_addUp() {
    write(
        inputs.resolve("mixed.json"),
        List.of(root(6, "t1"), root(6, "t1"), "{\"hello\":\"world\"}", "{broken", root(7, "t1")));

    Ingest.Result result = ingest();

    ObjectRow mixed = ledger().get("mixed.json");
    assertThat(mixed.spans()).isEqualTo(2);
    assertThat(mixed.duplicates()).isEqualTo(1);
    assertThat(mixed.rejects()).isEqualTo(1);
    assertThat(mixed.skipped()).isEqualTo(1);
    assertThat(mixed.records()).isEqualTo(5);
    assertThat(result.rejectsByReason()).isEqualTo(Map.of("MALFORMED_JSON", 1L));
  }

  @Test
  void copies_furtherApartThanTheReaderWaits_becomeOneRow() {
    List<String> lines = new java.util.ArrayList<>();
    for (int round = 0; round < 2; round++) {
      for (int trace = 10; trace < 15; trace++) {
        lines.add(root(trace, "t1"));
      }
    }
    write(inputs.resolve("far.json"), lines);
    OutcropConfig.Ingest smallBuffer =
        OutcropConfig.load(null, List.of("outcrop.ingest.fold-buffer-spans=2")).ingest();

    Ingest.Result result =
        Ingest.run(warehouse, new Ingest.Options(List.of(inputs.toString()), smallBuffer));

    assertThat(ledger().get("far.json").spans()).isEqualTo(5);
    assertThat(ledger().get("far.json").duplicates()).isEqualTo(5);
    assertThat(result.records()).isEqualTo(13);
    assertThat(spans(warehouse)).hasSize(3 + 5).doesNotHaveDuplicates();
  }

  @Test
  void batches_small_giveTheSameRowsAndOneResult() {
    for (int trace = 20; trace < 26; trace++) {
      write(inputs.resolve("more-" + trace + ".json"), List.of(root(trace, "t1"), "{broken"));
    }
    OutcropConfig.Ingest smallBatches =
        OutcropConfig.load(null, List.of("outcrop.ingest.bytes-per-batch=1")).ingest();

    Ingest.Result result =
        Ingest.run(warehouse, new Ingest.Options(List.of(inputs.toString()), smallBatches));

    assertThat(result.objects()).isEqualTo(8);
    assertThat(result.spans()).isEqualTo(9);
    assertThat(result.rejectsByReason()).isEqualTo(Map.of("MALFORMED_JSON", 6L));
    assertThat(result.worst())
        .extracting(worst -> name(worst.uri()))
        .containsExactly(
            "more-20.json", "more-21.json", "more-22.json", "more-23.json", "more-24.json");
    assertThat(result.rejectShare()).isEqualTo(6 / 15.0);
    assertThat(ingest().standing()).isEqualTo(8);
  }

  @Test
  void object_leftIncompleteByAnOlderReader_isReadAgain() {
    write(inputs.resolve("mixed.json"), List.of(root(6, "t1"), "{\"hello\":\"world\"}"));
    ingest();
    warehouse
        .delta(ObjectsTable.TABLE)
        .updateExpr(Map.of(ObjectsTable.READER_VERSION, "reader_version - 1"));

    Ingest.Result again = ingest();

    assertThat(again.objects()).isEqualTo(1);
    assertThat(ledger().get("mixed.json").skipped()).isEqualTo(1);
    assertThat(spans(warehouse)).hasSize(4);
    assertThat(ingest().objects()).isZero();
  }

  @Test
  void ledger_withoutALaterColumn_isReadAndCompleted() {
    ingest();
    String path = warehouse.path(ObjectsTable.TABLE);
    warehouse
        .read(ObjectsTable.TABLE)
        .drop(ObjectsTable.READER_VERSION)
        .write()
        .format("delta")
        .mode("overwrite")
        .option("overwriteSchema", "true")
        .save(path);

    write(inputs.resolve("later.json"), List.of(root(6, "t1")));
    Ingest.Result result = ingest();

    assertThat(result.objects()).isEqualTo(1);
    assertThat(result.standing()).isEqualTo(2);
    assertThat(warehouse.read(ObjectsTable.TABLE).where("reader_version IS NULL").count())
        .isEqualTo(2);
  }

  @Test
  void copies_inSeveralObjects_stay() {
    write(inputs.resolve("copy.json"), List.of(root(2, "t2")));

    ingest();

    assertThat(spans(warehouse))
        .contains(
            traceId(2) + " 0000000000000001 b.json.gz", traceId(2) + " 0000000000000001 copy.json");
  }

  @Test
  void object_unreadable_isRejectedAndTriedAgain() throws IOException {
    Path checksum = wrongChecksum(inputs.resolve("a.json"));

    Ingest.Result first = ingest();

    assertThat(first.rejectsByReason()).isEqualTo(Map.of("UNREADABLE_OBJECT", 1L));
    assertThat(ledger().get("a.json").status()).isEqualTo(ObjectsTable.UNREADABLE);
    assertThat(spans(warehouse)).hasSize(1);

    Files.delete(checksum);
    Ingest.Result second = ingest();

    assertThat(second.objects()).isEqualTo(1);
    assertThat(ledger().get("a.json").status()).isEqualTo(ObjectsTable.DONE);
    assertThat(spans(warehouse)).hasSize(3);
    assertThat(warehouse.read(RejectsTable.TABLE).count()).isZero();
  }

  /** Hadoop reads a file against the checksums beside it, and fails where they differ. */
  private static Path wrongChecksum(Path file) throws IOException {
    Path checksum = file.resolveSibling("." + file.getFileName() + ".crc");
    ByteBuffer bytes = ByteBuffer.allocate(8 + 4 * (int) (Files.size(file) / 512 + 1));
    bytes.put(new byte[] {'c', 'r', 'c', 0}).putInt(512);
    return Files.write(checksum, bytes.array());
  }

  @Test
  void batch_killedAfterItsSpans_isFinishedFromItsSideFiles() throws IOException {
    write(inputs.resolve("broken.json"), List.of("{broken"));
    ingest();
    List<Row> objects = warehouse.read(ObjectsTable.TABLE).collectAsList();
    List<Row> rejects = warehouse.read(RejectsTable.TABLE).collectAsList();
    Path interrupted = folder.resolve("interrupted");
    copy(root.resolve("telemetry/spans"), interrupted.resolve("telemetry/spans"));
    ObjectRow some = ObjectsTable.ROWS.fromRow(objects.get(0));
    sideFiles(interrupted, some.runId(), objects, rejects);
    Warehouse other = new Warehouse(LocalSpark.session(), interrupted.toString());
    long version = other.version(SpansTable.TABLE);

    Ingest.Result result = ingest(other);

    assertThat(result.objects()).isZero();
    assertThat(result.standing()).isEqualTo(3);
    assertThat(other.version(SpansTable.TABLE)).isEqualTo(version);
    assertSame(other, ObjectsTable.TABLE, objects);
    assertSame(other, RejectsTable.TABLE, rejects);
    assertThat(below(interrupted.resolve("telemetry/_ingest"))).isEmpty();
  }

  @Test
  void batch_killedBeforeItsSpans_isReadAgain() throws IOException {
    Files.createDirectories(batches().resolve("0123456789abcdef/objects"));
    Files.createDirectories(batches().resolve("0123456789abcdef/rejects"));
    Files.writeString(batches().resolve("0123456789abcdef/objects/pack-000000.json"), "{\"uri\":");

    Ingest.Result result = ingest();

    assertThat(result.objects()).isEqualTo(2);
    assertThat(spans(warehouse)).hasSize(3);
    assertThat(below(batches())).isEmpty();
  }

  private static void assertSame(Warehouse warehouse, Table table, List<Row> rows) {
    assertThat(warehouse.read(table).collectAsList()).containsExactlyInAnyOrderElementsOf(rows);
  }

  private static void sideFiles(Path root, String batch, List<Row> objects, List<Row> rejects)
      throws IOException {
    SideFiles side =
        new SideFiles(
            root.resolve("telemetry/_ingest").resolve(batch).toString(),
            LocalSpark.session().sparkContext().hadoopConfiguration());
    side.begin(new SideFiles.Begun(false, -1, -1, -1));
    try (SideFiles.Writer writer = side.open(0)) {
      objects.forEach(row -> writer.object(ObjectsTable.ROWS.fromRow(row)));
      rejects.forEach(row -> writer.reject(RejectsTable.ROWS.fromRow(row)));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.sorted().toList()) {
        Path copy = to.resolve(from.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  @Test
  void files_hidden_areLeftOut() {
    write(inputs.resolve("_SUCCESS"), List.of(root(8, "t1")));
    write(inputs.resolve(".hidden/c.json"), List.of(root(9, "t1")));

    assertThat(ingest().objects()).isEqualTo(2);
  }

  @Test
  void inputs_overlapping_areReadOnce() {
    Ingest.Result result =
        Ingest.run(
            warehouse,
            new Ingest.Options(
                List.of(inputs.toString(), inputs + "/*.json", inputs.resolve("a.json").toString()),
                CONFIG));

    assertThat(result.objects()).isEqualTo(2);
    assertThat(spans(warehouse)).hasSize(3);
  }

  @Test
  void input_missing_isToldAndNothingIsWritten() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(
            () ->
                Ingest.run(
                    warehouse,
                    new Ingest.Options(List.of(inputs.toString(), missing.toString()), CONFIG)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Cannot find the input " + missing)
        .hasMessageContaining("--input");
    assertThat(root).doesNotExist();
  }

  @Test
  void warehouse_belowAFile_isRefused() {
    Warehouse below =
        new Warehouse(LocalSpark.session(), inputs.resolve("a.json/warehouse").toString());

    assertThatThrownBy(() -> ingest(below))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Cannot write to the warehouse")
        .hasMessageContaining("--warehouse");
  }
}

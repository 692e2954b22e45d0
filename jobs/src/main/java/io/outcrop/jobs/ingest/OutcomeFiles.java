package io.outcrop.jobs.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.trim;

import io.outcrop.facets.read.ObjectReader;
import io.outcrop.facets.read.Reject.Reason;
import io.outcrop.jobs.Digest;
import io.outcrop.jobs.Phase;
import io.outcrop.jobs.Progress;
import io.outcrop.jobs.tables.ObjectsTable;
import io.outcrop.jobs.tables.ObjectsTable.ObjectRow;
import io.outcrop.jobs.tables.OutcomesTable;
import io.outcrop.jobs.tables.RejectsTable;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.Warehouse;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/**
 * Side files of outcomes: CSV with a header, JSON lines or a JSON list, or Parquet, told by
 * content.
 *
 * <p>A file that is new or has changed replaces its own rows of {@code telemetry.outcomes}; within
 * it the latest row of an id and a name counts. Its row in the ledger comes last, so that a file in
 * whose middle a run was killed is read again.
 */
final class OutcomeFiles {
  private static final String DIALECT = "outcomes";

  private final Warehouse warehouse;
  private final ObjectStore store;

  /** What side files held. */
  record Tally(long outcomes, long rejects) {
    static final Tally NOTHING = new Tally(0, 0);

    Tally plus(Tally other) {
      return new Tally(outcomes + other.outcomes, rejects + other.rejects);
    }
  }

  OutcomeFiles(Warehouse warehouse, ObjectStore store) {
    this.warehouse = warehouse;
    this.store = store;
  }

  Tally read(List<ObjectRef> files) {
    Tally tally = Tally.NOTHING;
    for (ObjectRef file : files) {
      tally = tally.plus(read(file));
    }
    return tally;
  }

  private Tally read(ObjectRef file) {
    warehouse.create(OutcomesTable.TABLE);
    Progress.step(warehouse.spark(), Phase.INGEST, "reading outcomes from " + file.uri());
    String batch =
        new Digest().add(file.uri()).add(file.etag()).add(file.modified().toString()).hex(16);
    try {
      Dataset<Row> found = found(file.uri(), batch).cache();
      Tally tally = commit(file, found, batch);
      found.unpersist();
      return tally;
    } catch (Exception e) {
      // Spark throws checked exceptions that it does not declare, and tells a broken file from a
      // broken cluster by none of them: the file is tried again by the next run.
      return unreadable(file, batch, e);
    }
  }

  private Dataset<Row> found(String uri, String batch) throws IOException {
    Kind kind = kind(uri);
    return kind.rows(warehouse.spark(), uri)
        .mapPartitions(
            new OutcomeRows(uri, kind == Kind.JSON_LINES, batch),
            Encoders.row(OutcomeRows.FOUND.schema()));
  }

  private Tally commit(ObjectRef file, Dataset<Row> found, String batch) {
    Dataset<Row> rejects = found.where(col(RejectsTable.REASON).isNotNull());
    Dataset<Row> outcomes = latest(found.where(col(RejectsTable.REASON).isNull()));
    long records = found.count();
    long rejected = rejects.count();
    long kept = outcomes.count();
    replace(OutcomesTable.TABLE, outcomes, file.uri(), batch);
    replace(RejectsTable.TABLE, rejects, file.uri(), batch);
    enter(file, records, records - rejected - kept, rejected, kept, ObjectsTable.DONE, batch);
    return new Tally(kept, rejected);
  }

  private static Dataset<Row> latest(Dataset<Row> outcomes) {
    return outcomes
        .withColumn(
            "rank",
            row_number()
                .over(
                    Window.partitionBy(
                            OutcomesTable.SUBJECT, OutcomesTable.SUBJECT_ID, OutcomesTable.NAME)
                        .orderBy(
                            col(OutcomesTable.TIME).desc_nulls_last(),
                            col(OutcomesTable.VALUE).desc())))
        .where(col("rank").equalTo(1));
  }

  private Tally unreadable(ObjectRef file, String batch, Exception e) {
    RejectsTable.Reject reject =
        new RejectsTable.Reject(
            file.uri(),
            "object",
            Reason.UNREADABLE_OBJECT.name(),
            String.valueOf(e.getMessage()),
            "",
            batch);
    Progress.warn("the outcomes in " + file.uri() + " cannot be read: " + e.getMessage());
    replace(
        RejectsTable.TABLE,
        warehouse
            .spark()
            .createDataFrame(List.of(RejectsTable.ROWS.toRow(reject)), RejectsTable.TABLE.schema()),
        file.uri(),
        batch);
    enter(file, 1, 0, 1, 0, ObjectsTable.UNREADABLE, batch);
    return new Tally(0, 1);
  }

  private void replace(Table table, Dataset<Row> rows, String uri, String batch) {
    warehouse.replaceWhere(table, rows, RejectsTable.SOURCE_OBJECT, List.of(uri), batch);
  }

  private void enter(
      ObjectRef file,
      long records,
      long duplicates,
      long rejects,
      long outcomes,
      String status,
      String batch) {
    ObjectRow row =
        new ObjectRow(
            file.uri(),
            file.etag(),
            file.size(),
            file.modified(),
            DIALECT,
            records,
            0,
            duplicates,
            rejects,
            0,
            status,
            batch,
            ObjectReader.VERSION,
            outcomes);
    warehouse.upsert(
        ObjectsTable.TABLE,
        warehouse
            .spark()
            .createDataFrame(List.of(ObjectsTable.ROWS.toRow(row)), ObjectsTable.TABLE.schema()),
        ObjectsTable.URI);
  }

  /** How a side file is written. */
  private enum Kind {
    PARQUET,
    JSON_LINES,
    JSON_LIST,
    CSV;

    Dataset<Row> rows(SparkSession spark, String uri) {
      DataFrameReader reader = spark.read();
      return switch (this) {
        case PARQUET -> reader.parquet(uri);
        case JSON_LINES -> {
          Dataset<Row> lines = reader.text(uri);
          yield lines.where(length(trim(lines.col("value"))).gt(0));
        }
        case JSON_LIST ->
            reader.option("multiLine", "true").option("primitivesAsString", "true").json(uri);
        case CSV ->
            reader
                .option("header", "true")
                .option("multiLine", "true")
                .option("escape", "\"")
                .csv(uri);
      };
    }
  }

  private Kind kind(String uri) throws IOException {
    try (InputStream stored = new BufferedInputStream(store.open(uri))) {
      stored.mark(8);
      byte[] magic = stored.readNBytes(4);
      stored.reset();
      if (magic.length == 4 && magic[0] == 'P' && magic[1] == 'A' && magic[2] == 'R') {
        return Kind.PARQUET;
      }
      boolean gzip = magic.length > 1 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
      InputStream text = gzip ? new GZIPInputStream(stored) : stored;
      int first = text.read();
      while (first >= 0 && (first <= ' ' || first > 0x7f)) {
        first = text.read();
      }
      return first == '{' ? Kind.JSON_LINES : first == '[' ? Kind.JSON_LIST : Kind.CSV;
    }
  }
}

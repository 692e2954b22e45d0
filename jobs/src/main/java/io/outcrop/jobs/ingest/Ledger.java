package io.outcrop.jobs.ingest;

import static org.apache.spark.sql.functions.col;

import io.outcrop.jobs.tables.ObjectsTable;
import io.outcrop.jobs.tables.RecordRows;
import io.outcrop.jobs.tables.Warehouse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Tells new and changed objects from those that were read already. */
final class Ledger {
  private Ledger() {}

  /**
   * The listed objects against the ledger.
   *
   * @param fresh never read
   * @param changed read before in another version, or not readable then
   * @param standing how many were read in this very version
   */
  record Difference(List<ObjectRef> fresh, List<ObjectRef> changed, long standing) {}

  /** One listed object, as a row to join the ledger with. */
  record Listed(String uri, String etag, long size, Instant modified) {}

  private static final RecordRows<Listed> LISTED = RecordRows.of(Listed.class);

  static Difference compare(Warehouse warehouse, List<ObjectRef> listed) {
    List<Row> rows =
        listed.stream()
            .map(o -> LISTED.toRow(new Listed(o.uri(), o.etag(), o.size(), o.modified())))
            .toList();
    Dataset<Row> ledger = warehouse.read(ObjectsTable.TABLE).as("ledger");
    Column sameVersion =
        col("listed.etag")
            .notEqual("")
            .and(col("listed.etag").equalTo(col("ledger.etag")))
            .or(
                col("listed.etag")
                    .equalTo("")
                    .and(col("listed.size").equalTo(col("ledger.size")))
                    .and(col("listed.modified").equalTo(col("ledger.modified"))));
    List<Row> unread =
        warehouse
            .spark()
            .createDataFrame(rows, LISTED.schema())
            .as("listed")
            .join(ledger, col("listed.uri").equalTo(col("ledger.uri")), "left")
            .where(
                col("ledger.uri")
                    .isNull()
                    .or(
                        sameVersion
                            .and(col("ledger.status").equalTo(ObjectsTable.DONE))
                            .equalTo(false)))
            .select(
                col("listed.uri"),
                col("listed.etag"),
                col("listed.size"),
                col("listed.modified"),
                col("ledger.uri").isNotNull())
            .orderBy(col("listed.uri"))
            .collectAsList();
    List<ObjectRef> fresh = new ArrayList<>();
    List<ObjectRef> changed = new ArrayList<>();
    for (Row row : unread) {
      ObjectRef object =
          new ObjectRef(row.getString(0), row.getString(1), row.getLong(2), row.getInstant(3));
      (row.getBoolean(4) ? changed : fresh).add(object);
    }
    return new Difference(fresh, changed, listed.size() - (long) unread.size());
  }
}

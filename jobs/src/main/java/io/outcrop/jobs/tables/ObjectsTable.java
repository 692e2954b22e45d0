package io.outcrop.jobs.tables;

import java.time.Instant;

/** {@code telemetry.objects}: the ledger, one row for each object that was read. */
public final class ObjectsTable {
  public static final String URI = "uri";
  public static final String ETAG = "etag";
  public static final String SIZE = "size";
  public static final String MODIFIED = "modified";
  public static final String STATUS = "status";
  public static final String RECORDS = "records";
  public static final String SPANS = "spans";
  public static final String DUPLICATES = "duplicates";
  public static final String REJECTS = "rejects";
  public static final String SKIPPED = "skipped";
  public static final String READER_VERSION = "reader_version";

  public static final String DONE = "done";
  public static final String UNREADABLE = "unreadable";

  /**
   * One object; {@code records = spans + duplicates + rejects + skipped}, and of a side file {@code
   * records = outcomes + duplicates + rejects}.
   *
   * @param etag empty where the store gives none
   * @param size bytes as stored
   * @param status done, or unreadable: then the next night tries again
   * @param runId the ingest batch
   * @param readerVersion of the reader; a later one looks again at what this one left
   * @param outcomes of a side file; else 0
   */
  public record ObjectRow(
      String uri,
      String etag,
      long size,
      Instant modified,
      String dialect,
      long records,
      long spans,
      long duplicates,
      long rejects,
      long skipped,
      String status,
      String runId,
      int readerVersion,
      long outcomes) {}

  public static final RecordRows<ObjectRow> ROWS = RecordRows.of(ObjectRow.class);
  public static final Table TABLE = Table.lasting(Zone.TELEMETRY, "objects", ROWS.schema());

  private ObjectsTable() {}
}

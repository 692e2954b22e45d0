package io.outcrop.jobs.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.outcrop.facets.read.ObjectReader;
import io.outcrop.jobs.Digest;
import io.outcrop.jobs.tables.ObjectsTable;
import io.outcrop.jobs.tables.Warehouse;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Tells new and changed objects from those that were read already.
 *
 * <p>The ledger may hold many times what is listed, and the listing a million objects. So the
 * listing goes out as one 64-bit hash for each address, and of the ledger only what is listed comes
 * back, as two. Where two addresses share a hash, an object counts as changed, and is read again.
 */
final class Ledger {
  private static final long FRESH = 0;
  private static final long READ_AGAIN = 1;
  private static final int ENTRIES_AT_ONCE = 1 << 16;

  private static final String UNFINISHED = "unfinished";

  private Ledger() {}

  /**
   * The listed objects against the ledger.
   *
   * @param fresh never read
   * @param changed read before in another version, not readable then, or by a reader that knew less
   * @param standing how many were read in this very version
   */
  record Difference(List<ObjectRef> fresh, List<ObjectRef> changed, long standing) {}

  static Difference compare(Warehouse warehouse, List<ObjectRef> listed) {
    if (listed.isEmpty() || warehouse.isKnownEmpty(ObjectsTable.TABLE)) {
      return new Difference(List.copyOf(listed), List.of(), 0);
    }
    Hash hash = new Hash();
    long[] uris = listed.stream().mapToLong(o -> hash.of(o.uri())).sorted().distinct().toArray();
    long[] versions = known(warehouse, uris);
    List<ObjectRef> fresh = new ArrayList<>();
    List<ObjectRef> changed = new ArrayList<>();
    for (ObjectRef object : listed) {
      long known = versions[Arrays.binarySearch(uris, hash.of(object.uri()))];
      if (known == FRESH) {
        fresh.add(object);
      } else if (known != hash.ofVersion(object.etag(), object.size(), object.modified())) {
        changed.add(object);
      }
    }
    return new Difference(fresh, changed, (long) listed.size() - fresh.size() - changed.size());
  }

  /** For each of the hashed addresses the hash of the version that was read. */
  private static long[] known(Warehouse warehouse, long[] uris) {
    long[] versions = new long[uris.length];
    Dataset<Row> ledger =
        warehouse
            .read(ObjectsTable.TABLE)
            .select(
                col(ObjectsTable.URI),
                col(ObjectsTable.ETAG),
                col(ObjectsTable.SIZE),
                col(ObjectsTable.MODIFIED),
                unfinished().as(UNFINISHED));
    Broadcast<long[]> wanted =
        new JavaSparkContext(warehouse.spark().sparkContext()).broadcast(uris);
    for (byte[] entries :
        ledger.mapPartitions(new Entries(wanted), Encoders.BINARY()).collectAsList()) {
      ByteBuffer buffer = ByteBuffer.wrap(entries);
      while (buffer.hasRemaining()) {
        versions[Arrays.binarySearch(uris, buffer.getLong())] = buffer.getLong();
      }
    }
    wanted.destroy();
    return versions;
  }

  /** Whether another look may find more: it failed, or its reader knew less and left something. */
  private static Column unfinished() {
    Column left =
        col(ObjectsTable.REJECTS)
            .gt(0)
            .or(col(ObjectsTable.SKIPPED).gt(0))
            .or(col(ObjectsTable.RECORDS).equalTo(0));
    Column olderReader =
        coalesce(col(ObjectsTable.READER_VERSION), lit(0)).lt(ObjectReader.VERSION);
    return col(ObjectsTable.STATUS).notEqual(ObjectsTable.DONE).or(olderReader.and(left));
  }

  /** Hashes the entries of a partition of the ledger that are wanted. */
  private record Entries(Broadcast<long[]> wanted) implements MapPartitionsFunction<Row, byte[]> {
    @Override
    public Iterator<byte[]> call(Iterator<Row> rows) {
      Hash hash = new Hash();
      List<byte[]> found = new ArrayList<>();
      ByteBuffer buffer = ByteBuffer.allocate(2 * Long.BYTES * ENTRIES_AT_ONCE);
      while (rows.hasNext()) {
        Row row = rows.next();
        long uri = hash.of(row.getString(0));
        if (Arrays.binarySearch(wanted.value(), uri) < 0) {
          continue;
        }
        long version = hash.ofVersion(row.getString(1), row.getLong(2), row.getInstant(3));
        buffer.putLong(uri).putLong(row.getBoolean(4) ? READ_AGAIN : version);
        if (!buffer.hasRemaining()) {
          found.add(drained(buffer));
        }
      }
      found.add(drained(buffer));
      return found.iterator();
    }

    private static byte[] drained(ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.flip().remaining()];
      buffer.get(bytes).clear();
      return bytes;
    }
  }

  /** 64 bits of SHA-256, since names of objects are strangers' words too. */
  private static final class Hash {
    private final Digest digest = new Digest();

    long of(String text) {
      return Long.parseUnsignedLong(digest.add(text).hex(16), 16);
    }

    long ofVersion(String etag, long size, Instant modified) {
      long hash = of(etag.isEmpty() ? size + " " + modified.toEpochMilli() : etag);
      return hash == FRESH || hash == READ_AGAIN ? hash + 2 : hash;
    }
  }
}

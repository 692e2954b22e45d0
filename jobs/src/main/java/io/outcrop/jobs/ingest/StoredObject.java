package io.outcrop.jobs.ingest;

import io.outcrop.facets.read.ObjectReader;
import io.outcrop.facets.read.ReadSink;
import io.outcrop.facets.read.ReadSummary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/**
 * Reads one stored object: a Parquet file, which its first bytes tell, by places and row by row,
 * and all else as a stream.
 */
final class StoredObject {
  private StoredObject() {}

  static ReadSummary read(ObjectRef object, ObjectStore store, ObjectReader reader, ReadSink sink)
      throws IOException {
    try (InputStream in = store.open(object.uri())) {
      byte[] first = in.readNBytes(ParquetRows.magicBytes());
      if (!ParquetRows.isParquet(first)) {
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(first), in);
        return reader.read(object.uri(), whole, sink);
      }
    }
    StoredInput input = new StoredInput(store, object.uri(), object.size());
    try (ParquetRows rows = new ParquetRows(input)) {
      return reader.readRows(object.uri(), rows, sink);
    }
  }
}

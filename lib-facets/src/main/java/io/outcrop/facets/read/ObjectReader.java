package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.read.Reject.Reason;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Reads the spans of one stored object, whatever it holds: packing, framing and dialect are told by
 * content, never by a name.
 *
 * <p>An object may be one JSON document, JSON lines, documents one after the other, a list of them,
 * pages of an interface, or a table of comma-separated text. It is read as a stream; memory is
 * bounded by the largest single record. What cannot be read costs only itself and becomes a {@link
 * Reject}; what is well-formed but no trace, and a text without any JSON, is counted as skipped.
 * The same bytes always give the same spans in the same order.
 */
public final class ObjectReader {
  /**
   * Raised whenever something is read that was not before: a dialect, a packing. Objects of which
   * an earlier version left something are then read again.
   */
  public static final int VERSION = 5;

  private final ReadOptions options;

  /** What was learned of names in the object before serves the next one, in whichever thread. */
  private final AtomicReference<PlainOtlp> plain = new AtomicReference<>();

  public ObjectReader(ReadOptions options) {
    this.options = options;
  }

  /**
   * Reads an object to its end; the stream is left open.
   *
   * @throws UncheckedIOException if the storage fails; bad content never throws
   */
  public ReadSummary read(String sourceObject, InputStream in, ReadSink sink) {
    SpanOutput out = new SpanOutput(options, sourceObject, sink);
    PlainOtlp used = plain.getAndSet(null);
    PlainOtlp reader = used == null ? new PlainOtlp() : used;
    DocumentReader documents = new DocumentReader(Dialect.all(reader), out);
    new Contents(documents, out).read(new StorageStream(in));
    documents.finish();
    plain.set(reader.isLarge() ? null : reader);
    return out.finish();
  }

  /**
   * Reads the rows of a table.
   *
   * @param rows may throw {@link CorruptTableException}: what it still yields after that is read
   * @throws UncheckedIOException if the rows throw it, as they do where the storage fails
   */
  public ReadSummary readRows(String sourceObject, Iterator<ObjectNode> rows, ReadSink sink) {
    SpanOutput out = new SpanOutput(options, sourceObject, sink);
    DocumentReader documents = new DocumentReader(Dialect.all(), out);
    long number = 1;
    boolean more = true;
    while (more) {
      try {
        more = rows.hasNext();
        ObjectNode row = more ? rows.next() : null;
        if (row != null) {
          out.rowStarts("row " + number++);
          documents.row(row);
        }
      } catch (CorruptTableException e) {
        out.rejectObject(Reason.UNREADABLE_OBJECT, e.getMessage(), "");
      }
    }
    documents.finish();
    return out.finish();
  }
}

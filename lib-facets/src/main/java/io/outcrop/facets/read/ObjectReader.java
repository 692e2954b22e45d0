package io.outcrop.facets.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.read.Reject.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.zip.GZIPInputStream;

/**
 * Reads the spans of one stored object, whatever it holds: packing, framing and dialect are told by
 * content, never by a name.
 *
 * <p>An object may be one JSON document, JSON lines, documents one after the other, a list of them,
 * or pages of an interface. It is read as a stream; memory is bounded by the largest single record.
 * What cannot be read costs only itself and becomes a {@link Reject}; what is well-formed but no
 * trace, and a text without any JSON, is counted as skipped. The same bytes always give the same
 * spans in the same order.
 */
public final class ObjectReader {
  /**
   * Raised whenever something is read that was not before: a dialect, a packing. Objects of which
   * an earlier version left something are then read again.
   */
  public static final int VERSION = 1;

  private static final long MAX_RECORD_BYTES = 256L << 20;

  /** After so many broken lines and nothing else, the object is taken for something else. */
  private static final int HOPELESS_AFTER = 100;

  private static final int PEEKED_BYTES = 1 << 14;

  private final ReadOptions options;

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
    ObjectBytes bytes = new ObjectBytes(in);
    switch (bytes.packing()) {
      case PLAIN -> readText(bytes, out);
      case GZIP -> readGzip(bytes, out);
      case ZSTD ->
          out.rejectObject(
              Reason.UNREADABLE_OBJECT, "the object is packed with zstd, which is not read", "");
    }
    return out.finish();
  }

  /**
   * Reads the rows of a table.
   *
   * @param rows may throw {@link CorruptTableException}: what came before it is kept
   */
  public ReadSummary readRows(String sourceObject, Iterator<ObjectNode> rows, ReadSink sink) {
    SpanOutput out = new SpanOutput(options, sourceObject, sink);
    DocumentReader documents = new DocumentReader(Dialect.all(), out);
    long number = 0;
    try {
      while (rows.hasNext()) {
        out.rowStarts("row " + ++number);
        documents.row(rows.next());
      }
    } catch (CorruptTableException e) {
      out.rejectObject(Reason.UNREADABLE_OBJECT, e.getMessage(), "");
    }
    return out.finish();
  }

  private static void readGzip(ObjectBytes bytes, SpanOutput out) {
    InputStream unpacked;
    try {
      unpacked = new GZIPInputStream(bytes, 1 << 16);
    } catch (IOException e) {
      out.rejectObject(Reason.CORRUPT_COMPRESSION, "gzip header: " + e.getMessage(), "");
      return;
    }
    readText(unpacked, out);
  }

  private static void readText(InputStream text, SpanOutput out) {
    byte[] first = peek(text);
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(first), text);
    if (CsvTable.begins(first)) {
      new CsvTable(new DocumentReader(Dialect.all(), out), out).read(first, whole);
    } else {
      readJson(whole, out);
    }
  }

  private static byte[] peek(InputStream text) {
    byte[] first = new byte[PEEKED_BYTES];
    int length = 0;
    try {
      for (int read = 0; read >= 0 && length < PEEKED_BYTES; length += Math.max(read, 0)) {
        read = text.read(first, length, PEEKED_BYTES - length);
      }
    } catch (IOException e) {
      // It comes again, and is told, when what follows these bytes is read.
    }
    return Arrays.copyOf(first, length);
  }

  private static void readJson(InputStream text, SpanOutput out) {
    SegmentStream segments = new SegmentStream(text, MAX_RECORD_BYTES);
    out.readsFrom(segments);
    DocumentReader documents = new DocumentReader(Dialect.all(), out);
    boolean first = true;
    while (segments.next()) {
      if (first && TextCheck.isBinary(segments.peek())) {
        out.rejectObject(Reason.NOT_TEXT, "the object does not begin like a text", "");
        return;
      }
      first = false;
      out.segmentStarts();
      readSegment(segments, documents, out);
      if (out.hopeless(HOPELESS_AFTER)) {
        if (!out.isProse()) {
          out.rejectSegment(
              Reason.UNKNOWN_FORMAT, "the first " + HOPELESS_AFTER + " lines are broken; gave up");
        }
        return;
      }
    }
    if (segments.corruption() != null) {
      out.rejectObject(
          Reason.CORRUPT_COMPRESSION, "unpacking broke off: " + segments.corruption(), "");
    }
  }

  private static void readSegment(
      SegmentStream segments, DocumentReader documents, SpanOutput out) {
    try (JsonParser parser = Json.FACTORY.createParser((InputStream) segments)) {
      documents.readAll(parser);
      segments.segmentWasWhole();
    } catch (JsonProcessingException e) {
      // Where the packing is broken, that is what is told, and not that its last text is cut.
      if (segments.corruption() == null) {
        out.rejectSegment(Reason.MALFORMED_JSON, e.getOriginalMessage());
      }
    } catch (SegmentStream.RecordTooLargeException e) {
      out.rejectSegment(Reason.INVALID_SPAN, e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.outcrop.facets.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.outcrop.facets.read.Reject.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;

/**
 * Reads what an object holds, or a frame of one: unpacks it as often as it is packed, and hands
 * texts and binary messages to those that read them.
 */
final class Contents {
  private static final long MAX_RECORD_BYTES = 256L << 20;

  /** After so many broken lines and nothing else, the object is taken for something else. */
  private static final int HOPELESS_AFTER = 100;

  /** Longer lines of a logger are not looked into. */
  private static final int MAX_LOGGED_BYTES = 32 << 20;

  /** Nobody packs more often than this in earnest. */
  private static final int MAX_LEVELS = 4;

  private final SpanOutput out;
  private final DocumentReader documents;
  private final OtlpProtoReader messages;

  Contents(DocumentReader documents, SpanOutput out) {
    this.documents = documents;
    this.out = out;
    this.messages = new OtlpProtoReader(out);
  }

  /** Reads a stream whose {@link IOException}s are the content's fault. */
  void read(InputStream in) {
    read(in, 0);
  }

  private void read(InputStream in, int level) {
    ObjectBytes bytes = new ObjectBytes(in);
    try {
      byte[] start = bytes.peek();
      Packing packing = Packing.of(start);
      if (packing != Packing.PLAIN && level == MAX_LEVELS) {
        out.rejectObject(
            Reason.CORRUPT_COMPRESSION, "packed more often than " + MAX_LEVELS + " times", "");
        return;
      }
      switch (packing) {
        case GZIP -> readGzip(bytes, level);
        case ZSTD -> read(new ZstdInputStreamNoFinalizer(bytes), level + 1);
        case FRAMES -> readFrames(bytes, level);
        case PROTOBUF -> messages.read(bytes);
        case PLAIN -> readText(bytes, start);
      }
    } catch (IOException e) {
      broken(e);
    }
  }

  private void broken(IOException e) {
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    out.rejectObject(Reason.CORRUPT_COMPRESSION, "unpacking broke off: " + why, "");
  }

  private void readGzip(ObjectBytes bytes, int level) {
    InputStream unpacked;
    try {
      unpacked = new GZIPInputStream(bytes, 1 << 16);
    } catch (IOException e) {
      out.rejectObject(Reason.CORRUPT_COMPRESSION, "gzip header: " + e.getMessage(), "");
      return;
    }
    read(unpacked, level + 1);
  }

  private void readFrames(ObjectBytes bytes, int level) throws IOException {
    for (int number = 1; true; number++) {
      byte[] head = bytes.readNBytes(4);
      if (head.length == 0) {
        return;
      }
      out.frameStarts(number);
      int length = head.length < 4 ? -1 : Packing.length(head);
      if (length < 0 || length > Packing.MAX_FRAME_BYTES) {
        out.reject(Reason.CORRUPT_COMPRESSION, "the object goes on with what is no frame", "");
        return;
      }
      Frame frame = new Frame(bytes, length);
      long rejects = out.rejects();
      read(frame, level + 1);
      long cut = frame.skipRest();
      if (cut > 0) {
        if (out.rejects() == rejects) {
          out.reject(Reason.CORRUPT_COMPRESSION, "the frame lacks its last " + cut + " bytes", "");
        }
        return;
      }
    }
  }

  private void readText(InputStream text, byte[] start) {
    if (CsvTable.begins(start)) {
      new CsvTable(documents, out).read(start, text);
      return;
    }
    if (TextCheck.isBinary(start)) {
      out.rejectObject(Reason.NOT_TEXT, "the object does not begin like a text", "");
      return;
    }
    SegmentStream segments = new SegmentStream(text, MAX_RECORD_BYTES);
    out.readsFrom(segments);
    boolean prose = false;
    while (segments.next()) {
      if (prose && LoggerPrefix.length(segments) == 0) {
        out.textLine();
        continue;
      }
      out.segmentStarts();
      readSegment(segments);
      if (!prose && out.hopeless(HOPELESS_AFTER)) {
        if (!out.isProse()) {
          out.rejectSegment(
              Reason.UNKNOWN_FORMAT, "the first " + HOPELESS_AFTER + " lines are broken; gave up");
          return;
        }
        // A log may be long before its first document: only lines that may hold one are read on.
        prose = true;
      }
    }
    if (segments.corruption() != null) {
      out.rejectObject(
          Reason.CORRUPT_COMPRESSION, "unpacking broke off: " + segments.corruption(), "");
    }
  }

  private void readSegment(SegmentStream segments) {
    try {
      if (documents.readWhole(segments)) {
        segments.consume();
        segments.segmentWasWhole();
        return;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (JsonParser parser = parser(segments)) {
      readSegment(segments, parser);
    } catch (SegmentStream.RecordTooLargeException e) {
      out.rejectSegment(Reason.INVALID_SPAN, e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      out.repeats(0);
    }
  }

  private void readSegment(SegmentStream segments, JsonParser parser) throws IOException {
    try {
      documents.readAll(parser);
      segments.segmentWasWhole();
    } catch (JsonProcessingException e) {
      // Where the packing is broken, that is what is told, and not that its last text is cut.
      if (segments.corruption() == null) {
        out.rejectSegment(Reason.MALFORMED_JSON, e.getOriginalMessage());
        documents.readOn(parser);
      }
    }
  }

  /** A parser of the segment, or of the document that a logger wrote its own text before. */
  private JsonParser parser(SegmentStream segments) throws IOException {
    int start = LoggerPrefix.length(segments);
    if (start == 0) {
      return Json.FACTORY.createParser((InputStream) segments);
    }
    byte[] line = segments.readNBytes(MAX_LOGGED_BYTES);
    if (line.length == MAX_LOGGED_BYTES) {
      return Json.FACTORY.createParser(
          new SequenceInputStream(new ByteArrayInputStream(line), segments));
    }
    int skipped = documents.takes(line, start) ? start : 0;
    if (skipped > 0) {
      out.loggedDocument();
    }
    return Json.FACTORY.createParser(
        new ByteArrayInputStream(line, skipped, line.length - skipped));
  }
}

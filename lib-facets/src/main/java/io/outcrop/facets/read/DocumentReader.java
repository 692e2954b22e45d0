package io.outcrop.facets.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.read.Json.TooDeepException;
import io.outcrop.facets.read.Reject.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the documents in a stream of JSON and gives each to the dialect it is written in. */
final class DocumentReader {
  /** Members that hold a page of documents. */
  private static final Set<String> PAGES =
      Set.of("data", "runs", "events", "spans", "traces", "items", "results", "batch");

  /** Members that a record has and a page has not. */
  private static final Set<String> IDENTITY =
      Set.of(
          "id",
          "name",
          "trace",
          "trace_id",
          "traceId",
          "span_id",
          "spanId",
          "context",
          "info",
          "run_type",
          "type",
          "attributes",
          "dotted_order",
          "end_time",
          "end_time_unix_nano",
          "span_attributes",
          "start_time",
          "start_time_unix_nano");

  private static final int MAX_LEVELS = 4;

  /** Exporters send requests of a few megabytes. */
  private static final int MAX_WHOLE_BYTES = 16 << 20;

  private final List<Dialect> dialects;
  private final SpanOutput out;

  /** The dialect whose document the parser is in. */
  private Dialect reading;

  DocumentReader(List<Dialect> dialects, SpanOutput out) {
    this.dialects = dialects;
    this.out = out;
  }

  /** Reads what can be read behind the place at which the parser found the JSON broken. */
  void readOn(JsonParser broken) throws IOException {
    if (reading != null) {
      reading.readOn(broken, out);
    }
  }

  /** Reads a segment that is one document, and lies in memory, where a dialect can do that. */
  boolean readWhole(SegmentStream segment) throws IOException {
    for (Dialect dialect : dialects) {
      if (dialect.mayReadWhole(segment.bytes(), segment.position(), segment.limit())
          && segment.hold(MAX_WHOLE_BYTES)) {
        reading = null;
        return dialect.readWhole(segment.bytes(), segment.position(), segment.limit(), out);
      }
    }
    return false;
  }

  /** Reads root value after root value. */
  void readAll(JsonParser parser) throws IOException {
    reading = null;
    while (parser.nextToken() != null) {
      value(parser, 0);
    }
  }

  /** Reads one row of a table: a document whose members may be JSON that was written as text. */
  void row(ObjectNode row) {
    row.fields().forEachRemaining(cell -> cell.setValue(Json.structured(cell.getValue())));
    try (JsonParser parser = row.traverse()) {
      readAll(parser);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells the dialects that the object has ended. */
  void finish() {
    dialects.forEach(dialect -> dialect.finish(out));
  }

  private void value(JsonParser parser, int level) throws IOException {
    out.recordStarts();
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      document(parser, level);
    } else if (parser.currentToken() == JsonToken.START_ARRAY && level < MAX_LEVELS) {
      elements(parser, level);
    } else {
      parser.skipChildren();
      out.skip();
    }
  }

  private void elements(JsonParser parser, int level) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      value(parser, level + 1);
    }
  }

  private void document(JsonParser parser, int level) throws IOException {
    int depth = parser.getParsingContext().getNestingDepth();
    ObjectNode head = Json.NODES.objectNode();
    boolean page = false;
    try {
      for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
        boolean list = parser.nextToken() == JsonToken.START_ARRAY;
        Dialect claiming = list ? claiming(head, key) : null;
        if (claiming != null) {
          out.dialect(claiming.name());
          reading = claiming;
          claiming.read(head, key, parser, out);
          reading = null;
          return;
        }
        if (list && level < MAX_LEVELS && isPage(head, key)) {
          page = true;
          elements(parser, level);
        } else {
          head.set(key, Json.tree(parser));
        }
      }
    } catch (TooDeepException e) {
      leaveObject(parser, depth);
      out.reject(Reason.INVALID_SPAN, e.getMessage(), "");
      return;
    }
    record(head, page);
  }

  /** Whether these bytes are one document from {@code start} on, and a dialect's. */
  boolean takes(byte[] bytes, int start) throws IOException {
    try (JsonParser parser = Json.FACTORY.createParser(bytes, start, bytes.length - start)) {
      parser.nextToken();
      return Json.tree(parser) instanceof ObjectNode document
          && parser.nextToken() == null
          && isSomeones(document);
    } catch (JsonProcessingException | TooDeepException e) {
      // A text with a brace in it.
      return false;
    }
  }

  private boolean isSomeones(ObjectNode document) {
    ObjectNode head = Json.NODES.objectNode();
    for (Iterator<Map.Entry<String, JsonNode>> it = document.fields(); it.hasNext(); ) {
      Map.Entry<String, JsonNode> member = it.next();
      if (member.getValue().isArray() && claiming(head, member.getKey()) != null) {
        return true;
      }
      head.set(member.getKey(), member.getValue());
    }
    return dialects.stream().anyMatch(dialect -> dialect.matches(document));
  }

  private Dialect claiming(ObjectNode head, String key) {
    for (Dialect dialect : dialects) {
      if (dialect.claims(head, key)) {
        return dialect;
      }
    }
    return null;
  }

  private static boolean isPage(ObjectNode head, String key) {
    if (!PAGES.contains(key)) {
      return false;
    }
    for (String identity : IDENTITY) {
      if (head.has(identity)) {
        return false;
      }
    }
    return true;
  }

  /** A list that looked like a page may turn out, by what follows it, to be part of a record. */
  private void record(ObjectNode record, boolean page) {
    for (Dialect dialect : dialects) {
      if (dialect.matches(record)) {
        out.dialect(dialect.name());
        dialect.read(record, out);
        return;
      }
    }
    if (!page) {
      out.skip();
    }
  }

  /** Steps over what is left of the object that began at this depth. */
  static void leaveObject(JsonParser parser, int depth) throws IOException {
    while (parser.currentToken() != JsonToken.END_OBJECT
        || parser.getParsingContext().getNestingDepth() != depth - 1) {
      if (parser.nextToken() == null) {
        return;
      }
    }
  }
}

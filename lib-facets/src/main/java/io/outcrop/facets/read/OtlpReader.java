package io.outcrop.facets.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.read.Json.TooDeepException;
import io.outcrop.facets.read.Reject.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads one OTLP/JSON document span by span: no more than one of them is in memory. */
final class OtlpReader {
  /** Spans that may wait for a resource that is written behind them. */
  private static final int MAX_WAITING = 10_000;

  private final JsonParser parser;
  private final OtlpValues values;
  private final SpanOutput out;
  private final OtlpSpanReader spans;

  private Attributes resource;
  private String scopeName;
  private boolean behindBreak;
  private final List<RawSpan> waiting = new ArrayList<>();

  OtlpReader(JsonParser parser, OtlpValues values, SpanOutput out) {
    this.parser = parser;
    this.values = values;
    this.out = out;
    this.spans = new OtlpSpanReader(parser, values);
  }

  /**
   * Reads a document whose member {@code key} the parser is at, after the members of {@code head}.
   */
  void document(ObjectNode head, String key) throws IOException {
    if (OtlpDialect.REQUEST_KEYS.contains(key)) {
      request(key);
    } else {
      resource = head.has("resource") ? values.ofResource(head.get("resource"), out) : null;
      resourceSpans(key);
    }
  }

  private void request(String first) throws IOException {
    String key = first;
    while (key != null) {
      if (OtlpDialect.REQUEST_KEYS.contains(key)
          && parser.currentToken() == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          resourceSpansElement();
        }
      } else {
        parser.skipChildren();
      }
      key = nextMember();
    }
  }

  /** Levels of a document, each a list of the next. */
  enum Level {
    REQUEST,
    RESOURCE,
    SCOPE,
    SPAN
  }

  /** A reader for what lies behind a broken place, which starts from where this one was. */
  OtlpReader continued(JsonParser rest) {
    OtlpReader next = new OtlpReader(rest, values, out);
    next.resource = resource;
    next.scopeName = scopeName;
    next.behindBreak = true;
    return next;
  }

  /** Reads a list, at whose beginning the parser is. */
  void list(Level level) throws IOException {
    try {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        switch (level) {
          case REQUEST -> request(nextMember());
          case RESOURCE -> resourceSpansElement();
          case SCOPE -> scopeSpans();
          case SPAN -> span();
        }
      }
    } finally {
      flushWaiting();
    }
  }

  private String nextMember() throws IOException {
    String key = parser.nextFieldName();
    if (key != null) {
      parser.nextToken();
    }
    return key;
  }

  private void resourceSpansElement() throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      rejectMisplaced("resource spans");
      return;
    }
    resource = null;
    resourceSpans(nextMember());
  }

  /** Reads the members of a ResourceSpans from {@code first} on, whose value the parser is at. */
  private void resourceSpans(String first) throws IOException {
    try {
      String key = first;
      while (key != null) {
        if (key.equals("resource")) {
          resource();
        } else if (OtlpDialect.SCOPE_KEYS.contains(key)
            && parser.currentToken() == JsonToken.START_ARRAY) {
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            scopeSpans();
          }
        } else {
          parser.skipChildren();
        }
        key = nextMember();
      }
    } finally {
      // Also where the document breaks off: these spans were complete.
      flushWaiting();
    }
  }

  private void flushWaiting() {
    for (RawSpan span : waiting) {
      if (resource != null) {
        span.resource = resource;
      }
      out.span(span);
    }
    waiting.clear();
  }

  private void resource() throws IOException {
    try {
      resource = values.ofResource(Json.tree(parser), out);
    } catch (TooDeepException e) {
      out.reject(Reason.INVALID_SPAN, "resource: " + e.getMessage(), "");
    }
  }

  private void scopeSpans() throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      rejectMisplaced("scope spans");
      return;
    }
    scopeName = null;
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_OBJECT && isScope(key)) {
        scope();
      } else if (token == JsonToken.START_ARRAY && key.equals("spans")) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          span();
        }
      } else {
        parser.skipChildren();
      }
    }
  }

  private static boolean isScope(String key) {
    return key.equals("scope")
        || key.equals("instrumentationLibrary")
        || key.equals("instrumentation_library");
  }

  private void scope() throws IOException {
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      if (parser.nextToken() == JsonToken.VALUE_STRING && key.equals("name")) {
        scopeName = parser.getText();
      } else {
        parser.skipChildren();
      }
    }
  }

  private void span() throws IOException {
    out.recordStarts();
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      rejectMisplaced("a span");
      return;
    }
    int depth = parser.getParsingContext().getNestingDepth();
    RawSpan span = new RawSpan();
    try {
      spans.read(span);
    } catch (InvalidSpanException e) {
      DocumentReader.leaveObject(parser, depth);
      out.reject(e.reason(), e.getMessage(), describe(span));
      return;
    } catch (TooDeepException e) {
      DocumentReader.leaveObject(parser, depth);
      out.reject(Reason.INVALID_SPAN, e.getMessage(), describe(span));
      return;
    }
    if (behindBreak && span.name == null && span.startTime == null) {
      // A link of the broken span, which has been told.
      return;
    }
    span.scopeName = scopeName;
    if (resource != null) {
      span.resource = resource;
      out.span(span);
      return;
    }
    waiting.add(span);
    if (waiting.size() >= MAX_WAITING) {
      flushWaiting();
    }
  }

  private void rejectMisplaced(String expected) throws IOException {
    String found = parser.currentToken().isScalarValue() ? parser.getText() : "[";
    parser.skipChildren();
    out.reject(
        Reason.INVALID_SPAN, "found a value that is no object in place of " + expected, found);
  }

  static String describe(RawSpan span) {
    ObjectNode node = Json.NODES.objectNode();
    node.put("traceId", span.traceId);
    node.put("spanId", span.spanId);
    node.put("name", span.name);
    return node.toString();
  }
}

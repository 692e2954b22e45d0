package io.outcrop.facets.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.outcrop.facets.read.Json.TooDeepException;
import io.outcrop.facets.read.Reject.Reason;
import java.io.IOException;
import java.time.Instant;

/** Reads one span of OTLP/JSON. */
final class OtlpSpanReader {
  private final JsonParser parser;
  private final OtlpValues values;

  OtlpSpanReader(JsonParser parser, OtlpValues values) {
    this.parser = parser;
    this.values = values;
  }

  /** Fills in the span from the object that the parser is at the beginning of. */
  void read(RawSpan span) throws IOException, TooDeepException, InvalidSpanException {
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      member(span, key);
    }
    span.traceId = traceId(span.traceId);
    span.spanId = spanId(span.spanId);
    span.parentSpanId = Ids.parent(span.parentSpanId);
  }

  private void member(RawSpan span, String key)
      throws IOException, TooDeepException, InvalidSpanException {
    switch (key) {
      case "traceId", "trace_id" -> span.traceId = Ids.text(Json.tree(parser));
      case "spanId", "span_id" -> span.spanId = Ids.text(Json.tree(parser));
      case "parentSpanId", "parent_span_id" -> span.parentSpanId = Ids.text(Json.tree(parser));
      case "name" -> span.name = name();
      case "startTimeUnixNano", "start_time_unix_nano" -> span.startTime = time(key);
      case "endTimeUnixNano", "end_time_unix_nano" -> span.endTime = time(key);
      case "attributes" -> span.attributes = values.attributes(parser);
      case "events" -> events(span);
      case "links" -> links(span);
      case "status" -> status(span);
      default -> parser.skipChildren();
    }
  }

  static String traceId(String text) throws InvalidSpanException {
    if (Ids.isAbsent(text)) {
      throw new InvalidSpanException(Reason.MISSING_TRACE_ID, "the span has no trace id");
    }
    String id = Ids.trace(text);
    if (id == null) {
      throw new InvalidSpanException(Reason.INVALID_ID, "the trace id is not 16 bytes");
    }
    return id;
  }

  static String spanId(String text) throws InvalidSpanException {
    if (Ids.isAbsent(text)) {
      throw new InvalidSpanException(Reason.MISSING_SPAN_ID, "the span has no span id");
    }
    String id = Ids.span(text);
    if (id == null) {
      throw new InvalidSpanException(Reason.INVALID_ID, "the span id is not 8 bytes");
    }
    return id;
  }

  private String name() throws IOException, TooDeepException, InvalidSpanException {
    if (!parser.currentToken().isScalarValue()) {
      throw new InvalidSpanException(Reason.INVALID_SPAN, "name is no text");
    }
    return Json.text(Json.tree(parser));
  }

  private Instant time(String key) throws IOException, TooDeepException, InvalidSpanException {
    JsonNode node = Json.tree(parser);
    Instant time = Times.of(node);
    if (time == null && !Times.isAbsent(node)) {
      throw new InvalidSpanException(Reason.INVALID_SPAN, key + " is no time");
    }
    return time;
  }

  private void events(RawSpan span) throws IOException, TooDeepException, InvalidSpanException {
    if (!startsList("events")) {
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        span.events.add(event());
      } else {
        parser.skipChildren();
      }
    }
  }

  private RawSpan.Event event() throws IOException, TooDeepException, InvalidSpanException {
    String name = "";
    Attributes attributes = new Attributes();
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      if (key.equals("name") && token == JsonToken.VALUE_STRING) {
        name = parser.getText();
      } else if (key.equals("attributes")) {
        attributes = values.attributes(parser);
      } else {
        parser.skipChildren();
      }
    }
    return new RawSpan.Event(name, attributes);
  }

  void links(RawSpan span) throws IOException, TooDeepException, InvalidSpanException {
    if (!startsList("links")) {
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonNode link = Json.tree(parser);
      String trace = Ids.trace(first(link, "traceId", "trace_id"));
      String target = Ids.span(first(link, "spanId", "span_id"));
      if (trace != null && target != null) {
        span.links.add(new RawSpan.Link(trace, target));
      }
    }
  }

  private static String first(JsonNode node, String key, String other) {
    return Ids.text(node.has(key) ? node.get(key) : node.get(other));
  }

  private boolean startsList(String key) throws InvalidSpanException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return false;
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new InvalidSpanException(Reason.INVALID_SPAN, key + " are no list");
    }
    return true;
  }

  private void status(RawSpan span) throws IOException, TooDeepException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      span.statusCode = Json.text(Json.tree(parser));
      return;
    }
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      switch (key) {
        case "code" -> span.statusCode = Json.text(Json.tree(parser));
        case "message" -> span.statusMessage = Json.text(Json.tree(parser));
        default -> parser.skipChildren();
      }
    }
  }
}

package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.read.RawSpan.Event;
import io.outcrop.facets.read.RawSpan.Link;
import io.outcrop.facets.read.Reject.Reason;
import java.time.Instant;

/** Puts together a span of which a dialect knows where its members stand. */
final class ConsoleSpan {
  private final RawSpan span = new RawSpan();

  ConsoleSpan ids(JsonNode trace, JsonNode id, JsonNode parent) throws InvalidSpanException {
    span.traceId = OtlpSpanReader.traceId(Ids.text(trace));
    span.spanId = OtlpSpanReader.spanId(Ids.text(id));
    span.parentSpanId = Ids.parent(Ids.text(parent));
    return this;
  }

  ConsoleSpan name(JsonNode name) {
    span.name = Json.text(name);
    return this;
  }

  ConsoleSpan times(JsonNode start, JsonNode end) throws InvalidSpanException {
    span.startTime = time(start, "the start");
    span.endTime = time(end, "the end");
    return this;
  }

  ConsoleSpan endTime(Instant end) {
    span.endTime = end;
    return this;
  }

  private static Instant time(JsonNode node, String what) throws InvalidSpanException {
    Instant time = node == null || node.isNull() ? null : Times.of(node);
    if (time == null && node != null && !node.isMissingNode() && !Times.isAbsent(node)) {
      throw new InvalidSpanException(Reason.INVALID_SPAN, what + " is no time");
    }
    return time;
  }

  ConsoleSpan status(JsonNode code, JsonNode message) {
    span.statusCode = Json.text(code);
    span.statusMessage = Json.text(message);
    return this;
  }

  ConsoleSpan scope(JsonNode name) {
    span.scopeName = Json.text(name);
    return this;
  }

  ConsoleSpan attributes(Attributes attributes) {
    span.attributes = attributes;
    return this;
  }

  ConsoleSpan resource(Attributes resource) {
    span.resource = resource;
    return this;
  }

  ConsoleSpan event(JsonNode name, Attributes attributes) {
    String text = Json.text(name);
    span.events.add(new Event(text == null ? "" : text, attributes));
    return this;
  }

  ConsoleSpan link(JsonNode trace, JsonNode id) {
    String traceId = Ids.trace(Ids.text(trace));
    String spanId = Ids.span(Ids.text(id));
    if (traceId != null && spanId != null) {
      span.links.add(new Link(traceId, spanId));
    }
    return this;
  }

  RawSpan build() {
    return span;
  }

  /** Attributes written as a map. */
  static Attributes map(JsonNode map) {
    Attributes attributes = new Attributes();
    map.fields().forEachRemaining(m -> attributes.put(m.getKey(), m.getValue()));
    return attributes;
  }

  /** Reads one record whole, and rejects it where that fails. */
  static void read(ObjectNode record, SpanOutput out, Reader reader) {
    try {
      out.span(reader.read(record));
    } catch (InvalidSpanException e) {
      out.reject(e.reason(), e.getMessage(), record.path("name").asText(""));
    }
  }

  /** Makes a span of a record. */
  interface Reader {
    RawSpan read(ObjectNode record) throws InvalidSpanException;
  }
}

package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * Spans as the JavaScript SDK's console exporter shows them, written as JSON: times and durations
 * in microseconds.
 */
final class JsConsoleDialect implements Dialect {
  @Override
  public String name() {
    return "otel-js";
  }

  @Override
  public boolean matches(ObjectNode record) {
    return record.has("traceId")
        && record.has("id")
        && record.path("timestamp").isNumber()
        && record.path("duration").isNumber()
        && (record.path("attributes").isObject() || record.has("instrumentationScope"));
  }

  @Override
  public void read(ObjectNode record, SpanOutput out) {
    ConsoleSpan.read(record, out, JsConsoleDialect::span);
  }

  private static RawSpan span(ObjectNode record) throws InvalidSpanException {
    JsonNode parent = record.path("parentSpanContext").get("spanId");
    JsonNode status = record.path("status");
    JsonNode scope = record.path("instrumentationScope");
    ConsoleSpan span =
        new ConsoleSpan()
            .ids(
                record.get("traceId"),
                record.get("id"),
                parent == null ? record.get("parentId") : parent)
            .name(record.get("name"))
            .times(record.get("timestamp"), null)
            .endTime(end(record))
            .status(status.get("code"), status.get("message"))
            .scope((scope.has("name") ? scope : record.path("instrumentationLibrary")).get("name"))
            .attributes(ConsoleSpan.map(record.path("attributes")))
            .resource(ConsoleSpan.map(record.path("resource").path("attributes")));
    for (JsonNode event : record.path("events")) {
      span.event(event.get("name"), ConsoleSpan.map(event.path("attributes")));
    }
    for (JsonNode link : record.path("links")) {
      span.link(link.path("context").get("traceId"), link.path("context").get("spanId"));
    }
    return span.build();
  }

  private static Instant end(ObjectNode record) {
    Instant start = Times.of(record.get("timestamp"));
    double micros = record.get("duration").doubleValue();
    // A duration beyond 30 years is none.
    return start == null || !(micros >= 0 && micros < 1e15)
        ? null
        : start.plusNanos((long) (micros * 1_000));
  }
}

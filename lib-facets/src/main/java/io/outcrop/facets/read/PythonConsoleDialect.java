package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Spans as the Python SDK's console exporter prints them: {@code ReadableSpan.to_json()}. */
final class PythonConsoleDialect implements Dialect {
  @Override
  public String name() {
    return "otel-python";
  }

  @Override
  public boolean matches(ObjectNode record) {
    JsonNode context = record.path("context");
    boolean kind = record.path("kind").asText("").startsWith("SpanKind.");
    boolean ids = context.path("trace_id").asText("").startsWith("0x");
    boolean own = record.has("start_time") && record.has("parent_id");
    if (record.has("span_kind") || record.has("status_code")) {
      return false;
    }
    return kind ? context.isObject() || own : ids && own;
  }

  @Override
  public void read(ObjectNode record, SpanOutput out) {
    ConsoleSpan.read(record, out, PythonConsoleDialect::span);
  }

  private static RawSpan span(ObjectNode record) throws InvalidSpanException {
    JsonNode context = record.path("context");
    JsonNode status = record.path("status");
    JsonNode resource = record.path("resource");
    ConsoleSpan span =
        new ConsoleSpan()
            .ids(context.get("trace_id"), context.get("span_id"), record.get("parent_id"))
            .name(record.get("name"))
            .times(record.get("start_time"), record.get("end_time"))
            .status(status.get("status_code"), status.get("description"))
            .attributes(ConsoleSpan.map(record.path("attributes")))
            // Old releases write the resource's attributes without a wrapper.
            .resource(
                ConsoleSpan.map(
                    resource.path("attributes").isObject()
                        ? resource.get("attributes")
                        : resource));
    for (JsonNode event : record.path("events")) {
      span.event(event.get("name"), ConsoleSpan.map(event.path("attributes")));
    }
    for (JsonNode link : record.path("links")) {
      span.link(link.path("context").get("trace_id"), link.path("context").get("span_id"));
    }
    return span.build();
  }
}

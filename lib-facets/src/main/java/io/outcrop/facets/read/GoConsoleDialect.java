package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Spans as Go's {@code stdouttrace} prints them. */
final class GoConsoleDialect implements Dialect {
  @Override
  public String name() {
    return "otel-go";
  }

  @Override
  public boolean matches(ObjectNode record) {
    return record.path("SpanContext").has("TraceID");
  }

  @Override
  public void read(ObjectNode record, SpanOutput out) {
    ConsoleSpan.read(record, out, GoConsoleDialect::span);
  }

  private static RawSpan span(ObjectNode record) throws InvalidSpanException {
    JsonNode context = record.get("SpanContext");
    JsonNode status = record.path("Status");
    JsonNode scope = record.path("InstrumentationScope");
    ConsoleSpan span =
        new ConsoleSpan()
            .ids(context.get("TraceID"), context.get("SpanID"), record.path("Parent").get("SpanID"))
            .name(record.get("Name"))
            .times(record.get("StartTime"), record.get("EndTime"))
            .status(status.get("Code"), status.get("Description"))
            .scope((scope.has("Name") ? scope : record.path("InstrumentationLibrary")).get("Name"))
            .attributes(attributes(record.path("Attributes")))
            .resource(attributes(record.path("Resource")));
    for (JsonNode event : record.path("Events")) {
      span.event(event.get("Name"), attributes(event.path("Attributes")));
    }
    for (JsonNode link : record.path("Links")) {
      span.link(link.path("SpanContext").get("TraceID"), link.path("SpanContext").get("SpanID"));
    }
    return span.build();
  }

  /** Values with their type beside them. */
  private static Attributes attributes(JsonNode list) {
    Attributes attributes = new Attributes();
    for (JsonNode attribute : list) {
      String key = Json.text(attribute.get("Key"));
      JsonNode value = attribute.path("Value");
      if (key != null) {
        attributes.put(key, value.has("Type") ? value.get("Value") : value);
      }
    }
    return attributes;
  }
}

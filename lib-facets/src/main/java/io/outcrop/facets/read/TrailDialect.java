package io.outcrop.facets.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Trees of spans as in Patronus' TRAIL data set: {@code {"trace_id":..,"spans":[{..,
 * "child_spans":[..]}]}}, with OpenInference's attributes. The tree says whose child a span is.
 */
final class TrailDialect implements Dialect {
  private static final String CHILDREN = "child_spans";

  @Override
  public String name() {
    return "trail";
  }

  @Override
  public boolean claims(ObjectNode head, String key) {
    return key.equals(CHILDREN)
        || (key.equals("spans") && head.has("trace_id") && !MlflowDialect.isTraceRow(head));
  }

  @Override
  public void read(ObjectNode head, String key, JsonParser parser, SpanOutput out)
      throws IOException {
    new NestedRecords(parser, out, new Tree(out)).read(head, key.equals(CHILDREN));
  }

  @Override
  public boolean matches(ObjectNode record) {
    return record.has("span_name") && Members.hasAny(record, "span_id", "span_attributes");
  }

  @Override
  public void read(ObjectNode record, SpanOutput out) {
    try (JsonParser parser = record.traverse()) {
      parser.nextToken();
      new NestedRecords(parser, out, new Tree(out)).read(Json.NODES.objectNode(), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Tree implements NestedRecords.Form {
    private final SpanOutput out;
    private List<Dialect> others;

    Tree(SpanOutput out) {
      this.out = out;
    }

    @Override
    public boolean nests(String key) {
      return key.equals(CHILDREN) || key.equals("spans");
    }

    @Override
    public String id(ObjectNode record) {
      return Members.id(record, "span_id");
    }

    @Override
    public String trace(ObjectNode record) {
      return Members.id(record, "trace_id");
    }

    @Override
    public String parent(ObjectNode record) {
      return Members.id(record, "parent_span_id");
    }

    @Override
    public void record(ObjectNode record, String trace, String parent) {
      if (!Members.hasAny(record, "span_name", "span_attributes", "timestamp", "duration")) {
        other(record, trace);
        return;
      }
      RawSpan span = VendorRecord.span(record, trace, id(record), record.get("timestamp"), out);
      if (span != null) {
        span.parentSpanId = parent;
        fill(span, record);
        out.span(span);
      }
    }

    /** A list of spans of one trace may also be written in another dialect. */
    private void other(ObjectNode record, String trace) {
      if (trace != null && !record.has("trace_id") && !record.has("context")) {
        record.put("trace_id", trace);
      }
      others = others == null ? Dialect.all() : others;
      for (Dialect dialect : others) {
        if (dialect.matches(record)) {
          out.dialect(dialect.name());
          dialect.read(record, out);
          return;
        }
      }
      out.skip();
    }
  }

  private static void fill(RawSpan span, ObjectNode record) {
    span.name = Members.text(record, "span_name");
    span.endTime = VendorRecord.endIso(span.startTime, Members.text(record, "duration"));
    span.statusCode = Members.text(record, "status_code");
    span.statusMessage = Members.text(record, "status_message");
    span.scopeName = Members.text(record, "scope_name");
    Members.putAll(Members.structured(record, "resource_attributes"), "", span.resource);
    span.resource.putIfAbsent("service.name", Members.first(record, "service_name"));
    Members.putAll(Members.structured(record, "span_attributes"), "", span.attributes);
    for (JsonNode event : Members.structured(record, "events")) {
      Attributes attributes = new Attributes();
      Members.putAll(Json.structured(member(event, "attributes")), "", attributes);
      String name = Json.text(member(event, "name"));
      span.events.add(new RawSpan.Event(name == null ? "" : name, attributes));
    }
    for (JsonNode link : Members.structured(record, "links")) {
      String trace = Members.id(link, "trace_id", "TraceId", "traceId");
      String target = Members.id(link, "span_id", "SpanId", "spanId");
      if (trace != null && target != null) {
        span.links.add(new RawSpan.Link(trace, target));
      }
    }
    for (JsonNode log : Members.structured(record, "logs")) {
      log(span, Json.structured(log.path("body")));
    }
  }

  /** The log of a function's call holds what the span itself leaves out. */
  private static void log(RawSpan span, JsonNode body) {
    if (body.isObject()) {
      span.attributes.putIfAbsent("input.value", Members.first(body, "function.arguments"));
      span.attributes.putIfAbsent("output.value", Members.first(body, "function.output"));
    }
  }

  private static JsonNode member(JsonNode node, String name) {
    for (Iterator<Map.Entry<String, JsonNode>> it = node.fields(); it.hasNext(); ) {
      Map.Entry<String, JsonNode> member = it.next();
      if (member.getKey().toLowerCase(Locale.ROOT).equals(name)) {
        return member.getValue();
      }
    }
    return Json.NODES.missingNode();
  }
}

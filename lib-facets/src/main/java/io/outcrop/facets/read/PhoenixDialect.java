package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * Spans as Arize Phoenix exports them, with nested or flat attributes or as rows of a data frame
 * with dotted columns, and annotations of them.
 */
final class PhoenixDialect implements Dialect {
  private static final String COLUMN = "attributes.";

  @Override
  public String name() {
    return "phoenix";
  }

  @Override
  public boolean matches(ObjectNode record) {
    return isSpan(record) || isRow(record) || isFlat(record) || isAnnotation(record);
  }

  private static boolean isSpan(ObjectNode record) {
    JsonNode context = Json.structured(record.path("context"));
    return (context.has("trace_id") || context.has("span_id"))
        && Members.hasAny(record, "span_kind", "status_code")
        && !record.path("kind").asText("").startsWith("SpanKind.")
        && !MlflowDialect.isSpan(record);
  }

  private static boolean isRow(ObjectNode record) {
    return Members.hasAny(record, "context.trace_id", "context.span_id");
  }

  /** A span whose ids were taken out of its context, as some data sets have them. */
  private static boolean isFlat(ObjectNode record) {
    return Members.hasAny(record, "trace_id", "span_id")
        && Members.hasAny(record, "span_kind", "status_code")
        && record.has("start_time")
        && record.has("attributes")
        && !MlflowDialect.isSpan(record);
  }

  private static boolean isAnnotation(ObjectNode record) {
    return Members.hasAny(record, "annotator_kind", "annotatorKind")
        && record.has("name")
        && Members.hasAny(record, "span_id", "trace_id", "session_id", "result");
  }

  @Override
  public void read(ObjectNode record, SpanOutput out) {
    if (isAnnotation(record)) {
      annotation(record, out);
    } else {
      span(record, out);
    }
  }

  private static void span(ObjectNode record, SpanOutput out) {
    JsonNode context = Members.structured(record, "context");
    String trace = Members.id(context, "trace_id");
    trace = trace == null ? Members.id(record, "context.trace_id", "trace_id") : trace;
    String id = Members.id(context, "span_id");
    id = id == null ? Members.id(record, "context.span_id", "span_id") : id;
    RawSpan span = VendorRecord.span(record, trace, id, record.get("start_time"), out);
    if (span == null) {
      return;
    }
    span.endTime = Times.of(record.get("end_time"));
    span.parentSpanId = Members.id(record, "parent_id", "parent_span_id");
    span.name = Members.text(record, "name");
    span.statusCode = Members.text(record, "status_code");
    span.statusMessage = Members.text(record, "status_message");
    attributes(span, record);
    events(span, Members.structured(record, "events"));
    for (JsonNode one : Members.structured(record, "annotations", "span_annotations")) {
      evaluation(span, one);
    }
    out.span(span);
  }

  private static void attributes(RawSpan span, ObjectNode record) {
    Attributes a = span.attributes;
    PhoenixAttributes.flatten("", Members.structured(record, "attributes"), a);
    record
        .fields()
        .forEachRemaining(
            column -> {
              String key = column.getKey();
              if (key.startsWith(COLUMN) && key.length() > COLUMN.length()) {
                PhoenixAttributes.column(key.substring(COLUMN.length()), column.getValue(), a);
              }
            });
    String kind = Members.text(record, "span_kind");
    // Old exports give OpenTelemetry's kind here, which says nothing.
    if (kind != null && !kind.toUpperCase(Locale.ROOT).startsWith("SPAN_KIND")) {
      a.putIfAbsent("openinference.span.kind", Json.NODES.textNode(kind));
    }
  }

  private static void events(RawSpan span, JsonNode events) {
    for (JsonNode event : events) {
      String name = Members.text(event, "name");
      Attributes attributes = new Attributes();
      PhoenixAttributes.flatten("", Members.structured(event, "attributes"), attributes);
      span.events.add(new RawSpan.Event(name == null ? "" : name, attributes));
    }
  }

  private static void annotation(ObjectNode record, SpanOutput out) {
    String trace = Members.id(record, "trace_id", "traceId", "context.trace_id");
    String id = Members.id(record, "span_id", "spanId", "context.span_id");
    if (trace == null && id == null && Members.id(record, "session_id") != null) {
      out.skip();
      return;
    }
    RawSpan judged =
        VendorRecord.supplement(record, trace, id == null ? "" : id, "the annotation", out);
    if (judged != null) {
      judged.recorded = Times.of(Members.first(record, "updated_at", "created_at"));
      judged.version = VendorRecord.version(judged.recorded);
      evaluation(judged, record);
      out.span(judged);
    }
  }

  private static void evaluation(RawSpan span, JsonNode annotation) {
    JsonNode inner = Members.structured(annotation, "result");
    JsonNode result = inner.isObject() ? inner : annotation;
    VendorRecord.evaluation(
        span,
        Members.text(annotation, "name"),
        Members.first(result, "score", "result.score"),
        Members.first(result, "label", "result.label"),
        Members.first(result, "explanation", "result.explanation"));
  }
}

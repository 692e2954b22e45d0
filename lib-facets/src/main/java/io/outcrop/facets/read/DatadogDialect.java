package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.read.Reject.Reason;
import java.util.Locale;

/**
 * Spans of Datadog's LLM Observability as its tracers send them, as its interface takes and gives
 * them, and evaluations of them.
 */
final class DatadogDialect implements Dialect {
  @Override
  public String name() {
    return "datadog-llmobs";
  }

  @Override
  public boolean matches(ObjectNode record) {
    JsonNode inner = record.path("attributes");
    JsonNode sent = record.path("data").path("attributes");
    return isSpan(record)
        || isEvaluation(record)
        || (inner instanceof ObjectNode object && isSpan(object))
        || (sent instanceof ObjectNode object && isBatch(object));
  }

  private static boolean isSpan(ObjectNode node) {
    return Members.hasAny(node, "start_ns", "ml_app", "_dd")
        && Members.hasAny(node, "span_id", "trace_id")
        && Members.hasAny(node, "meta", "span_kind", "duration", "metrics");
  }

  private static boolean isEvaluation(ObjectNode node) {
    return node.has("metric_type") && node.has("label");
  }

  private static boolean isBatch(ObjectNode node) {
    return node.path("spans").isArray()
        || (node.path("metrics").isArray()
            && node.path("metrics").path(0) instanceof ObjectNode first
            && isEvaluation(first));
  }

  @Override
  public void read(ObjectNode record, SpanOutput out) {
    if (isEvaluation(record)) {
      evaluation(record, out);
    } else if (isSpan(record)) {
      span(record, null, out);
    } else if (record.path("attributes") instanceof ObjectNode inner) {
      span(inner, null, out);
    } else {
      batch((ObjectNode) record.get("data").get("attributes"), out);
    }
  }

  private static void batch(ObjectNode batch, SpanOutput out) {
    String list = batch.path("spans").isArray() ? "spans" : "metrics";
    for (JsonNode element : batch.get(list)) {
      if (!(element instanceof ObjectNode object)) {
        VendorRecord.reject(Reason.INVALID_SPAN, "a span is no object", element, out);
      } else if (list.equals("spans")) {
        span(object, batch, out);
      } else {
        evaluation(object, out);
      }
    }
  }

  private static void span(ObjectNode node, ObjectNode batch, SpanOutput out) {
    JsonNode start = Members.first(node, "start_ns", "start", "start_ms", "timestamp");
    String trace = Members.id(node, "trace_id");
    RawSpan span = VendorRecord.span(node, trace, Members.id(node, "span_id"), start, out);
    if (span == null) {
      return;
    }
    span.parentSpanId = Members.id(node, "parent_id");
    span.name = Members.text(node, "name");
    span.endTime = VendorRecord.end(span.startTime, node.get("duration"));
    DatadogFields.span(span, node);
    if (batch != null) {
      DatadogFields.owners(span, batch);
    }
    out.span(span);
  }

  private static void evaluation(ObjectNode node, SpanOutput out) {
    JsonNode target = node.path("join_on").path("span");
    JsonNode joined = target.isObject() ? target : node;
    String trace = Members.id(joined, "trace_id");
    String id = Members.id(joined, "span_id");
    RawSpan judged =
        VendorRecord.supplement(node, trace, id == null ? "" : id, "the evaluation", out);
    if (judged == null) {
      return;
    }
    judged.recorded = Times.of(Members.first(node, "timestamp_ms", "timestamp"));
    judged.version = VendorRecord.version(judged.recorded);
    String type = Members.text(node, "metric_type").toLowerCase(Locale.ROOT);
    JsonNode value =
        Members.first(
            node,
            type + "_value",
            "score_value",
            "categorical_value",
            "boolean_value",
            "json_value",
            "value");
    boolean number = value != null && (value.isNumber() || value.isBoolean());
    VendorRecord.evaluation(
        judged,
        Members.text(node, "label"),
        number ? score(value) : null,
        number && !value.isBoolean() ? Members.first(node, "assessment") : value,
        Members.first(node, "reasoning"));
    out.span(judged);
  }

  private static JsonNode score(JsonNode value) {
    return value.isBoolean() ? Json.NODES.numberNode(value.booleanValue() ? 1 : 0) : value;
  }
}

package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.read.Reject.Reason;
import io.outcrop.facets.trace.SpanPart;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Traces of MLflow with their spans, spans alone, and rows of a table of traces. */
final class MlflowDialect implements Dialect {
  private static final String REQUEST = "mlflow.traceRequestId";

  @Override
  public String name() {
    return "mlflow";
  }

  @Override
  public boolean matches(ObjectNode record) {
    return isTrace(record) || isTraceRow(record) || isSpan(record);
  }

  private static boolean isTrace(ObjectNode record) {
    JsonNode info = Json.structured(record.path("info"));
    return info.isObject()
        && record.has("data")
        && (info.has("trace_id") || info.has("request_id"));
  }

  /** Whether a record holds what MLflow says of a trace, with its spans beside it. */
  static boolean isTraceRow(ObjectNode record) {
    return Members.hasAny(record, "trace_metadata", "request_metadata")
        && Members.hasAny(record, "trace_id", "request_id");
  }

  static boolean isSpan(ObjectNode record) {
    JsonNode attributes = Json.structured(record.path("attributes"));
    return Members.hasAny(record, "span_id", "context")
        && (attributes.has(REQUEST) || attributes.has("mlflow.spanType"));
  }

  @Override
  public void read(ObjectNode record, SpanOutput out) {
    if (isTrace(record)) {
      ObjectNode info = (ObjectNode) Json.structured(record.get("info"));
      trace(info, Members.structured(record, "data"), out);
    } else if (isTraceRow(record)) {
      trace(record, record, out);
    } else {
      RawSpan span = span(record, null, out);
      if (span != null) {
        out.span(span);
      }
    }
  }

  private static void trace(ObjectNode info, JsonNode data, SpanOutput out) {
    List<RawSpan> spans = new ArrayList<>();
    JsonNode list = Members.structured(data, "spans");
    for (JsonNode element : list) {
      JsonNode node = Json.structured(element);
      if (node instanceof ObjectNode object) {
        RawSpan span = span(object, MlflowFields.traceId(info), out);
        if (span != null) {
          spans.add(span);
        }
      } else {
        VendorRecord.reject(Reason.INVALID_SPAN, "a span is no object", node, out);
      }
    }
    if (list.isEmpty()) {
      RawSpan whole = whole(info, data, out);
      if (whole != null) {
        spans.add(whole);
      }
    }
    Set<String> ids = new HashSet<>();
    spans.forEach(span -> ids.add(span.spanId));
    for (RawSpan span : spans) {
      boolean root = span.parentSpanId == null || !ids.contains(span.parentSpanId);
      MlflowFields.info(span, info, root);
      assessments(span, info, root, ids);
      out.span(span);
    }
  }

  /** What is known of a trace whose spans lie elsewhere, or nowhere. */
  private static RawSpan whole(ObjectNode info, JsonNode data, SpanOutput out) {
    RawSpan span = VendorRecord.supplement(info, MlflowFields.traceId(info), "", "the trace", out);
    if (span != null) {
      span.part = SpanPart.SUPPLEMENT;
      span.startTime = Times.of(Members.first(info, "request_time", "timestamp_ms"));
      MlflowFields.whole(span, info, data);
    }
    return span;
  }

  private static RawSpan span(ObjectNode node, String ofTrace, SpanOutput out) {
    JsonNode context = Members.structured(node, "context");
    JsonNode ids = context.isObject() ? context : node;
    JsonNode attributes = Members.structured(node, "attributes");
    String trace = MlflowFields.spanTraceId(node, ids, attributes);
    String id = MlflowFields.spanId(Members.text(ids, "span_id"));
    JsonNode start = Members.first(node, "start_time_unix_nano", "start_time", "start_time_ns");
    RawSpan span = VendorRecord.span(node, trace == null ? ofTrace : trace, id, start, out);
    if (span == null) {
      return null;
    }
    span.endTime = Times.of(Members.first(node, "end_time_unix_nano", "end_time", "end_time_ns"));
    span.parentSpanId = MlflowFields.spanId(Members.text(node, "parent_span_id", "parent_id"));
    span.name = Members.text(node, "name");
    JsonNode status = Members.structured(node, "status");
    span.statusCode =
        status.isObject() ? Members.text(status, "code") : Members.text(node, "status_code");
    span.statusMessage =
        Members.text(status.isObject() ? status : node, "message", "status_message");
    MlflowFields.attributes(span, attributes);
    for (JsonNode event : Members.structured(node, "events")) {
      String name = Members.text(event, "name");
      Attributes of = new Attributes();
      Members.putAll(Members.structured(event, "attributes"), "", of);
      span.events.add(new RawSpan.Event(name == null ? "" : name, of));
    }
    return span;
  }

  private static void assessments(RawSpan span, ObjectNode info, boolean root, Set<String> ids) {
    for (JsonNode assessment : Members.structured(info, "assessments")) {
      String of = MlflowFields.spanId(Members.text(assessment, "span_id"));
      boolean known = of != null && ids.contains(of);
      boolean here = known ? of.equals(span.spanId) : root;
      if (here && !assessment.path("valid").asText("true").equals("false")) {
        assessment(span, assessment);
      }
    }
  }

  /** A judgement; what was expected is no judgement of what came. */
  private static void assessment(RawSpan span, JsonNode assessment) {
    String name = Members.text(assessment, "assessment_name", "name");
    JsonNode feedback = assessment.path("feedback");
    JsonNode expected = assessment.path("expectation");
    if (expected.isObject() && !feedback.isObject()) {
      span.attributes.put("mlflow.expectation." + name, Members.first(expected, "value"));
      return;
    }
    JsonNode value = Members.first(feedback, "value");
    boolean truth = value != null && value.isBoolean();
    boolean number = value != null && value.isNumber();
    VendorRecord.evaluation(
        span,
        name,
        truth ? Json.NODES.numberNode(value.booleanValue() ? 1 : 0) : number ? value : null,
        number ? null : value,
        Members.first(assessment, "rationale"));
  }
}

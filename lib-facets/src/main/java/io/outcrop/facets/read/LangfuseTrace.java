package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.read.Reject.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One trace of Langfuse with its observations, which become spans. What the trace says of its user,
 * its session and its metadata holds for all of them; its scores belong to its roots.
 */
final class LangfuseTrace {
  private final ObjectNode trace;
  private final SpanOutput out;
  private final List<RawSpan> spans = new ArrayList<>();
  private final List<JsonNode> scores = new ArrayList<>();
  private int observations;

  LangfuseTrace(ObjectNode trace, SpanOutput out) {
    this.trace = trace;
    this.out = out;
    scores(trace.path("scores"));
  }

  void scores(JsonNode list) {
    list.forEach(scores::add);
  }

  /** Takes one observation; one without an id or a time that can be read is rejected. */
  void observation(JsonNode node) {
    observations++;
    if (!node.isObject()) {
      reject(Reason.INVALID_SPAN, "an observation is no object", node);
      return;
    }
    String id = Json.text(node.get("id"));
    String traceId = first(node, "traceId", "trace_id");
    traceId = traceId == null ? Json.text(trace.get("id")) : traceId;
    if (Ids.isAbsent(id)) {
      reject(Reason.MISSING_SPAN_ID, "the observation has no id", node);
    } else if (Ids.isAbsent(traceId)) {
      reject(Reason.MISSING_TRACE_ID, "neither observation nor trace has an id", node);
    } else {
      RawSpan span = new RawSpan();
      span.spanId = Ids.vendor(id);
      span.traceId = Ids.vendor(traceId);
      fill(span, node);
    }
  }

  private void reject(Reason reason, String detail, JsonNode node) {
    out.reject(reason, detail, node.toString());
  }

  private void fill(RawSpan span, JsonNode node) {
    JsonNode start = firstNode(node, "startTime", "start_time");
    span.startTime = Times.of(start);
    if (span.startTime == null && !Times.isAbsent(start)) {
      reject(Reason.INVALID_SPAN, "startTime is no time", node);
      return;
    }
    span.endTime = Times.of(firstNode(node, "endTime", "end_time"));
    span.name = Json.text(node.get("name"));
    String parent = first(node, "parentObservationId", "parent_observation_id");
    span.parentSpanId = Ids.isAbsent(parent) ? null : Ids.vendor(parent);
    LangfuseFields.metadata(span, node.path("metadata"));
    LangfuseFields.observation(span, node);
    LangfuseFields.trace(span, trace);
    spans.add(span);
  }

  /** Hands on the spans; a trace without observations is a span itself. */
  void finish() {
    if (observations == 0) {
      traceAlone();
    }
    Map<String, RawSpan> byId = new LinkedHashMap<>();
    spans.forEach(span -> byId.putIfAbsent(span.spanId, span));
    int number = 0;
    for (JsonNode score : scores) {
      String id = first(score, "observationId", "observation_id");
      for (RawSpan span : spans) {
        boolean root = span.parentSpanId == null || !byId.containsKey(span.parentSpanId);
        if (id == null ? root : Ids.vendor(id).equals(span.spanId)) {
          LangfuseFields.score(span, score, number++);
        }
      }
    }
    spans.forEach(out::span);
  }

  private void traceAlone() {
    String id = Json.text(trace.get("id"));
    if (Ids.isAbsent(id)) {
      reject(Reason.MISSING_TRACE_ID, "the trace has no id", trace);
      return;
    }
    RawSpan span = new RawSpan();
    span.traceId = Ids.vendor(id);
    span.spanId = span.traceId;
    span.name = Json.text(trace.get("name"));
    span.startTime = Times.of(trace.get("timestamp"));
    span.endTime = end(span.startTime);
    LangfuseFields.metadata(span, trace.path("metadata"));
    LangfuseFields.trace(span, trace);
    spans.add(span);
  }

  private Instant end(Instant start) {
    Double seconds = Numbers.decimal(trace.get("latency"));
    boolean known = start != null && seconds != null && seconds >= 0 && seconds < 1e9;
    return known ? start.plusMillis(Math.round(seconds * 1000)) : null;
  }

  private static JsonNode firstNode(JsonNode node, String key, String other) {
    return node.hasNonNull(key) ? node.get(key) : node.get(other);
  }

  private static String first(JsonNode node, String key, String other) {
    return Json.text(firstNode(node, key, other));
  }
}

package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.trace.SpanPart;
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
  private final LangfuseRecords records;
  private final List<RawSpan> spans = new ArrayList<>();
  private final List<JsonNode> scores = new ArrayList<>();
  private int observations;

  LangfuseTrace(ObjectNode trace, SpanOutput out) {
    this.trace = trace;
    this.out = out;
    this.records = new LangfuseRecords(out);
    scores(trace.path("scores"));
  }

  void scores(JsonNode list) {
    list.forEach(scores::add);
  }

  /** Takes one observation; one without an id or a time that can be read is rejected. */
  void observation(JsonNode node) {
    observations++;
    RawSpan span = records.observation(node, Json.text(trace.get("id")));
    if (span != null) {
      LangfuseFields.trace(span, trace);
      spans.add(span);
    }
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
      String id = Json.text(LangfuseFields.first(score, "observationId", "observation_id"));
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
    RawSpan span = records.trace(trace);
    if (span != null) {
      span.part = SpanPart.SPAN;
      span.spanId = span.traceId;
      spans.add(span);
    }
  }
}

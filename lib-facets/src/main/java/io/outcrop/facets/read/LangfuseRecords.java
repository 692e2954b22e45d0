package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.outcrop.facets.read.Reject.Reason;
import io.outcrop.facets.trace.SpanPart;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/**
 * Single records of Langfuse: an observation is a span, a trace and a score are said of one. Keys
 * are in camel case, as its interfaces write them, or have underscores, as its exports do.
 */
final class LangfuseRecords {
  private static final int MAX_ID = 512;

  private static final Set<String> TYPES =
      Set.of(
          "SPAN",
          "EVENT",
          "GENERATION",
          "AGENT",
          "TOOL",
          "CHAIN",
          "RETRIEVER",
          "EVALUATOR",
          "EMBEDDING",
          "GUARDRAIL");

  private static final Set<String> SCORE_SOURCES = Set.of("API", "EVAL", "ANNOTATION");

  private final SpanOutput out;

  LangfuseRecords(SpanOutput out) {
    this.out = out;
  }

  static boolean isObservation(JsonNode record) {
    if (isOthers(record)) {
      return false;
    }
    if (hasAny(record, "parentObservationId", "parent_observation_id")) {
      return true;
    }
    String type = Json.text(record.get("type"));
    return type != null
        && TYPES.contains(type.toUpperCase(Locale.ROOT))
        && hasAny(record, "traceId", "trace_id")
        && hasAny(record, "startTime", "start_time");
  }

  static boolean isTrace(JsonNode record) {
    if (isOthers(record)
        || !record.has("id")
        || hasAny(record, "type", "traceId", "trace_id", "value", "body")) {
      return false;
    }
    boolean marked = hasAny(record, "bookmarked", "public");
    boolean exported = record.has("environment") && hasAny(record, "project_id", "projectId");
    return record.has("timestamp") ? marked || exported : marked && record.has("tags");
  }

  static boolean isScore(JsonNode record) {
    String source = Json.text(record.get("source"));
    return !isOthers(record)
        && record.has("name")
        && hasAny(record, "value", "stringValue", "string_value")
        && hasAny(record, "traceId", "trace_id", "sessionId", "session_id", "datasetRunId")
        && (hasAny(record, "dataType", "data_type")
            || (source != null && SCORE_SOURCES.contains(source.toUpperCase(Locale.ROOT))));
  }

  /** Whether a record has an identity that no record of Langfuse has. */
  private static boolean isOthers(JsonNode record) {
    return hasAny(record, "span_id", "spanId", "run_type", "context");
  }

  private static boolean hasAny(JsonNode record, String... keys) {
    for (String key : keys) {
      if (record.has(key)) {
        return true;
      }
    }
    return false;
  }

  /**
   * An observation, or null after a reject.
   *
   * @param ofTrace the trace's id where the observation states none; may be null
   */
  RawSpan observation(JsonNode node, String ofTrace) {
    if (!node.isObject()) {
      return reject(Reason.INVALID_SPAN, "an observation is no object", node);
    }
    String id = Json.text(node.get("id"));
    if (Ids.isAbsent(id)) {
      return reject(Reason.MISSING_SPAN_ID, "the observation has no id", node);
    }
    RawSpan span = of(node, id, ofTrace, "neither observation nor trace has an id");
    if (span == null) {
      return null;
    }
    JsonNode start = LangfuseFields.first(node, "startTime", "start_time");
    span.startTime = Times.of(start);
    if (span.startTime == null && !Times.isAbsent(start)) {
      return reject(Reason.INVALID_SPAN, "startTime is no time", node);
    }
    span.endTime = LangfuseFields.end(span.startTime, node);
    span.name = Json.text(node.get("name"));
    String parent =
        Json.text(LangfuseFields.first(node, "parentObservationId", "parent_observation_id"));
    span.parentSpanId = Ids.isAbsent(parent) ? null : Ids.vendor(parent);
    LangfuseFields.metadata(span, node.path("metadata"));
    LangfuseFields.observation(span, node);
    return span;
  }

  /** What a trace's own record says of it, or null after a reject. */
  RawSpan trace(JsonNode node) {
    String id = Json.text(node.get("id"));
    RawSpan span = of(node, "", id, "the trace has no id");
    if (span == null) {
      return null;
    }
    span.part = SpanPart.SUPPLEMENT;
    span.startTime = Times.of(node.get("timestamp"));
    span.recorded = Times.of(LangfuseFields.first(node, "createdAt", "created_at"));
    span.endTime = LangfuseFields.end(span.startTime, node);
    span.name = Json.text(node.get("name"));
    LangfuseFields.resource(span, node.path("metadata"));
    LangfuseFields.trace(span, node);
    return span;
  }

  /**
   * A judgement, or null after a reject or where it judges a session or an experiment as a whole.
   *
   * @param ofTrace the trace's id where the score states none; may be null
   */
  RawSpan score(JsonNode node, String ofTrace) {
    boolean placed = ofTrace != null || LangfuseFields.first(node, "traceId", "trace_id") != null;
    if (!placed && LangfuseFields.first(node, "observationId", "observation_id") == null) {
      out.skip();
      return null;
    }
    String observation = Json.text(LangfuseFields.first(node, "observationId", "observation_id"));
    RawSpan span =
        of(
            node,
            Ids.isAbsent(observation) ? "" : observation,
            ofTrace,
            "the score has no trace id");
    if (span == null) {
      return null;
    }
    span.part = SpanPart.SUPPLEMENT;
    span.recorded = Times.of(LangfuseFields.first(node, "timestamp", "createdAt", "created_at"));
    LangfuseFields.score(span, node, 0);
    return span;
  }

  private RawSpan of(JsonNode node, String id, String ofTrace, String withoutTrace) {
    String stated = Json.text(LangfuseFields.first(node, "traceId", "trace_id"));
    String traceId = Ids.isAbsent(stated) ? ofTrace : stated;
    if (Ids.isAbsent(traceId)) {
      return reject(Reason.MISSING_TRACE_ID, withoutTrace, node);
    }
    if (traceId.length() > MAX_ID || id.length() > MAX_ID) {
      return reject(Reason.INVALID_ID, "an id is longer than " + MAX_ID + " characters", node);
    }
    RawSpan span = new RawSpan();
    span.traceId = Ids.vendor(traceId);
    span.spanId = Ids.vendor(id);
    span.version = micros(Times.of(LangfuseFields.first(node, "updatedAt", "updated_at")));
    return span;
  }

  static Long micros(Instant time) {
    return time == null
        ? null
        : Long.valueOf(time.getEpochSecond() * 1_000_000L + time.getNano() / 1_000);
  }

  RawSpan reject(Reason reason, String detail, JsonNode node) {
    out.reject(reason, detail, node.toString());
    return null;
  }
}

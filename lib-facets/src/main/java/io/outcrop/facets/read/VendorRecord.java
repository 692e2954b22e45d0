package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.outcrop.facets.read.Reject.Reason;
import io.outcrop.facets.trace.SpanPart;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** What every vendor's record must give to become a span; one that does not is rejected. */
final class VendorRecord {
  private static final double MAX_NANOS = 1e18;

  private VendorRecord() {}

  /**
   * A span with ids and times; null where the record was rejected.
   *
   * @param start null or absent where the producer did not say
   */
  static RawSpan span(
      JsonNode record, String traceId, String spanId, JsonNode start, SpanOutput out) {
    if (!hasIds(record, traceId, spanId, "the span", out)) {
      return null;
    }
    RawSpan span = new RawSpan();
    span.traceId = traceId;
    span.spanId = spanId;
    span.startTime = Times.of(start);
    if (span.startTime == null && !Times.isAbsent(start) && !Members.isNaN(Json.text(start))) {
      reject(Reason.INVALID_SPAN, "the start is no time", record, out);
      return null;
    }
    return span;
  }

  /**
   * What is said of a span or, where {@code spanId} is empty, of a trace; null where the record was
   * rejected.
   */
  static RawSpan supplement(
      JsonNode record, String traceId, String spanId, String what, SpanOutput out) {
    if (!hasIds(record, traceId, spanId, what, out)) {
      return null;
    }
    RawSpan span = new RawSpan();
    span.part = SpanPart.SUPPLEMENT;
    span.traceId = traceId;
    span.spanId = spanId;
    return span;
  }

  private static boolean hasIds(
      JsonNode record, String traceId, String spanId, String what, SpanOutput out) {
    if (traceId == null) {
      reject(Reason.MISSING_TRACE_ID, what + " names no trace", record, out);
    } else if (spanId == null) {
      reject(Reason.MISSING_SPAN_ID, what + " has no span id", record, out);
    }
    return traceId != null && spanId != null;
  }

  static void reject(Reason reason, String detail, JsonNode record, SpanOutput out) {
    out.reject(reason, detail, sample(record));
  }

  /** Ids and names alone: a record may be very large. */
  private static String sample(JsonNode record) {
    if (!record.isObject()) {
      return record.isValueNode() ? record.asText() : "[";
    }
    StringBuilder sample = new StringBuilder();
    record
        .fields()
        .forEachRemaining(
            member -> {
              if (sample.length() < 200 && member.getValue().isValueNode()) {
                sample.append(sample.isEmpty() ? "" : ", ").append(member.getKey()).append(": ");
                String value = member.getValue().asText();
                sample.append(value, 0, Math.min(value.length(), 40));
              }
            });
    return sample.toString();
  }

  /** When something ended that began at {@code start} and took so many nanoseconds, or null. */
  static Instant end(Instant start, JsonNode nanos) {
    Double duration = Numbers.decimal(nanos);
    boolean known = start != null && duration != null && duration >= 0 && duration < MAX_NANOS;
    return known ? start.plusNanos(duration.longValue()) : null;
  }

  /** When something ended that began at {@code start} and took so long by ISO 8601, or null. */
  static Instant endIso(Instant start, String duration) {
    if (start == null || duration == null || duration.length() > 64) {
      return null;
    }
    try {
      Duration parsed = Duration.parse(duration.strip());
      boolean known = !parsed.isNegative() && parsed.getSeconds() < MAX_NANOS / 1e9;
      return known ? start.plus(parsed) : null;
    } catch (DateTimeException e) {
      // An end that cannot be read is no end.
      return null;
    }
  }

  /** A time as the number of an update: later ones win. */
  static Long version(Instant time) {
    return time == null
        ? null
        : Long.valueOf(TimeUnit.SECONDS.toMicros(time.getEpochSecond()) + time.getNano() / 1_000);
  }

  /** Adds a judgement in the form of OpenInference. */
  static void evaluation(
      RawSpan span, String name, JsonNode score, JsonNode label, JsonNode explanation) {
    if (name == null || name.isBlank()) {
      return;
    }
    int number = span.judgements++;
    String prefix = "evaluations." + number + ".evaluation.";
    span.attributes.put(prefix + "name", name);
    span.attributes.put(prefix + "score", score);
    span.attributes.put(prefix + "label", label);
    span.attributes.put(prefix + "explanation", explanation);
  }
}

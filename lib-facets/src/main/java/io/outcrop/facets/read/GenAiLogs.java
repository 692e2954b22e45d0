package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.outcrop.facets.read.RawSpan.Event;
import io.outcrop.facets.read.RawSpan.LogPlace;
import io.outcrop.facets.read.Reject.Reason;
import io.outcrop.facets.trace.SpanPart;
import java.time.Instant;

/**
 * Makes supplements of spans of the GenAI events in the logs of one object. Whatever else logs
 * hold, and what belongs to no trace, is skipped.
 */
final class GenAiLogs {
  private static final long LATEST_SECOND = Long.MAX_VALUE / 1_000_000_000L;

  private final SpanOutput out;
  private int records;

  GenAiLogs(SpanOutput out) {
    this.out = out;
  }

  /** Takes the next record of the object. */
  void record(LogRecord log, Attributes resource, String scopeName) {
    records++;
    String event = log.event();
    Subject subject = event == null ? Subject.NONE : Subject.of(event);
    if (subject == Subject.NONE || Ids.isAbsent(log.traceId)) {
      out.skip();
      return;
    }
    String trace = Ids.trace(log.traceId);
    String span = Ids.isAbsent(log.spanId) ? "" : Ids.span(log.spanId);
    if (trace == null || span == null) {
      out.reject(
          Reason.INVALID_ID,
          trace == null ? "the trace id is not 16 bytes" : "the span id is not 8 bytes",
          event);
      return;
    }
    if (span.isEmpty() && subject != Subject.JUDGEMENT) {
      // An event of a span that cannot be told says nothing about the trace as a whole.
      out.skip();
      return;
    }
    RawSpan raw = new RawSpan();
    raw.part = SpanPart.SUPPLEMENT;
    raw.traceId = trace;
    raw.spanId = span;
    raw.scopeName = scopeName;
    raw.resource = resource;
    raw.recorded = log.when();
    log.attributes.drop("event.name");
    fill(raw, subject, event, log);
    out.span(raw);
  }

  private enum Subject {
    MESSAGE,
    OPERATION,
    JUDGEMENT,
    EXCEPTION,
    NONE;

    static Subject of(String event) {
      return switch (event) {
        case "gen_ai.system.message",
                "gen_ai.user.message",
                "gen_ai.assistant.message",
                "gen_ai.tool.message",
                "gen_ai.choice",
                "gen_ai.content.prompt",
                "gen_ai.content.completion" ->
            MESSAGE;
        case "gen_ai.client.inference.operation.details" -> OPERATION;
        case "gen_ai.evaluation.result" -> JUDGEMENT;
        case "gen_ai.client.operation.exception", "exception" -> EXCEPTION;
        default -> NONE;
      };
    }
  }

  private void fill(RawSpan raw, Subject subject, String event, LogRecord log) {
    switch (subject) {
      case MESSAGE -> {
        raw.startTime = log.when();
        raw.logged = new LogPlace(nanos(log.when()), records - 1);
        Attributes ofEvent = new Attributes();
        body(log.body, ofEvent);
        ofEvent.putAbsent(log.attributes);
        raw.events.add(new Event(event, ofEvent));
        attributesOfCall(log.attributes, raw.attributes);
      }
      case OPERATION -> {
        raw.startTime = log.when();
        raw.attributes = log.attributes;
        JsonNode body = Json.structured(log.body);
        if (body != null && body.isObject()) {
          body(body, raw.attributes);
        }
        chat(raw.attributes);
      }
      case JUDGEMENT -> {
        raw.attributes = log.attributes;
        JsonNode body = Json.structured(log.body);
        if (body != null && body.isObject()) {
          body(body, raw.attributes);
        }
      }
      default -> raw.events.add(new Event("exception", log.attributes));
    }
  }

  /** Members of the body; a body that is no map is the content itself. */
  private static void body(JsonNode body, Attributes target) {
    JsonNode map = Json.structured(body);
    if (map != null && map.isObject()) {
      map.fields().forEachRemaining(m -> target.putIfAbsent(m.getKey(), m.getValue()));
    } else {
      target.put("content", body);
    }
  }

  /** What the event says of its call, so that one whose span never comes is a call of a model. */
  private static void attributesOfCall(Attributes event, Attributes target) {
    event.forEach(
        (key, value) -> {
          if (!key.equals("gen_ai.event.content")
              && !key.equals("gen_ai.prompt")
              && !key.equals("gen_ai.completion")) {
            target.put(key, value);
          }
        });
    chat(target);
  }

  private static void chat(Attributes target) {
    target.putIfAbsent("gen_ai.operation.name", Json.NODES.textNode("chat"));
  }

  private static long nanos(Instant time) {
    if (time == null) {
      return 0;
    }
    return time.getEpochSecond() >= LATEST_SECOND
        ? Long.MAX_VALUE
        : time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }
}

package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.trace.SpanPart;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What Langfuse's SDKs send and a server that one runs oneself keeps: {@code
 * {id,timestamp,type,body}}, several for one observation, of which the later says what changed.
 */
final class LangfuseEventDialect implements Dialect {
  private static final int REMEMBERED = 10_000;

  /** The trace of an observation, which updates need not repeat. */
  private final Map<String, String> traces =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > REMEMBERED;
        }
      };

  @Override
  public String name() {
    return "langfuse-events";
  }

  @Override
  public boolean matches(ObjectNode record) {
    if (!record.path("body").isObject() || !record.has("timestamp") || !record.has("id")) {
      return false;
    }
    String type = record.path("type").asText("");
    return type.endsWith("-create") || type.endsWith("-update") || type.equals("sdk-log");
  }

  @Override
  public void read(ObjectNode record, SpanOutput out) {
    String type = record.get("type").textValue().toLowerCase(Locale.ROOT);
    ObjectNode body = (ObjectNode) record.get("body");
    Instant time = Times.of(record.get("timestamp"));
    RawSpan span = read(type.substring(0, type.indexOf('-')), body, new LangfuseRecords(out), out);
    if (span == null) {
      return;
    }
    span.part = SpanPart.SUPPLEMENT;
    span.version = LangfuseRecords.micros(time);
    span.recorded = time;
    if (type.equals("trace-create") && span.startTime == null) {
      span.startTime = time;
    }
    out.span(span);
  }

  private RawSpan read(String entity, ObjectNode body, LangfuseRecords records, SpanOutput out) {
    return switch (entity) {
      case "trace" -> records.trace(body);
      case "score" -> records.score(body, null);
      case "observation",
              "span",
              "generation",
              "event",
              "agent",
              "tool",
              "chain",
              "retriever",
              "evaluator",
              "embedding",
              "guardrail" ->
          observation(entity, body, records);
      default -> {
        out.skip();
        yield null;
      }
    };
  }

  private RawSpan observation(String entity, ObjectNode body, LangfuseRecords records) {
    if (!entity.equals("observation") && !body.hasNonNull("type")) {
      body.put("type", entity.toUpperCase(Locale.ROOT));
    }
    String id = Json.text(body.get("id"));
    JsonNode stated = body.path("traceId");
    if (id != null && stated.isTextual() && !stated.textValue().isBlank()) {
      traces.put(id, stated.textValue());
    }
    return records.observation(body, id == null ? null : traces.get(id));
  }
}

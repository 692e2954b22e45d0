package io.outcrop.facets.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.read.Json.TooDeepException;
import io.outcrop.facets.read.Reject.Reason;
import java.io.IOException;
import java.util.Set;

/** OTLP/JSON requests for logs: the GenAI events in them say more of spans. */
final class OtlpLogsDialect implements Dialect {
  static final String NAME = "otlp-logs";

  private static final Set<String> REQUEST_KEYS = Set.of("resourceLogs", "resource_logs");
  private static final Set<String> SCOPE_KEYS =
      Set.of(
          "scopeLogs", "scope_logs", "instrumentationLibraryLogs", "instrumentation_library_logs");

  private final OtlpValues values = new OtlpValues();
  private GenAiLogs logs;
  private Attributes resource = new Attributes();
  private String scopeName;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean claims(ObjectNode head, String key) {
    return REQUEST_KEYS.contains(key) || SCOPE_KEYS.contains(key);
  }

  @Override
  public void read(ObjectNode head, String first, JsonParser parser, SpanOutput out)
      throws IOException {
    logs = logs == null ? new GenAiLogs(out) : logs;
    resource = values.ofResource(head.path("resource"), out);
    for (String key = first; key != null; key = nextMember(parser)) {
      boolean list = parser.currentToken() == JsonToken.START_ARRAY;
      if (list && REQUEST_KEYS.contains(key)) {
        elements(parser, () -> resourceLogs(parser, out));
      } else if (list && SCOPE_KEYS.contains(key)) {
        elements(parser, () -> scopeLogs(parser, out));
      } else {
        parser.skipChildren();
      }
    }
  }

  private static String nextMember(JsonParser parser) throws IOException {
    String key = parser.nextFieldName();
    if (key != null) {
      parser.nextToken();
    }
    return key;
  }

  private interface Element {
    void read() throws IOException;
  }

  private static void elements(JsonParser parser, Element element) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        element.read();
      } else {
        parser.skipChildren();
      }
    }
  }

  private void resourceLogs(JsonParser parser, SpanOutput out) throws IOException {
    resource = new Attributes();
    for (String key = nextMember(parser); key != null; key = nextMember(parser)) {
      if (key.equals("resource")) {
        resource = values.ofResource(tree(parser, out), out);
      } else if (SCOPE_KEYS.contains(key) && parser.currentToken() == JsonToken.START_ARRAY) {
        elements(parser, () -> scopeLogs(parser, out));
      } else {
        parser.skipChildren();
      }
    }
  }

  private void scopeLogs(JsonParser parser, SpanOutput out) throws IOException {
    scopeName = null;
    for (String key = nextMember(parser); key != null; key = nextMember(parser)) {
      boolean list = parser.currentToken() == JsonToken.START_ARRAY;
      if (list && (key.equals("logRecords") || key.equals("log_records") || key.equals("logs"))) {
        records(parser, out);
      } else if (key.equals("scope") || key.startsWith("instrumentation")) {
        scopeName = Json.text(tree(parser, out).get("name"));
      } else {
        parser.skipChildren();
      }
    }
  }

  private void records(JsonParser parser, SpanOutput out) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      out.recordStarts();
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
        out.reject(
            Reason.INVALID_SPAN, "found a value that is no object in place of a log record", "");
        continue;
      }
      int depth = parser.getParsingContext().getNestingDepth();
      LogRecord log = new LogRecord();
      try {
        record(parser, log);
        logs.record(log, resource, scopeName);
      } catch (TooDeepException | InvalidSpanException e) {
        DocumentReader.leaveObject(parser, depth);
        out.reject(Reason.INVALID_SPAN, e.getMessage(), "");
      }
    }
  }

  private void record(JsonParser parser, LogRecord log)
      throws IOException, TooDeepException, InvalidSpanException {
    for (String key = nextMember(parser); key != null; key = nextMember(parser)) {
      switch (key) {
        case "traceId", "trace_id" -> log.traceId = Ids.text(Json.tree(parser));
        case "spanId", "span_id" -> log.spanId = Ids.text(Json.tree(parser));
        case "eventName", "event_name" -> log.eventName = Json.text(Json.tree(parser));
        case "timeUnixNano", "time_unix_nano" -> log.time = Times.of(Json.tree(parser));
        case "observedTimeUnixNano", "observed_time_unix_nano" ->
            log.observed = Times.of(Json.tree(parser));
        case "body" -> log.body = values.value(Json.tree(parser));
        case "attributes" -> log.attributes = values.attributes(parser);
        default -> parser.skipChildren();
      }
    }
  }

  private static JsonNode tree(JsonParser parser, SpanOutput out) throws IOException {
    int depth = parser.getParsingContext().getNestingDepth();
    try {
      return Json.tree(parser);
    } catch (TooDeepException e) {
      DocumentReader.leaveObject(parser, depth);
      out.reject(Reason.INVALID_SPAN, "resource or scope: " + e.getMessage(), "");
      return Json.NODES.objectNode();
    }
  }
}

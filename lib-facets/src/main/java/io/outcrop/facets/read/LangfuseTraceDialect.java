package io.outcrop.facets.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.read.Json.TooDeepException;
import io.outcrop.facets.read.Reject.Reason;
import java.io.IOException;

/** A trace as Langfuse's user interface downloads it: {@code {"trace":{},"observations":[]}}. */
final class LangfuseTraceDialect implements Dialect {
  @Override
  public String name() {
    return "langfuse-trace";
  }

  @Override
  public boolean claims(ObjectNode head, String key) {
    return key.equals("observations") && head.path("trace").isObject();
  }

  @Override
  public void read(ObjectNode head, String key, JsonParser parser, SpanOutput out)
      throws IOException {
    LangfuseTrace trace = new LangfuseTrace((ObjectNode) head.get("trace"), out);
    try {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        out.recordStarts();
        int depth = parser.getParsingContext().getNestingDepth();
        try {
          trace.observation(Json.tree(parser));
        } catch (TooDeepException e) {
          DocumentReader.leaveObject(parser, depth);
          out.reject(Reason.INVALID_SPAN, e.getMessage(), "");
        }
      }
      trace.scores(head.path("scores"));
      rest(parser, trace);
    } finally {
      // Also where the document breaks off: these observations were complete.
      trace.finish();
    }
  }

  private static void rest(JsonParser parser, LangfuseTrace trace) throws IOException {
    int depth = parser.getParsingContext().getNestingDepth();
    try {
      for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
        parser.nextToken();
        if (key.equals("scores")) {
          trace.scores(Json.tree(parser));
        } else {
          parser.skipChildren();
        }
      }
    } catch (TooDeepException e) {
      DocumentReader.leaveObject(parser, depth);
    }
  }

  @Override
  public boolean matches(ObjectNode record) {
    return record.path("trace").isObject() && record.path("observations").isArray();
  }

  @Override
  public void read(ObjectNode record, SpanOutput out) {
    LangfuseTrace trace = new LangfuseTrace((ObjectNode) record.get("trace"), out);
    record.get("observations").forEach(trace::observation);
    trace.scores(record.path("scores"));
    trace.finish();
  }
}

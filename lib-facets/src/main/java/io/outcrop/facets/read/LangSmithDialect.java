package io.outcrop.facets.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Runs of LangSmith, alone or with their child runs in them, and feedback on them. Its {@code
 * session_id} is a project and never a user's session.
 */
final class LangSmithDialect implements Dialect {
  private static final String CHILDREN = "child_runs";

  @Override
  public String name() {
    return "langsmith";
  }

  @Override
  public boolean claims(ObjectNode head, String key) {
    return key.equals(CHILDREN);
  }

  @Override
  public void read(ObjectNode head, String key, JsonParser parser, SpanOutput out)
      throws IOException {
    new NestedRecords(parser, out, new Runs(out)).read(head, true);
  }

  @Override
  public boolean matches(ObjectNode record) {
    return isRun(record) || isFeedback(record);
  }

  private static boolean isRun(ObjectNode record) {
    return Members.hasAny(record, "run_type", "dotted_order")
        || (record.has("parent_run_id") && Members.hasAny(record, "inputs", "outputs", "extra"));
  }

  private static boolean isFeedback(ObjectNode record) {
    return record.has("key")
        && Members.hasAny(record, "run_id", "feedback_source")
        && Members.hasAny(record, "score", "value", "comment", "correction", "feedback_source");
  }

  @Override
  public void read(ObjectNode record, SpanOutput out) {
    if (!isRun(record)) {
      feedback(record, out);
    } else if (record.path(CHILDREN).isArray()) {
      try (JsonParser parser = record.traverse()) {
        parser.nextToken();
        new NestedRecords(parser, out, new Runs(out)).read(Json.NODES.objectNode(), true);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    } else {
      Runs runs = new Runs(out);
      runs.record(record, runs.trace(record), runs.parent(record));
    }
  }

  private static void feedback(ObjectNode record, SpanOutput out) {
    String run = Members.id(record, "run_id");
    String trace = Members.id(record, "trace_id");
    RawSpan judged =
        VendorRecord.supplement(record, trace, run == null ? "" : run, "the feedback", out);
    if (judged == null) {
      return;
    }
    judged.recorded = Times.of(Members.first(record, "modified_at", "created_at"));
    judged.version = VendorRecord.version(judged.recorded);
    JsonNode value = Members.first(record, "value");
    JsonNode score = Members.first(record, "score");
    boolean number = score == null && Numbers.decimal(value) != null;
    VendorRecord.evaluation(
        judged,
        Members.text(record, "key"),
        number ? value : truth(score),
        number ? null : value,
        Members.first(record, "comment", "correction"));
    out.span(judged);
  }

  private static JsonNode truth(JsonNode score) {
    boolean truth = score != null && score.isBoolean();
    return truth ? Json.NODES.numberNode(score.booleanValue() ? 1 : 0) : score;
  }

  private record Runs(SpanOutput out) implements NestedRecords.Form {
    @Override
    public boolean nests(String key) {
      return key.equals(CHILDREN);
    }

    @Override
    public String id(ObjectNode record) {
      return Members.id(record, "id", "run_id");
    }

    @Override
    public String trace(ObjectNode record) {
      String trace = Members.id(record, "trace_id");
      return trace == null ? ordered(record, 0) : trace;
    }

    @Override
    public String traceOfRoot(String id) {
      return id;
    }

    @Override
    public String parent(ObjectNode record) {
      String parent = Members.id(record, "parent_run_id");
      if (parent != null) {
        return parent;
      }
      JsonNode above = Members.structured(record, "parent_run_ids");
      String last = above.isArray() ? Json.text(above.get(above.size() - 1)) : null;
      return Ids.isAbsent(last) ? ordered(record, -2) : Ids.vendor(last);
    }

    @Override
    public void record(ObjectNode record, String trace, String parent) {
      String id = id(record);
      // Of a root without more, the run is the trace.
      String ofTrace = trace == null && parent == null ? id : trace;
      RawSpan span = VendorRecord.span(record, ofTrace, id, record.get("start_time"), out);
      if (span != null) {
        span.parentSpanId = parent;
        LangSmithFields.run(span, record);
        out.span(span);
      }
    }
  }

  /**
   * A run of the way from the root that {@code dotted_order} gives as {@code time Z id} joined by
   * dots, counted from the front or, where negative, from the end.
   */
  private static String ordered(ObjectNode record, int index) {
    String order = Members.text(record, "dotted_order");
    if (order == null) {
      return null;
    }
    String[] way = order.split("\\.", -1);
    int at = index < 0 ? way.length + index : index;
    int zone = at < 0 ? -1 : way[at].indexOf('Z');
    String id = zone < 0 ? null : way[at].substring(zone + 1);
    return Ids.isAbsent(id) ? null : Ids.vendor(id);
  }
}

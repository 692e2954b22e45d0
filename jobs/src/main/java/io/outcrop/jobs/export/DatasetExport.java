package io.outcrop.jobs.export;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.xxhash64;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.trace.Message.ToolCall;
import io.outcrop.facets.trace.Turn;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.show.StoredTraces;
import io.outcrop.jobs.show.TraceLink;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.EvalCasesTable.EvalCase;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Conversations of a selection's patterns, redacted, for operators: of each case some failing
 * members, and as many traces that succeed at the same tasks.
 */
public final class DatasetExport {
  private static final int AT_ONCE = 200;

  private final Warehouse warehouse;
  private final OutcropConfig config;
  private final Selection selection;

  /** What the lines are for. */
  public enum Form {
    /** A line for each trace: what was asked, what came of it, and whether it failed. */
    EVAL,
    /** Chats of succeeding traces alone, as fine-tuning takes them. */
    FINE_TUNING
  }

  /** What was written. */
  public record Result(long failing, long succeeding) {}

  /** A trace that was chosen, and for which case. */
  private record Chosen(String caseId, String traceId, boolean failing) {}

  public DatasetExport(Warehouse warehouse, OutcropConfig config, Selection selection) {
    this.warehouse = warehouse;
    this.config = config;
    this.selection = selection;
  }

  /**
   * Writes the lines.
   *
   * @param each traces of either kind for a case
   */
  public Result write(Form form, int each, PrintWriter out) {
    List<Chosen> chosen = chosen(each);
    TraceLink link = new TraceLink(config.traceUrl());
    StoredTraces stored = new StoredTraces(warehouse, config);
    long failing = 0;
    long succeeding = 0;
    Set<String> told = new HashSet<>();
    for (int from = 0; from < chosen.size(); from += AT_ONCE) {
      List<Chosen> batch = chosen.subList(from, Math.min(chosen.size(), from + AT_ONCE));
      Map<String, StoredTraces.Stored> traces =
          stored.all(batch.stream().map(Chosen::traceId).distinct().toList());
      for (Chosen one : batch) {
        StoredTraces.Stored trace = traces.get(one.traceId());
        // In a chat a trace is one example, whichever cases it is of.
        boolean fits =
            trace != null && (form == Form.EVAL || (!one.failing() && told.add(one.traceId())));
        ObjectNode line =
            !fits ? null : form == Form.EVAL ? evalLine(one, trace, link) : chat(trace);
        if (line != null) {
          out.println(EvalExport.line(line));
          failing += one.failing() ? 1 : 0;
          succeeding += one.failing() ? 0 : 1;
        }
      }
    }
    return new Result(failing, succeeding);
  }

  private List<Chosen> chosen(int each) {
    List<Chosen> all = new ArrayList<>();
    Dataset<Row> assignments =
        warehouse.read(AssignmentsTable.TABLE, selection.run().runId()).cache();
    Dataset<Row> traces =
        warehouse.read(TracesTable.TABLE).select(TracesTable.TRACE_ID, TracesTable.FAILING);
    Dataset<Row> tasks =
        assignments
            .where(col(AssignmentsTable.AXIS).equalTo("task"))
            .select(AssignmentsTable.TRACE_ID, AssignmentsTable.LEAF_ID);
    for (EvalCase one : selection.cases()) {
      Object[] ids =
          selection.insights().stream()
              .filter(i -> one.insightIds().contains(i.insightId()))
              .map(i -> i.clusterId())
              .toArray();
      Dataset<Row> members =
          assignments
              .select(col(AssignmentsTable.TRACE_ID), AssignmentsTable.clusters().as("cluster_id"))
              .where(col("cluster_id").isin(ids))
              .select(AssignmentsTable.TRACE_ID)
              .distinct();
      Dataset<Row> failing =
          members.join(traces.where(col(TracesTable.FAILING)), TracesTable.TRACE_ID);
      Dataset<Row> theirTasks =
          failing.join(tasks, TracesTable.TRACE_ID).select(AssignmentsTable.LEAF_ID).distinct();
      Dataset<Row> succeeding =
          tasks
              .join(theirTasks, AssignmentsTable.LEAF_ID)
              .join(traces.where(col(TracesTable.FAILING).equalTo(false)), TracesTable.TRACE_ID)
              .join(
                  members,
                  tasks
                      .col(AssignmentsTable.TRACE_ID)
                      .equalTo(members.col(AssignmentsTable.TRACE_ID)),
                  "left_anti")
              .select(TracesTable.TRACE_ID);
      all.addAll(draw(failing.select(TracesTable.TRACE_ID), one.caseId(), true, each));
      all.addAll(draw(succeeding, one.caseId(), false, each));
    }
    assignments.unpersist();
    return all;
  }

  private List<Chosen> draw(Dataset<Row> traces, String caseId, boolean failing, int each) {
    return traces
        .distinct()
        .withColumn(
            "place",
            row_number()
                .over(
                    Window.orderBy(
                        xxhash64(col(TracesTable.TRACE_ID), lit(config.seed())),
                        col(TracesTable.TRACE_ID))))
        .where(col("place").leq(each))
        .collectAsList()
        .stream()
        .map(r -> new Chosen(caseId, r.getString(0), failing))
        .sorted(Comparator.comparing(Chosen::traceId))
        .toList();
  }

  private static ObjectNode evalLine(Chosen one, StoredTraces.Stored stored, TraceLink link) {
    UnaryOperator<String> clean = stored.redact();
    ObjectNode line = EvalExport.JSON.createObjectNode();
    line.put("case_id", one.caseId());
    line.put("trace_id", one.traceId());
    String url =
        link.to(
            one.traceId(),
            stored.facets().identity().sessionId(),
            stored.facets().identity().traceDate());
    if (url != null) {
      line.put("trace_url", url);
    }
    line.put("label", one.failing() ? "failing" : "succeeding");
    line.put("failure_mode", stored.facets().extracted().failureMode());
    EvalExport.texts(line.putArray("issues"), stored.facets().extracted().issues());
    line.put("task", stored.facets().extracted().taskSummary());
    ArrayNode input = line.putArray("input");
    stored.trace().conversation().userTurns().stream()
        .limit(1)
        .forEach(
            turn -> input.addObject().put("role", "user").put("content", clean.apply(turn.text())));
    String last = stored.trace().conversation().finalText();
    line.put("output", last == null ? null : clean.apply(last));
    ArrayNode tools = line.putArray("tools");
    stored.facets().direct().toolSequence().forEach(tools::add);
    return line;
  }

  /** Null where there is no question with an answer to it. */
  private static ObjectNode chat(StoredTraces.Stored stored) {
    UnaryOperator<String> clean = stored.redact();
    ObjectNode line = EvalExport.JSON.createObjectNode();
    ArrayNode messages = line.putArray("messages");
    String system = stored.trace().conversation().systemText();
    if (system != null && !system.isBlank()) {
      messages.addObject().put("role", "system").put("content", clean.apply(system));
    }
    Set<String> asked = new HashSet<>();
    boolean user = false;
    boolean answered = false;
    for (Turn turn : stored.trace().conversation().turns()) {
      if (turn.delegated()) {
        continue;
      }
      if (turn.isUser()) {
        messages.addObject().put("role", "user").put("content", clean.apply(turn.text()));
        user = true;
      } else if (turn.role().equals("assistant") && user) {
        answered |= assistant(messages, turn, clean, asked);
      } else if (turn.role().equals("tool") && asked.remove(turn.toolCallId())) {
        messages
            .addObject()
            .put("role", "tool")
            .put("tool_call_id", turn.toolCallId())
            .put("content", clean.apply(turn.text()));
      }
    }
    boolean open = !asked.isEmpty();
    return user && answered && !open ? line : null;
  }

  /** Whether it is an answer to be read. */
  private static boolean assistant(
      ArrayNode messages, Turn turn, UnaryOperator<String> clean, Set<String> asked) {
    List<ToolCall> calls = turn.toolCalls().stream().filter(c -> c.id() != null).toList();
    if (turn.text().isBlank() && calls.isEmpty()) {
      return false;
    }
    ObjectNode message = messages.addObject().put("role", "assistant");
    if (!turn.text().isBlank()) {
      message.put("content", clean.apply(turn.text()));
    }
    for (ToolCall call : calls) {
      asked.add(call.id());
      message
          .withArray("/tool_calls")
          .addObject()
          .put("id", call.id())
          .put("type", "function")
          .putObject("function")
          .put("name", call.name())
          .put("arguments", call.arguments() == null ? "{}" : clean.apply(call.arguments()));
    }
    return !turn.text().isBlank();
  }
}

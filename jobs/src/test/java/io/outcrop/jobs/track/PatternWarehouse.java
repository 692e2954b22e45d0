package io.outcrop.jobs.track;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.outcrop.facets.trace.Message;
import io.outcrop.facets.trace.Messages;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.SpanPart;
import io.outcrop.facets.trace.SpanStatus;
import io.outcrop.jobs.FactsRow;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.publish.Publish;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.runs.Runs;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.AssignmentsTable.Assignment;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import io.outcrop.jobs.tables.InsightsTable;
import io.outcrop.jobs.tables.InsightsTable.Evidence;
import io.outcrop.jobs.tables.InsightsTable.Insight;
import io.outcrop.jobs.tables.SpansTable;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * A warehouse with one complete run: twelve traces that go round in a loop, twelve whose run fails
 * for a passing fault, and thirty-six that do neither, all about the same task; of six tenants,
 * over three days.
 */
public final class PatternWarehouse {
  public static final LocalDate DAY = LocalDate.of(2026, 3, 1);
  public static final String LOOPS = "failure-0-loops";
  public static final String FAULTS = "failure-0-faults";
  static final String FINE = "failure-0-fine";
  private static final String TASK = "task-0-record";

  private final Warehouse warehouse;
  private final OutcropConfig config;
  private final List<FactsRow> traces = new ArrayList<>();
  private final List<Span> spans = new ArrayList<>();
  private final List<Assignment> assignments = new ArrayList<>();

  private PatternWarehouse(Path root, String... sets) {
    this.warehouse = new Warehouse(LocalSpark.session(), root.toString());
    List<String> all = new ArrayList<>(List.of(sets));
    all.add("outcrop.publish.min-tenants=3");
    all.add("outcrop.publish.min-traces=10");
    all.add("outcrop.window.days=0");
    all.add("outcrop.trace-url=\"https://viewer.example/{date}/{trace_id}\"");
    this.config = OutcropConfig.load(null, all);
  }

  public Warehouse warehouse() {
    return warehouse;
  }

  public OutcropConfig config() {
    return config;
  }

  /** Makes the tables, and publishes the run. */
  public static PatternWarehouse at(Path root) {
    PatternWarehouse made = new PatternWarehouse(root);
    made.members("loop", 12, LOOPS);
    made.members("fault", 12, FAULTS);
    made.members("fine", 36, FINE);
    made.writeTraces();
    made.writeRun();
    return made;
  }

  private void members(String name, int count, String leaf) {
    for (int i = 0; i < count; i++) {
      String id = name + "-" + (i < 10 ? "0" : "") + i;
      LocalDate day = DAY.plusDays(i % 3);
      traces.add(FactsRow.of(id, day, "tenant-" + i % 6));
      assignments.add(
          new Assignment(
              "r", "trace", "failure", "all", id, leaf, leaf, leaf, 0.1 + i / 100.0, false));
      assignments.add(
          new Assignment("r", "trace", "task", "all", id, TASK, TASK, TASK, 0.2, false));
      Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
      String answer = "I have looked. Write to jane.roe@mail.example for more.";
      spans.add(
          span(id, "root", null, SpanKind.AGENT, start)
              .inputText("=Find the record, please")
              .outputText(answer)
              .build());
      spans.add(
          span(id, "model", "root", SpanKind.LLM, start.plusSeconds(1))
              .inputText(
                  Messages.write(List.of(Message.of("user", "=Find the record, please")), 1000))
              .outputText(Messages.write(List.of(Message.of("assistant", answer)), 1000))
              .build());
      spans.add(
          span(id, "tool", "root", SpanKind.TOOL, start.plusSeconds(2))
              .toolName("find_record")
              .toolArguments("{\"n\":1}")
              .toolResult("no such record\u001b[31m")
              .status(name.equals("fine") ? SpanStatus.OK : SpanStatus.ERROR)
              .build());
    }
  }

  private static Span.Builder span(
      String trace, String id, String parent, SpanKind kind, Instant start) {
    return Span.builder(trace, id)
        .parentSpanId(parent)
        .kind(kind)
        .name(id)
        .part(SpanPart.SPAN)
        .startTime(start)
        .endTime(start.plusSeconds(1))
        .sourceObject("object")
        .traceDate(start.atZone(ZoneOffset.UTC).toLocalDate());
  }

  private void writeTraces() {
    Column loops = col(TracesTable.TRACE_ID).startsWith("loop");
    Column faults = col(TracesTable.TRACE_ID).startsWith("fault");
    warehouse.overwrite(
        TracesTable.TABLE,
        LocalSpark.session()
            .createDataFrame(
                traces.stream().map(FactsRow::toRow).toList(), TracesTable.TABLE.schema())
            .withColumn("loop", loops)
            .withColumn("failing", loops.or(faults))
            .withColumn("task_summary", lit("=Find the record"))
            .withColumn(
                "issues",
                when(loops, array(lit("loop")))
                    .when(faults, array(lit("run_failed")))
                    .otherwise(array().cast("array<string>")))
            .withColumn(
                "failure_mode",
                when(loops, lit("repeats the same call without progress"))
                    .when(faults, lit("ends with an error")))
            .withColumn("origin_error_class", when(faults, lit("rate_limit")))
            .withColumn("repeated_calls", when(loops, lit(6)).otherwise(lit(0))));
    warehouse.overwrite(SpansTable.TABLE, rows(SpansTable.TABLE, spans, SpansTable.ROWS::toRow));
  }

  private void writeRun() {
    Run run = Run.of(warehouse, config, Run.Window.LATEST, Clock.systemUTC());
    warehouse.replaceRun(
        AssignmentsTable.TABLE,
        rows(AssignmentsTable.TABLE, assignments, AssignmentsTable.ROWS::toRow),
        run.id());
    warehouse.replaceRun(
        ClustersTable.FACTS,
        rows(
            ClustersTable.FACTS,
            List.of(
                cluster(LOOPS, "failure", "Goes round in a loop with repeated calls", 12),
                cluster(FAULTS, "failure", "Fails with an error", 12),
                cluster(FINE, "failure", "Answers", 36),
                cluster(TASK, "task", "About record", 60)),
            ClustersTable.ROWS::toRow),
        run.id());
    warehouse.replaceRun(
        InsightsTable.FACTS,
        rows(
            InsightsTable.FACTS,
            List.of(
                insight("insight-loops", 1, LOOPS, "P1", new Evidence("loop", "true", 1, 0, 9, 0)),
                insight(
                    "insight-faults",
                    2,
                    FAULTS,
                    "P2",
                    new Evidence("origin_error_class", "rate_limit", 1, 0, 9, 0))),
            InsightsTable.ROWS::toRow),
        run.id());
    io.outcrop.jobs.evals.EvalCandidates.run(warehouse, run);
    Publish.run(warehouse, run);
    new Runs(warehouse, Clock.systemUTC()).complete(run);
  }

  private static <R> org.apache.spark.sql.Dataset<Row> rows(
      Table table, List<R> records, Function<R, Row> toRow) {
    return LocalSpark.session()
        .createDataFrame(records.stream().map(toRow).toList(), table.schema());
  }

  private static Cluster cluster(String id, String axis, String title, int traces) {
    return new Cluster(
        "r",
        "trace",
        axis,
        "all",
        0,
        id,
        null,
        "lineage-" + id,
        title,
        title + ".",
        traces,
        6,
        traces / 60.0,
        1.0,
        false,
        0.5,
        3,
        0.5,
        null,
        null,
        null,
        null,
        DAY,
        "new",
        0.1,
        0.0,
        0.0);
  }

  private static Insight insight(
      String id, int rank, String cluster, String severity, Evidence evidence) {
    return new Insight(
        "r",
        id,
        rank,
        "trace",
        "failure",
        "all",
        0,
        cluster,
        "headline",
        "pattern",
        "why",
        List.of(evidence),
        "bad",
        severity,
        "The agent repeats calls.",
        "Look at the calls.",
        "Mend it.",
        "Add an eval case for it.",
        12,
        6,
        0.2,
        0.1,
        List.of("The agent searches, then answers."));
  }
}

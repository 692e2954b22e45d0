package io.outcrop.jobs.evals;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;

import io.outcrop.jobs.Digest;
import io.outcrop.jobs.cluster.FacetItems;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import io.outcrop.jobs.tables.EvalCasesTable;
import io.outcrop.jobs.tables.EvalCasesTable.EvalCase;
import io.outcrop.jobs.tables.InsightsTable;
import io.outcrop.jobs.tables.InsightsTable.Insight;
import io.outcrop.jobs.tables.RunsTable;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The root cause of each bad insight of a run, and the eval case that it calls for.
 *
 * <p>Insights of the same cause share a case. A case keeps its id while any of its lineages had it
 * in an earlier run; a new one is named by its cause and its first lineage.
 */
public final class EvalCandidates {
  private static final String BAD = "bad";
  private static final String ERROR_CLASS = "origin_error_class=";
  private static final Set<String> PASSING =
      Set.of("timeout", "rate_limit", "network", "server", "cancelled");
  private static final Set<String> BROKEN_INPUT = Set.of("parse");
  private static final double MOSTLY = 0.5;
  private static final String[] FACETS = {
    "failure_mode",
    "issues",
    "loop",
    "phantom_tools",
    "swallowed_errors",
    "refused",
    "truncated",
    "timed_out",
    "fallback",
    "grounded",
    "downstream_ok",
    "unsupported_results",
    "unretrieved_sources",
    "user_corrected",
    "ignored_constraints",
    "injection_suspected",
    "handoff_loss",
    "conflicting_results",
    "premature_completion",
    "over_refusal",
    "abandoned_by",
    "stale_context",
    "context_overflow",
    "safety_context_lost",
    "origin_error_class",
    "completion_status",
    "tool_error_count",
    "repeated_calls"
  };

  private final Warehouse warehouse;
  private final Run run;
  private final Dataset<Row> assignments;

  private EvalCandidates(Warehouse warehouse, Run run) {
    this.warehouse = warehouse;
    this.run = run;
    this.assignments = warehouse.read(AssignmentsTable.TABLE, run.id());
  }

  /** Writes the run's candidates; returns how many cases they make. */
  public static long run(Warehouse warehouse, Run run) {
    return new EvalCandidates(warehouse, run).run();
  }

  private long run() {
    List<Insight> bad =
        warehouse.read(InsightsTable.FACTS, run.id()).collectAsList().stream()
            .map(InsightsTable.ROWS::fromRow)
            .filter(insight -> insight.judgement().equals(BAD))
            .sorted(Comparator.comparingInt(Insight::rank).thenComparing(Insight::insightId))
            .toList();
    List<EvalCase> cases = bad.isEmpty() ? List.of() : cases(bad);
    warehouse.replaceRun(
        EvalCasesTable.FACTS,
        warehouse
            .spark()
            .createDataFrame(
                cases.stream().map(EvalCasesTable.ROWS::toRow).toList(),
                EvalCasesTable.FACTS.schema()),
        run.id());
    return cases.stream().filter(EvalCase::isCase).map(EvalCase::caseId).distinct().count();
  }

  private List<EvalCase> cases(List<Insight> bad) {
    Object[] ids = bad.stream().map(Insight::clusterId).distinct().toArray();
    Map<String, Cluster> clusters =
        warehouse
            .read(ClustersTable.FACTS, run.id())
            .where(col(ClustersTable.CLUSTER_ID).isin(ids))
            .collectAsList()
            .stream()
            .map(ClustersTable.ROWS::fromRow)
            .collect(Collectors.toMap(Cluster::clusterId, Function.identity()));
    Dataset<Row> members =
        assignments
            .select(col(AssignmentsTable.TRACE_ID), AssignmentsTable.clusters().as("cluster_id"))
            .where(col("cluster_id").isin(ids))
            .distinct();
    Map<String, Map<String, Double>> counts = counts(members);
    Map<String, Double> all = counts.getOrDefault("", Map.of());
    Map<String, String> inputs = inputs(members);
    Map<String, Causes> causes = new HashMap<>();
    for (Insight insight : bad) {
      Map<String, Double> mine = counts.getOrDefault(insight.clusterId(), Map.of());
      causes.put(insight.insightId(), causes(mine, all, insight.traces()));
    }
    Map<String, String> caseIds = caseIds(bad, clusters, causes);
    List<EvalCase> cases = new ArrayList<>();
    for (Insight insight : bad) {
      cases.add(
          evalCase(
              insight,
              clusters.get(insight.clusterId()),
              causes.get(insight.insightId()),
              caseIds.get(insight.insightId()),
              inputs.getOrDefault(insight.clusterId(), "Any request")));
    }
    return cases;
  }

  /** A cause, and why it calls for no case; null where it does. */
  private record Causes(Cause cause, String noCase) {}

  private Causes causes(Map<String, Double> mine, Map<String, Double> all, long members) {
    long others = Math.max(1, run.traces() - members);
    Map<String, Double> inside = new HashMap<>();
    Map<String, Double> outside = new HashMap<>();
    mine.forEach((item, n) -> inside.put(item, n / Math.max(1, members)));
    all.forEach((item, n) -> outside.put(item, (n - mine.getOrDefault(item, 0.0)) / others));
    Cause cause = Cause.leading(inside, outside).orElse(Cause.UNNAMED);
    String noCase = null;
    if (cause.outside()) {
      if (share(inside, PASSING) >= MOSTLY) {
        noCase = "transient";
      } else if (share(inside, BROKEN_INPUT) >= MOSTLY
          || inside.getOrDefault("truncated_input=true", 0.0) >= MOSTLY) {
        noCase = "corrupt input";
      }
    }
    return new Causes(cause, noCase);
  }

  private static double share(Map<String, Double> inside, Set<String> classes) {
    return classes.stream().mapToDouble(c -> inside.getOrDefault(ERROR_CLASS + c, 0.0)).sum();
  }

  /** How many members of each cluster have an item; under the empty id, of all traces. */
  private Map<String, Map<String, Double>> counts(Dataset<Row> members) {
    List<Column> columns = new ArrayList<>(List.of(col(TracesTable.TRACE_ID)));
    for (String facet : FACETS) {
      columns.add(col(facet));
    }
    Dataset<Row> traces = run.traces(warehouse);
    Dataset<Row> items =
        FacetItems.explodeItems(traces.select(columns.toArray(Column[]::new)), TracesTable.TRACE_ID)
            .select(
                col(TracesTable.TRACE_ID),
                concat_ws("=", col(FacetItems.FACET), col(FacetItems.VALUE)).as("item"))
            .unionByName(
                traces
                    .where(col("truncated_input"))
                    .select(col(TracesTable.TRACE_ID), lit("truncated_input=true").as("item")));
    Dataset<Row> counted =
        items
            .join(members, TracesTable.TRACE_ID)
            .groupBy("cluster_id", "item")
            .agg(count(lit(1)).as("n"))
            .unionByName(
                items.groupBy("item").agg(count(lit(1)).as("n")).withColumn("cluster_id", lit("")));
    Map<String, Map<String, Double>> counts = new HashMap<>();
    Set<String> wanted =
        Cause.all().stream().flatMap(c -> c.shows().stream()).collect(Collectors.toSet());
    Column isWanted =
        col("item")
            .isin(wanted.toArray())
            .or(col("item").startsWith(ERROR_CLASS))
            .or(col("item").equalTo("truncated_input=true"));
    for (Row row : counted.where(isWanted).select("cluster_id", "item", "n").collectAsList()) {
      counts
          .computeIfAbsent(row.getString(0), id -> new HashMap<>())
          .put(row.getString(1), (double) row.getLong(2));
    }
    return counts;
  }

  /** For each cluster the title of the task that most of its members are about. */
  private Map<String, String> inputs(Dataset<Row> members) {
    Dataset<Row> tasks =
        assignments
            .where(col(AssignmentsTable.AXIS).equalTo("task"))
            .select(AssignmentsTable.TRACE_ID, AssignmentsTable.LEAF_ID);
    Dataset<Row> titles =
        warehouse
            .read(ClustersTable.FACTS, run.id())
            .where(col(ClustersTable.AXIS).equalTo("task").and(col(ClustersTable.LEVEL).equalTo(0)))
            .select(
                col(ClustersTable.CLUSTER_ID).as(AssignmentsTable.LEAF_ID),
                col(ClustersTable.TITLE));
    Map<String, String> inputs = new HashMap<>();
    members
        .join(tasks, AssignmentsTable.TRACE_ID)
        .groupBy("cluster_id", AssignmentsTable.LEAF_ID)
        .agg(sum(lit(1L)).as("n"))
        .withColumn(
            "place",
            row_number()
                .over(
                    Window.partitionBy("cluster_id")
                        .orderBy(col("n").desc(), col(AssignmentsTable.LEAF_ID))))
        .where(col("place").equalTo(1))
        .join(titles, AssignmentsTable.LEAF_ID)
        .select("cluster_id", ClustersTable.TITLE)
        .collectAsList()
        .forEach(r -> inputs.put(r.getString(0), r.getString(1)));
    return inputs;
  }

  private Map<String, String> caseIds(
      List<Insight> bad, Map<String, Cluster> clusters, Map<String, Causes> causes) {
    Map<String, String> before = before();
    Map<String, List<Insight>> groups = new TreeMap<>();
    for (Insight insight : bad) {
      Cause cause = causes.get(insight.insightId()).cause();
      String noCase = String.valueOf(causes.get(insight.insightId()).noCase());
      // What no cause explains is not known to be one thing.
      String own = cause.equals(Cause.UNNAMED) ? insight.insightId() : "";
      groups
          .computeIfAbsent(cause.code() + '\n' + noCase + '\n' + own, k -> new ArrayList<>())
          .add(insight);
    }
    Map<String, String> ids = new HashMap<>();
    Set<String> given = new java.util.HashSet<>();
    for (var group : groups.entrySet()) {
      List<String> lineages =
          group.getValue().stream().map(i -> lineage(clusters.get(i.clusterId()))).toList();
      String id =
          lineages.stream()
              .map(before::get)
              .filter(known -> known != null && !given.contains(known))
              .min(Comparator.naturalOrder())
              .orElseGet(
                  () -> "eval-" + new Digest().add(group.getKey()).add(lineages.get(0)).hex(12));
      given.add(id);
      group.getValue().forEach(insight -> ids.put(insight.insightId(), id));
    }
    return ids;
  }

  /** The case that each lineage had in the latest complete run that told one of it. */
  private Map<String, String> before() {
    Dataset<Row> runs =
        warehouse
            .read(RunsTable.TABLE)
            .where(
                col(RunsTable.STATUS)
                    .equalTo(RunsTable.COMPLETE)
                    .and(col(RunsTable.RUN_ID).notEqual(run.id()))
                    .and(col(RunsTable.WINDOW_END).leq(lit(run.windowEnd()))))
            .select(RunsTable.RUN_ID, RunsTable.WINDOW_END, RunsTable.COMPLETED_AT);
    Map<String, String> cases = new HashMap<>();
    warehouse
        .read(EvalCasesTable.FACTS)
        .join(runs, RunsTable.RUN_ID)
        .select(
            col(RunsTable.WINDOW_END),
            col(RunsTable.COMPLETED_AT),
            col(RunsTable.RUN_ID),
            explode(col(EvalCasesTable.LINEAGE_IDS)).as("lineage"),
            col(EvalCasesTable.CASE_ID))
        .orderBy(
            RunsTable.WINDOW_END, RunsTable.COMPLETED_AT, RunsTable.RUN_ID, "lineage", "case_id")
        .collectAsList()
        .forEach(r -> cases.put(r.getString(3), r.getString(4)));
    return cases;
  }

  private static String lineage(Cluster cluster) {
    return cluster.lineageId() == null ? cluster.clusterId() : cluster.lineageId();
  }

  private EvalCase evalCase(
      Insight insight, Cluster cluster, Causes causes, String caseId, String input) {
    Cause cause = causes.cause();
    String grader =
        causes.noCase() != null
            ? EvalCasesTable.NONE
            : cause.check() == null ? EvalCasesTable.JUDGE : EvalCasesTable.ASSERTION;
    return new EvalCase(
        run.id(),
        caseId,
        insight.rank(),
        insight.unit(),
        insight.axis(),
        insight.scope(),
        insight.clusterId(),
        List.of(lineage(cluster)),
        List.of(insight.insightId()),
        cause.code(),
        insight.severity(),
        EvalWording.gate(insight.severity()),
        grader,
        grader.equals(EvalCasesTable.ASSERTION) ? cause.check() : null,
        causes.noCase(),
        cluster.title(),
        cause.expectation(),
        input,
        insight.examples(),
        grader.equals(EvalCasesTable.JUDGE)
            ? EvalWording.judgePrompt(cause.code(), cluster.title())
            : null,
        insight.traces(),
        insight.tenants(),
        insight.share());
  }
}

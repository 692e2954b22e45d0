package io.outcrop.jobs.insights;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import io.outcrop.jobs.ExitCode;
import io.outcrop.jobs.Phase;
import io.outcrop.jobs.Progress;
import io.outcrop.jobs.cluster.Changes;
import io.outcrop.jobs.cluster.Contrast;
import io.outcrop.jobs.cluster.FacetItems;
import io.outcrop.jobs.cluster.Significance;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.insights.Finding.Details;
import io.outcrop.jobs.insights.Finding.Judgement;
import io.outcrop.jobs.insights.Finding.Overall;
import io.outcrop.jobs.insights.Signal.Share;
import io.outcrop.jobs.llm.Models;
import io.outcrop.jobs.llm.Questioning;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import io.outcrop.jobs.tables.InsightsTable;
import io.outcrop.jobs.tables.InsightsTable.Change;
import io.outcrop.jobs.tables.InsightsTable.Evidence;
import io.outcrop.jobs.tables.InsightsTable.Insight;
import io.outcrop.jobs.tables.InsightsTable.Related;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.TrendsTable;
import io.outcrop.jobs.tables.Warehouse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Phase 5: what sets each cluster apart, whether that is bad, and what to look at first; all of it
 * as candidates in {@code facts.insight_candidates}.
 */
public final class Insights {
  private static final String FAILING = "failing";
  private static final String TRUE = "true";
  private static final String ACTIONS = "action_sequence";
  private static final int EXAMPLES = 3;

  /** So many of the bad findings, and of the good ones, are compared with their peers. */
  private static final int EXPLAINED = 100;

  static final int MOST_EXPLAINED = 2 * EXPLAINED;

  private final Warehouse warehouse;
  private final Run run;
  private final Optional<Models> models;
  private final Clock clock;
  private final OutcropConfig.Insights config;
  private final Dataset<Row> traces;
  private final Dataset<Row> assignments;

  /**
   * What was found.
   *
   * @param byJudgement candidates by judgement
   * @param texts what a language model was asked for; null where none was asked
   */
  public record Result(long candidates, Map<String, Long> byJudgement, Questioning.Result texts) {

    /** How the process is to end: done, stopped by the budget, or degraded. */
    public int exitCode() {
      if (texts == null || texts.unanswered() == 0) {
        return ExitCode.DONE;
      }
      return texts.budget() ? ExitCode.STOPPED : ExitCode.DEGRADED;
    }

    /** What a model was to say and has not said; null for nothing. */
    public String lacking() {
      return texts == null || texts.unanswered() == 0
          ? null
          : "the language model did not explain %d of %d insights"
              .formatted(texts.unanswered(), texts.asked() + texts.cached());
    }
  }

  private Insights(Warehouse warehouse, Run run, Optional<Models> models, Clock clock) {
    this.warehouse = warehouse;
    this.run = run;
    this.models = models;
    this.clock = clock;
    this.config = run.config().insights();
    this.traces = run.traces(warehouse);
    this.assignments =
        warehouse
            .read(AssignmentsTable.TABLE, run.id())
            .where(
                col(AssignmentsTable.LEAF_ID)
                    .isNotNull()
                    .and(col(AssignmentsTable.UNIT).equalTo(AssignmentsTable.TRACE)))
            .cache();
  }

  /**
   * Reads the deploy log, so that what cannot be read is told before any work.
   *
   * @throws io.outcrop.jobs.UserError where one of its files cannot be read
   */
  public static void requireDeployLog(Warehouse warehouse, OutcropConfig config) {
    Deployments.read(
        config.insights().deployLog(), warehouse.spark().sparkContext().hadoopConfiguration());
  }

  /** Insights in our own words. */
  public static Result run(Warehouse warehouse, Run run) {
    return run(warehouse, run, Optional.empty(), Clock.systemUTC());
  }

  /**
   * Insights.
   *
   * @param models where their texts are asked for
   */
  public static Result run(Warehouse warehouse, Run run, Optional<Models> models, Clock clock) {
    return new Insights(warehouse, run, models, clock).run();
  }

  private Result run() {
    List<Cluster> clusters =
        warehouse.read(ClustersTable.FACTS, run.id()).collectAsList().stream()
            .map(ClustersTable.ROWS::fromRow)
            // Evidence is of traces.
            .filter(cluster -> cluster.unit().equals(AssignmentsTable.TRACE))
            .toList();
    Progress.step(
        warehouse.spark(),
        Phase.INSIGHTS,
        "contrasting %d clusters with the traces outside them".formatted(clusters.size()));
    Dataset<Row> items = Explanations.itemsByTask(traces, tasks()).cache();
    Dataset<Row> contrast = contrast(items).cache();
    List<Finding> found = findings(clusters, contrast);
    List<Finding> ranked =
        explained(
            Ranking.withoutShapes(Ranking.rank(found, overlaps(found)), this::isLarge),
            clusters,
            items);
    List<Insight> insights = new ArrayList<>();
    ranked.forEach(finding -> insights.add(finding.toInsight(insights.size() + 1)));
    ModelTexts texts =
        models
            .map(m -> new ModelTexts(foremost(insights), warehouse, m, clock, run.id()))
            .orElse(null);
    List<Row> rows = new ArrayList<>();
    Map<String, Long> byJudgement = new TreeMap<>();
    for (int i = 0; i < insights.size(); i++) {
      Insight insight = insights.get(i);
      rows.add(
          InsightsTable.ROWS.toRow(texts == null ? insight : texts.told(ranked.get(i), insight)));
      byJudgement.merge(insight.judgement(), 1L, Long::sum);
    }
    warehouse.replaceRun(
        InsightsTable.FACTS,
        warehouse.spark().createDataFrame(rows, InsightsTable.FACTS.schema()),
        run.id());
    warehouse.replaceRun(
        TrendsTable.FACTS,
        Trends.of(
            assignments.select(
                col(AssignmentsTable.TRACE_ID),
                AssignmentsTable.clusters().as(ClustersTable.CLUSTER_ID)),
            warehouse.read(ClustersTable.FACTS, run.id()),
            traces),
        run.id());
    contrast.unpersist();
    items.unpersist();
    assignments.unpersist();
    return new Result(rows.size(), byJudgement, texts == null ? null : texts.asked());
  }

  private Dataset<Row> tasks() {
    return assignments
        .where(col(AssignmentsTable.AXIS).equalTo("task"))
        .select(col(AssignmentsTable.TRACE_ID), col(AssignmentsTable.MIDDLE_ID).as("task_id"));
  }

  /**
   * Every cluster of every level and axis against all traces outside it, with q-values by axis.
   *
   * @param items by task, as all traces have them
   */
  private Dataset<Row> contrast(Dataset<Row> items) {
    Dataset<Row> leaves =
        assignments.select(
            col(AssignmentsTable.TRACE_ID), col(AssignmentsTable.LEAF_ID).as(Contrast.CLUSTER_ID));
    // Items are counted per leaf once; the levels above are sums of their leaves.
    Dataset<Row> byLeaf =
        Contrast.itemCounts(traces.join(leaves, TracesTable.TRACE_ID))
            .withColumnRenamed(Contrast.CLUSTER_ID, AssignmentsTable.LEAF_ID);
    Dataset<Row> lineage =
        assignments
            .select(AssignmentsTable.LEAF_ID, AssignmentsTable.MIDDLE_ID, AssignmentsTable.TOP_ID)
            .distinct();
    Dataset<Row> itemCounts =
        byLeaf
            .join(lineage, AssignmentsTable.LEAF_ID)
            .select(
                AssignmentsTable.clusters().as(Contrast.CLUSTER_ID),
                col(FacetItems.FACET),
                col(FacetItems.VALUE),
                col(Contrast.IN_COUNT))
            .groupBy(Contrast.CLUSTER_ID, FacetItems.FACET, FacetItems.VALUE)
            .agg(sum(Contrast.IN_COUNT).as(Contrast.IN_COUNT));
    Dataset<Row> sizes =
        assignments
            .select(AssignmentsTable.clusters().as(Contrast.CLUSTER_ID))
            .groupBy(Contrast.CLUSTER_ID)
            .agg(count(lit(1)).as(Contrast.IN_TOTAL));
    return Contrast.withQValues(
        Contrast.againstRest(
            itemCounts,
            items
                .groupBy(FacetItems.FACET, FacetItems.VALUE)
                .agg(sum(Explanations.WITH_ITEM).as(Contrast.ALL_COUNT)),
            sizes,
            run.traces()),
        element_at(split(col(Contrast.CLUSTER_ID), "-"), 1));
  }

  private boolean isLarge(Finding finding) {
    return finding.cluster().traces() >= run.config().publish().minTraces()
        && finding.cluster().tenants() >= run.config().publish().minTenants();
  }

  private static List<Insight> foremost(List<Insight> insights) {
    return Stream.of(Judgement.BAD, Judgement.GOOD)
        .flatMap(
            judgement ->
                insights.stream()
                    .filter(i -> i.judgement().equals(judgement.label()))
                    .limit(EXPLAINED))
        .toList();
  }

  /** The foremost findings with what their members tell. */
  private List<Finding> explained(
      List<Finding> ranked, List<Cluster> clusters, Dataset<Row> items) {
    List<Finding> foremost =
        Stream.of(Judgement.BAD, Judgement.GOOD)
            .flatMap(
                judgement ->
                    ranked.stream().filter(f -> f.judgement() == judgement).limit(EXPLAINED))
            .toList();
    if (foremost.isEmpty()) {
      return ranked;
    }
    Progress.step(
        warehouse.spark(),
        Phase.INSIGHTS,
        "comparing the members of %d findings with their peers".formatted(foremost.size()));
    Dataset<Row> placed =
        assignments.select(
            col(AssignmentsTable.TRACE_ID),
            col(AssignmentsTable.AXIS),
            explode(array(col(AssignmentsTable.LEAF_ID), col(AssignmentsTable.MIDDLE_ID)))
                .as(Contrast.CLUSTER_ID));
    Deployments deployments =
        Deployments.read(
            config.deployLog(), warehouse.spark().sparkContext().hadoopConfiguration());
    if (deployments.bad() > 0) {
      Progress.warn(
          "%d rows of the deploy log have no time or no component and were left out"
              .formatted(deployments.bad()));
    }
    try (Explanations asked =
        new Explanations(
            traces, placed, tasks(), items, foremost, foremost.get(0).overall(), run.config())) {
      Map<String, Confounding> confounding = asked.confounding();
      Map<String, List<Evidence>> peers = asked.peers();
      Map<String, List<Related>> related = asked.related(placed, others(clusters));
      Map<String, Map<LocalDate, Long>> days = asked.days();
      Map<LocalDate, Long> volumes = Changes.volumes(traces);
      Map<String, List<Change>> changes =
          new LikelyChanges(volumes, config.changeQValue())
              .byCluster(foremost, asked.uses(), days, deployments);
      return ranked.stream()
          .map(
              f -> {
                String id = f.cluster().clusterId();
                return f.with(
                    new Details(
                        peers.getOrDefault(id, List.of()),
                        confounding.get(id),
                        changes.getOrDefault(id, List.of()),
                        related.getOrDefault(id, List.of())));
              })
          .toList();
    }
  }

  /** The clusters that an insight may name beside its own. */
  private Dataset<Row> others(List<Cluster> clusters) {
    List<Row> rows =
        candidates(clusters)
            .map(c -> RowFactory.create(c.clusterId(), c.axis(), c.traces()))
            .toList();
    return warehouse
        .spark()
        .createDataFrame(
            rows,
            new StructType()
                .add(Contrast.CLUSTER_ID, DataTypes.StringType, false)
                .add("other_axis", DataTypes.StringType, false)
                .add("other_size", DataTypes.LongType, false));
  }

  private List<Finding> findings(List<Cluster> clusters, Dataset<Row> contrast) {
    Map<String, Share> failing =
        shares(
                contrast.where(
                    col(FacetItems.FACET)
                        .equalTo(FAILING)
                        .and(col(FacetItems.VALUE).equalTo(TRUE))))
            .entrySet()
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().get(0)));
    Map<String, List<Share>> evidence = shares(telling(contrast, config));
    Object[] asked =
        Stream.of(Signal.facets(), Signal.complianceFacets(), Origin.FACETS, Totals.FACETS)
            .flatMap(List::stream)
            .distinct()
            .toArray();
    Map<String, List<Share>> signals = shares(contrast.where(col(FacetItems.FACET).isin(asked)));
    Map<String, List<String>> examples = examples();
    Totals totals = Totals.of(traces, config.priority());
    Map<String, Double> outcomes = outcomes(totals);
    Overall overall = totals.overall(config);
    return candidates(clusters)
        .map(
            cluster -> {
              List<Share> shares = signals.getOrDefault(cluster.clusterId(), List.of());
              return new Finding(
                  cluster,
                  failing.containsKey(cluster.clusterId())
                      ? failing.get(cluster.clusterId())
                      : notFailing(cluster, overall),
                  evidence.getOrDefault(cluster.clusterId(), List.of()),
                  shares,
                  examples.getOrDefault(cluster.clusterId(), List.of()),
                  overall,
                  totals.impact(cluster, shares),
                  outcomes.getOrDefault(cluster.clusterId(), 1.0),
                  Details.NONE,
                  List.of());
            })
        .filter(finding -> !finding.evidence().isEmpty())
        .filter(finding -> finding.judgement() != Judgement.UNCLEAR || finding.priority() > 0)
        .toList();
  }

  /** The mean of the configured outcome among members over that among all; none without one. */
  private Map<String, Double> outcomes(Totals totals) {
    Map<String, Double> outcomes = new HashMap<>();
    if (totals.outcomeMean() > 0) {
      assignments
          .select(
              col(AssignmentsTable.TRACE_ID), AssignmentsTable.clusters().as(Contrast.CLUSTER_ID))
          .join(
              traces.select(
                  col(TracesTable.TRACE_ID),
                  Totals.outcome(config.priority().outcome()).as("outcome")),
              TracesTable.TRACE_ID)
          .groupBy(Contrast.CLUSTER_ID)
          .agg(sum("outcome").cast(DataTypes.DoubleType), count("outcome"))
          .collectAsList()
          .forEach(
              row -> {
                if (row.getLong(2) > 0) {
                  outcomes.put(
                      row.getString(0), row.getDouble(1) / row.getLong(2) / totals.outcomeMean());
                }
              });
    }
    return outcomes;
  }

  /**
   * Leaves and middles that say something of their own: a parent of one child says nothing that the
   * child does not, a broad cluster nothing at all, and a top is too much to act on.
   */
  private static Stream<Cluster> candidates(List<Cluster> clusters) {
    Map<String, Long> children =
        clusters.stream()
            .filter(c -> c.parentId() != null)
            .collect(Collectors.groupingBy(Cluster::parentId, Collectors.counting()));
    return clusters.stream()
        .filter(c -> !c.isBroad())
        .filter(
            c ->
                c.level() == 0 || (c.level() == 1 && children.getOrDefault(c.clusterId(), 0L) > 1));
  }

  /** A cluster in which no trace fails has no such item: all failing traces are outside. */
  private static Share notFailing(Cluster cluster, Overall overall) {
    long outside = overall.traces() - cluster.traces();
    double p = Significance.pValue(0, cluster.traces(), overall.failing(), outside);
    double share = outside == 0 ? 0 : (double) overall.failing() / outside;
    return new Share(FAILING, TRUE, 0, share, 0, p);
  }

  /**
   * The pieces of evidence that count, at most so many for a cluster, the largest difference first.
   */
  static Dataset<Row> telling(Dataset<Row> contrast, OutcropConfig.Insights config) {
    Column difference = abs(col("in_share").minus(col("out_share")));
    Column lift = col("lift");
    return contrast
        .where(
            col(Contrast.Q_VALUE)
                .leq(config.maxQValue())
                .and(lift.geq(config.minLift()).or(lift.leq(1 / config.minLift()))))
        .withColumn(
            "place",
            row_number()
                .over(
                    Window.partitionBy(Contrast.CLUSTER_ID)
                        .orderBy(difference.desc(), col(FacetItems.FACET), col(FacetItems.VALUE))))
        .where(col("place").leq(config.maxEvidence()));
  }

  /**
   * Contrast rows by cluster, in the order of place where there is one, else by facet and value.
   */
  private static Map<String, List<Share>> shares(Dataset<Row> contrast) {
    boolean placed = List.of(contrast.columns()).contains("place");
    Map<String, List<Share>> byCluster = new HashMap<>();
    Column[] order =
        placed
            ? new Column[] {col(Contrast.CLUSTER_ID), col("place")}
            : new Column[] {col(Contrast.CLUSTER_ID), col(FacetItems.FACET), col(FacetItems.VALUE)};
    for (Row row :
        contrast
            .orderBy(order)
            .select(
                Contrast.CLUSTER_ID,
                FacetItems.FACET,
                FacetItems.VALUE,
                "in_share",
                "out_share",
                "lift",
                Contrast.Q_VALUE)
            .collectAsList()) {
      byCluster
          .computeIfAbsent(row.getString(0), id -> new ArrayList<>())
          .add(
              new Share(
                  row.getString(1),
                  row.getString(2),
                  row.getDouble(3),
                  row.getDouble(4),
                  row.getDouble(5),
                  row.getDouble(6)));
    }
    return byCluster;
  }

  /** Paraphrases of each cluster's most frequent action sequences. */
  private Map<String, List<String>> examples() {
    Dataset<Row> sequences =
        traces
            .select(TracesTable.TRACE_ID, ACTIONS)
            .where(size(col(ACTIONS)).gt(0))
            .join(
                assignments.select(
                    col(AssignmentsTable.TRACE_ID), AssignmentsTable.clusters().as("cluster_id")),
                TracesTable.TRACE_ID)
            .groupBy("cluster_id", ACTIONS)
            .agg(count(lit(1)).as("traces"))
            .withColumn(
                "place",
                row_number()
                    .over(
                        Window.partitionBy("cluster_id")
                            .orderBy(col("traces").desc(), col(ACTIONS))))
            .where(col("place").leq(EXAMPLES))
            .groupBy("cluster_id")
            .agg(
                org.apache
                    .spark
                    .sql
                    .functions
                    .sort_array(collect_list(struct(col("place"), col(ACTIONS))))
                    .as("examples"));
    Map<String, List<String>> byCluster = new HashMap<>();
    for (Row row : sequences.collectAsList()) {
      List<Row> examples = row.getList(1);
      byCluster.put(
          row.getString(0),
          examples.stream().map(e -> Examples.paraphrase(e.getList(1))).distinct().toList());
    }
    return byCluster;
  }

  /** How many traces each two of the foremost findings share. */
  private List<Ranking.Overlap> overlaps(List<Finding> found) {
    List<String> foremost =
        found.stream()
            .sorted(Ranking.ORDER)
            .limit(Ranking.COMPARED)
            .map(finding -> finding.cluster().clusterId())
            .toList();
    if (foremost.size() < 2) {
      return List.of();
    }
    Dataset<Row> members =
        assignments
            .select(col(AssignmentsTable.TRACE_ID), AssignmentsTable.clusters().as("cluster_id"))
            .where(col("cluster_id").isin(foremost.toArray()));
    return members
        .join(members.withColumnRenamed("cluster_id", "other_id"), AssignmentsTable.TRACE_ID)
        .where(col("cluster_id").lt(col("other_id")))
        .groupBy("cluster_id", "other_id")
        .agg(count(lit(1)))
        .collectAsList()
        .stream()
        .map(r -> new Ranking.Overlap(r.getString(0), r.getString(1), r.getLong(2)))
        .sorted(Comparator.comparing(Ranking.Overlap::one).thenComparing(Ranking.Overlap::other))
        .toList();
  }
}

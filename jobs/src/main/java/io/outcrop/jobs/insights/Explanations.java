package io.outcrop.jobs.insights;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import io.outcrop.jobs.cluster.Contrast;
import io.outcrop.jobs.cluster.FacetItems;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.insights.LikelyChanges.Use;
import io.outcrop.jobs.insights.LikelyChanges.Version;
import io.outcrop.jobs.tables.InsightsTable;
import io.outcrop.jobs.tables.InsightsTable.Evidence;
import io.outcrop.jobs.tables.InsightsTable.Related;
import io.outcrop.jobs.tables.TracesTable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * The questions about foremost findings that need their members: what sets them apart from their
 * peers of the same task, what else could explain the difference, what came in with them, and which
 * clusters of other axes they are in too. What comes back is of findings, not of traces.
 */
final class Explanations implements AutoCloseable {
  private static final String CLUSTER = "cluster_id";
  private static final String TASK = "task_id";
  private static final String BOUNDARY = "boundary";
  private static final String KIND = "kind";
  private static final String NAME = "name";
  private static final String WANTED = "wanted";

  /** How many traces have an item. */
  static final String WITH_ITEM = "with_item";

  /** A task of fewer of the members says nothing of them. */
  private static final double TASK_SHARE = 0.1;

  /** Of other axes those clusters are told that so many of the members are in. */
  private static final double RELATED_SHARE = 0.3;

  private static final double CLEARLY_MORE = 1.5;
  private static final int RELATED_EACH = 1;
  private static final int MOST_VERSIONS = 200;

  /** Weights of strata on a grid, so that sums are exact in any order. */
  private static final double GRID = 1 << 20;

  /** What sets failing traces apart from succeeding ones by definition. */
  private static final List<String> OUTCOMES =
      List.of(
          TracesTable.FAILING,
          "failure_mode",
          "completion_status",
          "strong_completion",
          "weekday",
          "mast_modes",
          "cause_patterns");

  private static final StructType TOLD =
      new StructType()
          .add(CLUSTER, DataTypes.StringType, false)
          .add(WANTED, DataTypes.BooleanType, false)
          .add("size", DataTypes.LongType, false);

  private final Dataset<Row> traces;
  private final Dataset<Row> items;
  private final Dataset<Row> facts;
  private final Dataset<Row> members;
  private final Dataset<Row> told;
  private final Finding.Overall overall;
  private final OutcropConfig config;

  /**
   * @param traces of the run
   * @param placed trace_id, axis and cluster_id, of leaves and middles
   * @param tasks trace_id and task_id
   * @param items as {@link #itemsByTask} counts them
   * @param findings those that are asked about
   */
  Explanations(
      Dataset<Row> traces,
      Dataset<Row> placed,
      Dataset<Row> tasks,
      Dataset<Row> items,
      List<Finding> findings,
      Finding.Overall overall,
      OutcropConfig config) {
    this.traces = traces;
    this.items = items;
    this.overall = overall;
    this.config = config;
    this.told =
        broadcast(
            traces
                .sparkSession()
                .createDataFrame(
                    findings.stream()
                        .map(
                            f ->
                                RowFactory.create(
                                    f.cluster().clusterId(),
                                    f.judgement() == Finding.Judgement.GOOD,
                                    f.cluster().traces()))
                        .toList(),
                    TOLD));
    boolean users = config.publish().boundary().equals("user");
    this.facts =
        traces
            .select(
                col(TracesTable.TRACE_ID),
                col(TracesTable.TRACE_DATE),
                col(TracesTable.FAILING),
                col(users ? TracesTable.USER_ID : TracesTable.TENANT_ID).as(BOUNDARY),
                coalesce(col(TracesTable.TENANT_ID), lit("")).as("tenant"),
                array_join(col("model_versions"), " ").as("model"),
                versions().as("versions"))
            .join(tasks, new String[] {TracesTable.TRACE_ID}, "left")
            .persist(StorageLevel.MEMORY_AND_DISK());
    this.members =
        placed
            .join(told, CLUSTER)
            .join(facts, TracesTable.TRACE_ID)
            .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /**
   * How many traces of each task and outcome have each item: task_id, failing, facet, value,
   * {@value #WITH_ITEM}.
   *
   * @param tasks trace_id and task_id
   */
  static Dataset<Row> itemsByTask(Dataset<Row> traces, Dataset<Row> tasks) {
    return FacetItems.explodeItems(
            traces.join(tasks, new String[] {TracesTable.TRACE_ID}, "left"),
            TASK,
            TracesTable.FAILING)
        .groupBy(TASK, TracesTable.FAILING, FacetItems.FACET, FacetItems.VALUE)
        .agg(count(lit(1)).as(WITH_ITEM));
  }

  /** Kinds and names of what a trace ran with. */
  private static Column versions() {
    Column none = array().cast("array<struct<kind:string,name:string>>");
    Column all =
        concat(
            coalesce(named(0, col("model_versions")), none),
            coalesce(named(1, array(col("prompt_hash"))), none),
            coalesce(named(2, array(col("agent_version"))), none),
            coalesce(
                named(
                    3,
                    transform(
                        map_entries(col("tool_response_schemas")),
                        e -> concat_ws(" ", e.getField("key"), e.getField("value")))),
                none),
            coalesce(named(4, col("retrieval_sources")), none));
    return array_distinct(filter(all, v -> v.getField(NAME).isNotNull()));
  }

  private static Column named(int kind, Column names) {
    return transform(
        names,
        name -> struct(lit(LikelyChanges.KINDS.get(kind)).as(KIND), name.cast("string").as(NAME)));
  }

  /** Whether tenants, model versions or tasks explain the differences, by cluster. */
  Map<String, Confounding> confounding() {
    Column strata =
        explode(
                array(
                    struct(lit(Confounding.TENANT).as(KIND), col("tenant").as(NAME)),
                    struct(lit(Confounding.MODEL).as(KIND), col("model").as(NAME)),
                    struct(lit(Confounding.TASK).as(KIND), coalesce(col(TASK), lit("")).as(NAME))))
            .as("stratum");
    Column failing = when(col(TracesTable.FAILING), 1L).otherwise(0L);
    Dataset<Row> all =
        facts
            .select(strata, failing.as("fails"))
            .groupBy(col("stratum.kind").as(KIND), col("stratum.name").as(NAME))
            .agg(count(lit(1)).as("n"), sum("fails").as("f"))
            .withColumn("strata", count(lit(1)).over(Window.partitionBy(KIND)));
    Dataset<Row> inside =
        members
            .select(col(CLUSTER), strata, failing.as("fails"))
            .groupBy(col(CLUSTER), col("stratum.kind").as(KIND), col("stratum.name").as(NAME))
            .agg(count(lit(1)).as("n1"), sum("fails").as("f1"));
    Column n0 = col("n").minus(col("n1"));
    Column f0 = col("f").minus(col("f1"));
    Column weight = col("n1").multiply(n0).divide(col("n"));
    Column difference = col("f1").multiply(n0).minus(f0.multiply(col("n1"))).divide(col("n"));
    Map<String, List<Confounding.Variable>> found = new HashMap<>();
    for (Row row :
        inside
            .join(all, new String[] {KIND, NAME})
            .groupBy(CLUSTER, KIND)
            .agg(
                max("strata"),
                sum("n1"),
                sum("f1"),
                sum(round(weight.multiply(GRID)).cast("long")),
                sum(round(difference.multiply(GRID)).cast("long")),
                sum(when(n0.gt(0), col("n1")).otherwise(0L)),
                max(struct(col("n1"), col(NAME), col("n"))))
            .collectAsList()) {
      long inMembers = row.getLong(3);
      long inFailing = row.getLong(4);
      long others = overall.traces() - inMembers;
      double crude =
          LikelyChanges.share(inFailing, inMembers)
              - LikelyChanges.share(overall.failing() - inFailing, others);
      Row largest = row.getStruct(8);
      found
          .computeIfAbsent(row.getString(0), id -> new ArrayList<>())
          .add(
              new Confounding.Variable(
                  row.getString(1),
                  row.getLong(2),
                  crude,
                  row.getLong(5) == 0 ? 0 : (double) row.getLong(6) / row.getLong(5),
                  LikelyChanges.share(row.getLong(7), inMembers),
                  largest.getString(1),
                  LikelyChanges.share(largest.getLong(0), inMembers),
                  LikelyChanges.share(largest.getLong(2) - largest.getLong(0), others)));
    }
    Map<String, Confounding> byCluster = new HashMap<>();
    found.forEach(
        (cluster, variables) -> {
          variables.sort(Comparator.comparingInt(v -> Confounding.CHECKED.indexOf(v.name())));
          byCluster.put(cluster, new Confounding(List.copyOf(variables)));
        });
    return byCluster;
  }

  /** The members of each cluster by day. */
  Map<String, Map<LocalDate, Long>> days() {
    Map<String, Map<LocalDate, Long>> days = new HashMap<>();
    members
        .groupBy(CLUSTER, TracesTable.TRACE_DATE)
        .agg(count(lit(1)))
        .collectAsList()
        .forEach(
            row ->
                days.computeIfAbsent(row.getString(0), id -> new TreeMap<>())
                    .put(row.getLocalDate(1), row.getLong(2)));
    return days;
  }

  /** How much of each cluster ran with what came in after the window's first day. */
  List<Use> uses() {
    int minTraces = config.publish().minTraces();
    int minTenants = config.publish().minTenants();
    Column version = explode(col("versions")).as("version");
    Column kind = col("version.kind").as(KIND);
    Column name = col("version.name").as(NAME);
    Dataset<Row> daily =
        facts
            .select(col(TracesTable.TRACE_DATE), col(BOUNDARY), version)
            .groupBy(kind, name, col(TracesTable.TRACE_DATE))
            .agg(count(lit(1)).as("n"), countDistinct(col(BOUNDARY)).as("tenants"));
    Column enough = col("n").geq(minTraces).and(col("tenants").geq(minTenants));
    Dataset<Row> versions =
        daily
            .withColumn("window_start", min(TracesTable.TRACE_DATE).over(Window.partitionBy(KIND)))
            .groupBy(KIND, NAME)
            .agg(
                min(TracesTable.TRACE_DATE).as("first"),
                max("window_start").as("window_start"),
                min(when(enough, col(TracesTable.TRACE_DATE))).as("since"),
                sum("n").as("n"),
                // No fewer than on its fullest day.
                max("tenants").as("tenants"))
            .where(col("first").gt(col("window_start")).and(col("n").geq(minTraces)))
            .orderBy(col("n").desc(), col(KIND), col(NAME))
            .limit(MOST_VERSIONS);
    List<Use> uses = new ArrayList<>();
    for (Row row :
        members
            .select(col(CLUSTER), col("size"), version)
            .groupBy(col(CLUSTER), col("size"), kind, name)
            .agg(count(lit(1)).as("with"))
            .join(broadcast(versions), new String[] {KIND, NAME})
            .select(CLUSTER, "size", KIND, NAME, "first", "since", "n", "tenants", "with")
            .orderBy(CLUSTER, KIND, NAME)
            .collectAsList()) {
      uses.add(
          new Use(
              row.getString(0),
              row.getLong(1),
              new Version(
                  row.getString(2),
                  row.getString(3),
                  row.getLocalDate(4),
                  row.isNullAt(5) ? null : row.getLocalDate(5),
                  row.getLong(6),
                  row.getLong(7)),
              row.getLong(8)));
    }
    return uses;
  }

  /**
   * What sets members of each cluster apart from traces of the same tasks with the opposite outcome
   * that are no members: of a bad cluster those that succeed, of a good one those that fail.
   */
  Map<String, List<Evidence>> peers() {
    Dataset<Row> pairs =
        broadcast(
            members
                .where(col(TASK).isNotNull())
                .groupBy(col(CLUSTER), col(WANTED), col("size"), col(TASK))
                .agg(count(lit(1)).as("n"))
                .where(col("n").geq(col("size").multiply(TASK_SHARE)))
                .select(CLUSTER, WANTED, TASK)
                .localCheckpoint());
    Dataset<Row> own = members.select(CLUSTER, TracesTable.TRACE_ID);
    Dataset<Row> peers =
        facts
            .select(TracesTable.TRACE_ID, TASK, TracesTable.FAILING, BOUNDARY)
            .join(pairs, TASK)
            .where(col(TracesTable.FAILING).equalTo(col(WANTED)))
            .join(own, new String[] {CLUSTER, TracesTable.TRACE_ID}, "left_anti");
    Dataset<Row> totals =
        peers
            .groupBy(CLUSTER)
            .agg(count(lit(1)).as(Contrast.OUT_TOTAL), countDistinct(col(BOUNDARY)).as("tenants"))
            .where(
                col(Contrast.OUT_TOTAL)
                    .geq(config.publish().minTraces())
                    .and(col("tenants").geq(config.publish().minTenants())));
    String[] item = {CLUSTER, FacetItems.FACET, FacetItems.VALUE};
    Column comparable =
        not(
            col(FacetItems.FACET)
                .isin(OUTCOMES.toArray())
                .or(col(FacetItems.VALUE).equalTo("negative_outcome")));
    // Items are counted by task and outcome once; those of the members themselves are taken off.
    Dataset<Row> outside =
        items
            .where(comparable)
            .join(pairs, TASK)
            .where(col(TracesTable.FAILING).equalTo(col(WANTED)))
            .groupBy(CLUSTER, FacetItems.FACET, FacetItems.VALUE)
            .agg(sum(WITH_ITEM).as("peers"));
    Dataset<Row> flagged =
        members
            .select(CLUSTER, WANTED, TracesTable.TRACE_ID, TASK)
            .join(
                pairs.select(col(CLUSTER), col(TASK), lit(true).as("compared")),
                new String[] {CLUSTER, TASK},
                "left")
            .select(CLUSTER, WANTED, TracesTable.TRACE_ID, "compared");
    Column isPeerToo = col(TracesTable.FAILING).equalTo(col(WANTED)).and(col("compared"));
    Dataset<Row> counted =
        FacetItems.explodeItems(
                traces.join(flagged, TracesTable.TRACE_ID),
                CLUSTER,
                WANTED,
                "compared",
                TracesTable.FAILING)
            .where(comparable)
            .groupBy(CLUSTER, FacetItems.FACET, FacetItems.VALUE)
            .agg(
                count(lit(1)).as(Contrast.IN_COUNT),
                sum(when(isPeerToo, 1L).otherwise(0L)).as("own"))
            .join(outside, item, "left")
            .withColumn(Contrast.OUT_COUNT, coalesce(col("peers"), lit(0L)).minus(col("own")))
            .join(broadcast(totals), CLUSTER)
            .join(told.select(col(CLUSTER), col("size").as(Contrast.IN_TOTAL)), CLUSTER);
    Dataset<Row> contrast =
        Contrast.withQValues(
            Contrast.compare(counted, "tenants"), element_at(split(col(CLUSTER), "-"), 1));
    Map<String, List<Evidence>> byCluster = new HashMap<>();
    for (Row row :
        Insights.telling(contrast, config.insights())
            .orderBy(CLUSTER, "place")
            .select(
                CLUSTER,
                FacetItems.FACET,
                FacetItems.VALUE,
                "in_share",
                "out_share",
                "lift",
                Contrast.Q_VALUE,
                Contrast.OUT_TOTAL,
                "tenants")
            .collectAsList()) {
      byCluster
          .computeIfAbsent(row.getString(0), id -> new ArrayList<>())
          .add(
              new Evidence(
                  row.getString(1),
                  row.getString(2),
                  row.getDouble(3),
                  row.getDouble(4),
                  row.getDouble(5),
                  row.getDouble(6),
                  InsightsTable.SAME_TASK,
                  row.getLong(7),
                  row.getLong(8)));
    }
    return byCluster;
  }

  /**
   * The clusters of other axes that many members are in, and clearly more than all traces are; the
   * nearest of each axis.
   *
   * @param others cluster_id, other_axis and other_size of clusters that say something
   */
  Map<String, List<Related>> related(Dataset<Row> placed, Dataset<Row> others) {
    Dataset<Row> near =
        placed
            .join(broadcast(others), CLUSTER)
            .select(
                col(TracesTable.TRACE_ID),
                col("other_axis"),
                col("other_size"),
                col(CLUSTER).as("other_id"));
    Map<String, List<Related>> byCluster = new HashMap<>();
    for (Row row :
        members
            .select(CLUSTER, "axis", "size", TracesTable.TRACE_ID, BOUNDARY)
            .join(near, TracesTable.TRACE_ID)
            .where(col("axis").notEqual(col("other_axis")))
            .groupBy(CLUSTER, "size", "other_axis", "other_size", "other_id")
            .agg(count(lit(1)).as("n"), countDistinct(col(BOUNDARY)).as("tenants"))
            .where(
                col("n")
                    .geq(col("size").multiply(RELATED_SHARE))
                    .and(
                        col("n")
                            .multiply(overall.traces())
                            .geq(col("size").multiply(col("other_size")).multiply(CLEARLY_MORE))))
            .withColumn(
                "place",
                row_number()
                    .over(
                        Window.partitionBy(CLUSTER, "other_axis")
                            .orderBy(col("n").desc(), col("other_size"), col("other_id"))))
            .where(col("place").leq(RELATED_EACH))
            .orderBy(col(CLUSTER), col("n").desc(), col("other_axis"))
            .select(CLUSTER, "other_axis", "other_id", "n", "size", "tenants")
            .collectAsList()) {
      byCluster
          .computeIfAbsent(row.getString(0), id -> new ArrayList<>())
          .add(
              new Related(
                  row.getString(1),
                  row.getString(2),
                  LikelyChanges.share(row.getLong(3), row.getLong(4)),
                  row.getLong(3),
                  row.getLong(5)));
    }
    return byCluster;
  }

  @Override
  public void close() {
    members.unpersist(false);
    facts.unpersist(false);
  }
}

package io.outcrop.jobs.cluster;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.outcrop.jobs.Phase;
import io.outcrop.jobs.Progress;
import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.cluster.LineageMatch.Link;
import io.outcrop.jobs.cluster.LineageMatch.Relation;
import io.outcrop.jobs.embed.Units;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import io.outcrop.jobs.tables.EmbeddingsTable;
import io.outcrop.jobs.tables.HierarchiesTable.Hierarchy;
import io.outcrop.jobs.tables.LineageTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/** One axis of one run: its hierarchy built anew, or its traces assigned to the standing one. */
final class AxisNight {
  private static final StructType HISTORY =
      new StructType()
          .add(ClustersTable.CLUSTER_ID, DataTypes.StringType, false)
          .add(ClustersTable.LINEAGE_ID, DataTypes.StringType, false);

  private final Run run;
  private final AxisSpec axis;
  private final Dataset<Row> units;
  private final long all;
  private final Dataset<Row> sentences;
  private final Optional<EarlierRun> before;
  private final Naming names;
  private final Rebuild rebuild;
  private final SparkSession spark;

  /**
   * What the tables of phase 4 get of an axis, but for the columns that every row of it shares.
   *
   * @param release frees what is cached until the tables are written
   */
  record Outcome(
      Dataset<Row> assignments,
      Dataset<Row> clusters,
      Dataset<Row> centres,
      List<LineageTable.Link> lineage,
      Hierarchy hierarchy,
      Runnable release) {}

  /**
   * @param units the axis' units as {@link Units} has them, one row per trace_id
   * @param sentences the axis' rows of facts.embeddings
   * @param names for clusters that keep none
   */
  AxisNight(
      Run run,
      AxisSpec axis,
      Dataset<Row> units,
      Dataset<Row> sentences,
      Optional<EarlierRun> before,
      Naming names) {
    this.run = run;
    this.axis = axis;
    this.units = units;
    this.all = Units.isOfSessions(axis) ? units.count() : run.traces();
    this.sentences = sentences;
    this.before = before;
    this.names = names;
    this.rebuild = new Rebuild(run);
    this.spark = units.sparkSession();
  }

  Outcome outcome() {
    Optional<Standing> standing = before.flatMap(run -> Standing.of(run, axis));
    String modelHash =
        sentences.select(EmbeddingsTable.MODEL_HASH).limit(1).collectAsList().stream()
            .map(row -> row.getString(0))
            .findFirst()
            .orElse("");
    String recipe = Rebuild.recipe(axis, run.config());
    Optional<String> due = rebuild.due(standing.orElse(null), recipe, modelHash, all);
    Optional<Assigned> assigned = Optional.empty();
    if (due.isEmpty()) {
      assigned = Optional.of(assign(standing.orElseThrow()));
      due = rebuild.drifted(assigned.get().fresh(), assigned.get().unassignedFresh());
    }
    if (due.isEmpty()) {
      return assigned.get().outcome();
    }
    assigned.ifPresent(Assigned::release);
    Progress.step(
        spark,
        Phase.CLUSTER,
        "axis %s: building its hierarchy (%s)".formatted(axis.name(), due.get()));
    Hierarchy hierarchy =
        new Hierarchy(
            run.id(),
            axis.unit(),
            axis.name(),
            ClustersTable.ALL_TENANTS,
            run.id(),
            run.windowEnd(),
            all,
            modelHash,
            recipe,
            due.get(),
            0,
            0,
            null);
    return build(hierarchy, standing.filter(s -> s.built().modelHash().equals(modelHash)));
  }

  private Outcome build(Hierarchy hierarchy, Optional<Standing> sameSpace) {
    Optional<Ancestry> ancestry =
        before.map(earlier -> new Ancestry(earlier, axis, sameSpace, names));
    ClusterResult result =
        Clustering.run(
            units,
            axis,
            sentences,
            ClusterOptions.of(run.config()),
            ancestry.map(a -> (Naming) a).orElse(names));
    List<LineageTable.Link> links = new ArrayList<>();
    List<Row> history = new ArrayList<>();
    ancestry.ifPresent(
        a -> {
          Map<String, String> lineageIds = new HashMap<>();
          for (int level = 0; level < a.links().size(); level++) {
            List<Link> found = a.links().get(level);
            for (Link link : found) {
              if (link.relation() == Relation.SAME) {
                Cluster old = a.before(link.before());
                lineageIds.put(link.now(), old.lineageId());
                history.add(RowFactory.create(link.now(), old.lineageId()));
              }
            }
            for (Link link : found) {
              Cluster old = link.before() == null ? null : a.before(link.before());
              String own = link.now();
              links.add(
                  row(level, link, own == null ? null : lineageIds.getOrDefault(own, own), old));
            }
          }
        });
    Dataset<Row> measured =
        ClusterMeasures.measure(result.clusters(), result.assignments(), units, all);
    return new Outcome(
        result.assignments(),
        withHistory(measured, result.assignments(), history),
        result.centres(),
        links,
        hierarchy,
        result::close);
  }

  private LineageTable.Link row(int level, Link link, String lineageId, Cluster old) {
    return new LineageTable.Link(
        run.id(),
        axis.unit(),
        axis.name(),
        ClustersTable.ALL_TENANTS,
        level,
        link.relation().name().toLowerCase(Locale.ROOT),
        link.now(),
        lineageId,
        before.map(EarlierRun::id).orElse(null),
        link.before(),
        old == null ? null : old.lineageId(),
        link.common(),
        link.overlap(),
        link.distance());
  }

  /** Adds lineage_id and status. */
  private Dataset<Row> withHistory(
      Dataset<Row> measured, Dataset<Row> assignments, List<Row> history) {
    Dataset<Row> known =
        measured
            .join(
                broadcast(spark.createDataFrame(history, HISTORY)),
                new String[] {ClustersTable.CLUSTER_ID},
                "left")
            .withColumn(
                ClustersTable.STATUS,
                when(col(ClustersTable.LINEAGE_ID).isNull(), lit("new")).otherwise(lit("stable")))
            .withColumn(
                ClustersTable.LINEAGE_ID,
                coalesce(col(ClustersTable.LINEAGE_ID), col(ClustersTable.CLUSTER_ID)));
    return Changes.told(known, assignments, units, run.config().insights().changeQValue());
  }

  private Assigned assign(Standing standing) {
    Progress.step(
        spark,
        Phase.CLUSTER,
        "axis %s: assigning to the hierarchy of %s"
            .formatted(axis.name(), standing.built().builtAt()));
    Dataset<Row> assigned = standing.assign(sentences);
    Dataset<Row> members =
        Clustering.members(units, axis, assigned).persist(StorageLevel.MEMORY_AND_DISK());
    Column unassigned = col(BaseClusters.LEAF).equalTo(BaseClusters.NONE);
    Column fresh = col(Ancestry.BEFORE_LEAF).isNull();
    Dataset<Row> seen = before.orElseThrow().leafOfTrace(standing.built().builtBy(), axis);
    Row counts =
        members
            .join(seen, new String[] {AssignmentsTable.TRACE_ID}, "left")
            .agg(
                count(when(fresh, 1)),
                count(when(unassigned, 1)),
                count(when(fresh.and(unassigned), 1)))
            .head();
    return new Assigned(
        standing, assigned, members, counts.getLong(0), counts.getLong(1), counts.getLong(2));
  }

  /** Traces in a standing hierarchy. */
  private final class Assigned {
    private final Standing standing;
    private final Dataset<Row> assigned;
    private final Dataset<Row> members;
    private final long fresh;
    private final long unassigned;
    private final long unassignedFresh;

    Assigned(
        Standing standing,
        Dataset<Row> assigned,
        Dataset<Row> members,
        long fresh,
        long unassigned,
        long unassignedFresh) {
      this.standing = standing;
      this.assigned = assigned;
      this.members = members;
      this.fresh = fresh;
      this.unassigned = unassigned;
      this.unassignedFresh = unassignedFresh;
    }

    long fresh() {
      return fresh;
    }

    long unassignedFresh() {
      return unassignedFresh;
    }

    void release() {
      members.unpersist(false);
      assigned.unpersist(false);
    }

    Outcome outcome() {
      EarlierRun earlier = before.orElseThrow();
      Hierarchy built = standing.built();
      Map<String, Cluster> clusters = byId(earlier.clusters(built.builtBy(), axis));
      Map<String, Cluster> lastNight = byId(earlier.clusters(axis));
      Dataset<Row> assignments =
          Clustering.assignments(
              members, paths(clusters), Clustering.outlierDistance(assigned), spark);
      Dataset<Row> sizes =
          ClusterMeasures.members(assignments)
              .groupBy(ClustersTable.CLUSTER_ID)
              .agg(count(lit(1)).as(ClustersTable.TRACES));
      List<Row> structure = new ArrayList<>();
      List<Row> history = new ArrayList<>();
      List<LineageTable.Link> links = new ArrayList<>();
      for (Cluster cluster : clusters.values()) {
        structure.add(Clustering.row(cluster));
        history.add(RowFactory.create(cluster.clusterId(), cluster.lineageId()));
      }
      Dataset<Row> standingClusters =
          spark
              .createDataFrame(structure, Clustering.CLUSTERS)
              .drop(ClustersTable.TRACES)
              .join(sizes, ClustersTable.CLUSTER_ID);
      for (Row row : sizes.collectAsList()) {
        Cluster cluster = clusters.get(row.getString(0));
        Cluster last = lastNight.get(cluster.clusterId());
        long common = last == null ? 0 : Math.min(last.traces(), row.getLong(1));
        links.add(
            AxisNight.this.row(
                cluster.level(),
                new Link(
                    Relation.SAME, cluster.clusterId(), cluster.clusterId(), common, null, 0.0),
                cluster.lineageId(),
                cluster));
      }
      return new Outcome(
          assignments,
          withHistory(
              ClusterMeasures.measure(standingClusters, assignments, units, all),
              assignments,
              history),
          spark.createDataFrame(List.of(), Clustering.CENTRES),
          links,
          new Hierarchy(
              run.id(),
              axis.unit(),
              axis.name(),
              ClustersTable.ALL_TENANTS,
              built.builtBy(),
              built.builtAt(),
              built.builtOf(),
              built.modelHash(),
              built.recipe(),
              Rebuild.STANDS,
              fresh,
              unassigned,
              fresh == 0 ? null : (double) unassignedFresh / fresh),
          this::release);
    }

    private List<Row> paths(Map<String, Cluster> clusters) {
      List<Row> paths = new ArrayList<>();
      for (int leaf = 0; leaf < standing.leafIds().size(); leaf++) {
        String id = standing.leafIds().get(leaf);
        String middle = clusters.get(id).parentId();
        paths.add(RowFactory.create(leaf, id, middle, clusters.get(middle).parentId()));
      }
      return paths;
    }
  }

  private static Map<String, Cluster> byId(List<Cluster> clusters) {
    return clusters.stream()
        .collect(
            Collectors.toMap(
                Cluster::clusterId, Function.identity(), (a, b) -> a, java.util.TreeMap::new));
  }
}

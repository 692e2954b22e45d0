package io.outcrop.jobs.cluster;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.embed.AxisSentences;
import io.outcrop.jobs.embed.Units;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/** Phase 4 for one axis: leaves, names, hierarchy and outliers. */
public final class Clustering {
  private static final String TRACE_ID = "trace_id";
  private static final String FAILURE_MODE = "failure_mode";
  static final StructType CLUSTERS =
      new StructType()
          .add("level", DataTypes.IntegerType, false)
          .add("cluster_id", DataTypes.StringType, false)
          .add("parent_id", DataTypes.StringType, true)
          .add("title", DataTypes.StringType, false)
          .add("description", DataTypes.StringType, false)
          .add("cohesion", DataTypes.DoubleType, false)
          .add("is_broad", DataTypes.BooleanType, false)
          .add("x", DataTypes.DoubleType, false)
          .add("y", DataTypes.DoubleType, false)
          .add("traces", DataTypes.LongType, false);
  static final StructType CENTRES =
      new StructType()
          .add("leaf_id", DataTypes.StringType, false)
          .add("part", DataTypes.IntegerType, false)
          .add("radius", DataTypes.DoubleType, false)
          .add("vector", DataTypes.createArrayType(DataTypes.FloatType, false), false);
  private static final StructType LEAF_IDS =
      new StructType()
          .add(BaseClusters.LEAF, DataTypes.IntegerType, false)
          .add("leaf_id", DataTypes.StringType, false)
          .add("middle_id", DataTypes.StringType, false)
          .add("top_id", DataTypes.StringType, false);

  private Clustering() {}

  /**
   * Clusters the traces of an axis.
   *
   * <p>A trace is an outlier if its distance is above the 99th percentile of all distances and
   * above three times their median.
   *
   * @param traces the columns of facts.traces; one row per trace_id
   * @param sentences the traces' distinct sentences on the axis: text_hash, sentence, traces,
   *     vector
   */
  public static ClusterResult run(
      Dataset<Row> traces, AxisSpec axis, Dataset<Row> sentences, ClusterOptions options) {
    return run(traces, axis, sentences, options, Naming.BY_RULE);
  }

  /** The same with names from elsewhere than rules. */
  static ClusterResult run(
      Dataset<Row> traces,
      AxisSpec axis,
      Dataset<Row> sentences,
      ClusterOptions options,
      Naming naming) {
    BaseClusters base = BaseClusters.of(sentences, options);
    Dataset<Row> assigned = base.assigned();
    Dataset<Row> members = members(traces, axis, assigned).persist(StorageLevel.MEMORY_AND_DISK());
    Level leaves = leaves(base, traces, axis, sentences, members);
    String[] leafIds = Ids.level(axis.name(), 0, leaves);
    leaves = leaves.named(naming.leaves(leaves, leafIds, members, Set.of()));
    Hierarchy hierarchy = Hierarchy.grow(leaves, isNamedByTerms(axis), lead(axis), options);
    Ids ids = Ids.of(axis.name(), hierarchy);
    hierarchy =
        hierarchy.named(
            naming.parents(1, hierarchy.middles(), ids.middles(), hierarchy.middleOf(), Set.of()),
            naming.parents(2, hierarchy.tops(), ids.tops(), hierarchy.topOf(), Set.of()));
    SparkSession spark = traces.sparkSession();
    double outlier = outlierDistance(assigned);
    double[] radii = Standing.radii(assigned, leafIds.length, outlier);
    return new ClusterResult(
        assignments(members, paths(hierarchy, ids), outlier, spark),
        spark.createDataFrame(rows(hierarchy, ids, options), CLUSTERS),
        spark.createDataFrame(Standing.rows(base, leafIds, radii), CENTRES),
        () -> {
          members.unpersist(false);
          assigned.unpersist(false);
        });
  }

  /** An axis that says what went wrong has a middle cluster for each way. */
  private static String lead(AxisSpec axis) {
    return axis.facets().stream().anyMatch(use -> use.column().equals(FAILURE_MODE))
        ? FAILURE_MODE
        : null;
  }

  /** Sessions have none of the facets that name what a trace did. */
  static boolean isNamedByTerms(AxisSpec axis) {
    return axis.isTextual() || Units.isOfSessions(axis);
  }

  /** The traces with the leaf of their sentence: trace_id, leaf, distance. */
  static Dataset<Row> members(Dataset<Row> traces, AxisSpec axis, Dataset<Row> assigned) {
    return traces
        .select(
            col(TRACE_ID),
            AxisSentences.textHash(axis, traces.schema()).as(AxisSentences.TEXT_HASH))
        .join(assigned.drop(AxisSentences.TRACES), AxisSentences.TEXT_HASH)
        .select(TRACE_ID, BaseClusters.LEAF, BaseClusters.DISTANCE);
  }

  private static Level leaves(
      BaseClusters base,
      Dataset<Row> traces,
      AxisSpec axis,
      Dataset<Row> sentences,
      Dataset<Row> members) {
    List<Members> sums = base.leaves();
    long[] folds = new long[sums.size()];
    for (Row row :
        members
            .groupBy(BaseClusters.LEAF)
            .agg(expr("bit_xor(xxhash64(" + TRACE_ID + "))"))
            .collectAsList()) {
      folds[row.getInt(0)] = row.getLong(1);
    }
    long[] sizes = sums.stream().mapToLong(Members::traces).toArray();
    ItemCounts counts =
        isNamedByTerms(axis)
            ? LeafItems.terms(sentences, base.assigned(), sizes)
            : LeafItems.facets(traces, axis, base.assigned(), sizes);
    float[][] centres = sums.stream().map(Members::centre).toArray(float[][]::new);
    List<Label> labels =
        Labels.of(counts, Hierarchy.neighbours(centres), isNamedByTerms(axis), false);
    return new Level(sums, counts, folds, labels, new boolean[sums.size()]);
  }

  static double outlierDistance(Dataset<Row> assigned) {
    Row row =
        assigned.agg(expr("percentile(distance, array(0.5, 0.99), traces)").as("cuts")).first();
    if (row.isNullAt(0)) {
      return Double.POSITIVE_INFINITY;
    }
    List<Double> cuts = row.getList(0);
    return Math.max(3 * cuts.get(0), cuts.get(1));
  }

  private static List<Row> paths(Hierarchy hierarchy, Ids ids) {
    List<Row> path = new ArrayList<>();
    for (int leaf = 0; leaf < hierarchy.leaves().size(); leaf++) {
      int middle = hierarchy.middleOf()[leaf];
      path.add(
          RowFactory.create(
              leaf,
              ids.leaves()[leaf],
              ids.middles()[middle],
              ids.tops()[hierarchy.topOf()[middle]]));
    }
    return path;
  }

  /**
   * The rows of facts.assignments.
   *
   * @param members trace_id, leaf, distance
   * @param paths leaf, leaf_id, middle_id, top_id; members of other leaves get none
   */
  static Dataset<Row> assignments(
      Dataset<Row> members, List<Row> paths, double outlier, SparkSession spark) {
    Column isOutlier = col(BaseClusters.DISTANCE).gt(outlier);
    return members
        .join(
            broadcast(spark.createDataFrame(paths, LEAF_IDS)),
            new String[] {BaseClusters.LEAF},
            "left")
        .select(
            col(TRACE_ID),
            col("leaf_id"),
            col("middle_id"),
            col("top_id"),
            col(BaseClusters.DISTANCE),
            isOutlier.as("is_outlier"));
  }

  private static List<Row> rows(Hierarchy hierarchy, Ids ids, ClusterOptions options) {
    int[] middleOf = hierarchy.middleOf();
    int[] topOf = hierarchy.topOf();
    double[][] leafPlaces = MapLayout.of(hierarchy.leaves().centres(), hierarchy.leaves().traces());
    double[][] middlePlaces = above(leafPlaces, hierarchy.leaves(), middleOf, hierarchy.middles());
    double[][] topPlaces = above(middlePlaces, hierarchy.middles(), topOf, hierarchy.tops());
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < hierarchy.leaves().size(); i++) {
      String parent = ids.middles()[middleOf[i]];
      rows.add(row(0, hierarchy.leaves(), i, ids.leaves()[i], parent, leafPlaces[i], options));
    }
    for (int i = 0; i < hierarchy.middles().size(); i++) {
      String parent = ids.tops()[topOf[i]];
      rows.add(row(1, hierarchy.middles(), i, ids.middles()[i], parent, middlePlaces[i], options));
    }
    for (int i = 0; i < hierarchy.tops().size(); i++) {
      rows.add(row(2, hierarchy.tops(), i, ids.tops()[i], null, topPlaces[i], options));
    }
    return rows;
  }

  /** A cluster of an earlier run as one of {@link #CLUSTERS}. */
  static Row row(Cluster cluster) {
    return RowFactory.create(
        cluster.level(),
        cluster.clusterId(),
        cluster.parentId(),
        cluster.title(),
        cluster.description(),
        cluster.cohesion(),
        cluster.isBroad(),
        cluster.x(),
        cluster.y(),
        cluster.traces());
  }

  private static Row row(
      int number,
      Level level,
      int cluster,
      String id,
      String parent,
      double[] place,
      ClusterOptions options) {
    Members members = level.members().get(cluster);
    Label label = level.labels().get(cluster);
    double cohesion = StrictMath.rint(members.cohesion() * 1_000_000) / 1_000_000;
    boolean broad =
        !label.isNamed() || level.remainder()[cluster] || cohesion < options.broadCohesion();
    return RowFactory.create(
        number,
        id,
        parent,
        label.title(),
        label.description(),
        cohesion,
        broad,
        place[0],
        place[1],
        members.traces());
  }

  /** Parents lie at the weighted mean of their children. */
  private static double[][] above(
      double[][] places, Level children, int[] parentOf, Level parents) {
    double[][] above = new double[parents.size()][2];
    for (int i = 0; i < places.length; i++) {
      double share =
          children.members().get(i).traces() / (double) parents.members().get(parentOf[i]).traces();
      above[parentOf[i]][0] += share * places[i][0];
      above[parentOf[i]][1] += share * places[i][1];
    }
    return above;
  }

  private record Ids(String[] leaves, String[] middles, String[] tops) {
    static Ids of(String axis, Hierarchy hierarchy) {
      return new Ids(
          level(axis, 0, hierarchy.leaves()),
          level(axis, 1, hierarchy.middles()),
          level(axis, 2, hierarchy.tops()));
    }

    private static String[] level(String axis, int number, Level level) {
      String[] ids = new String[level.size()];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = ClusterIds.of(axis, number, level.folds()[i], level.members().get(i).traces());
      }
      return ids;
    }
  }
}

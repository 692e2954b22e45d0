package io.outcrop.jobs.cluster;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;

import io.outcrop.jobs.embed.AxisSentences;
import io.outcrop.jobs.embed.LexicalEmbedder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.clustering.BisectingKMeans;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * The leaves of an axis: MLlib's bisecting k-means, refined over all sentences by Lloyd's passes.
 *
 * @param assigned text_hash, leaf (ordinal), distance, traces: one row per distinct sentence
 * @param leaves the leaves' members, by ordinal
 */
record BaseClusters(Dataset<Row> assigned, List<Members> leaves) {
  static final String LEAF = "leaf";
  static final String DISTANCE = "distance";

  private static final int BISECTING_ITERATIONS = 5;
  private static final StructType ASSIGNED =
      new StructType()
          .add(AxisSentences.TEXT_HASH, DataTypes.StringType, false)
          .add(LEAF, DataTypes.IntegerType, false)
          .add(DISTANCE, DataTypes.DoubleType, false)
          .add(AxisSentences.TRACES, DataTypes.LongType, false);

  /** Clusters text_hash, vector, traces. */
  static BaseClusters of(Dataset<Row> sentences, ClusterOptions options) {
    Row totals =
        sentences
            .agg(count(lit(1)), sum(AxisSentences.TRACES), first(size(col(LexicalEmbedder.VECTOR))))
            .first();
    long distinct = totals.getLong(0);
    if (distinct == 0) {
      return new BaseClusters(
          sentences.sparkSession().createDataFrame(List.of(), ASSIGNED), List.of());
    }
    Dataset<Row> canonical = canonical(sentences, distinct).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return new Refinement(canonical, totals.getInt(2), totals.getLong(1), options)
          .run(options.leaves(totals.getLong(1), distinct), distinct);
    } finally {
      canonical.unpersist(false);
    }
  }

  /** Partitions and order that depend on the sentences alone. */
  private static Dataset<Row> canonical(Dataset<Row> sentences, long distinct) {
    return sentences
        .select(AxisSentences.TEXT_HASH, LexicalEmbedder.VECTOR, AxisSentences.TRACES)
        .repartition(LexicalEmbedder.partitions(distinct), col(AxisSentences.TEXT_HASH))
        .sortWithinPartitions(AxisSentences.TEXT_HASH);
  }

  /** Lloyd's passes from the bisecting's centres to the leaves. */
  private static final class Refinement {
    private final Dataset<Row> canonical;
    private final JavaRDD<Point> points;
    private final int dimensions;
    private final long minLeaf;
    private final ClusterOptions options;

    Refinement(Dataset<Row> canonical, int dimensions, long traces, ClusterOptions options) {
      this.canonical = canonical;
      this.points =
          canonical
              .javaRDD()
              .map(row -> new Point(row.getString(0), floats(row.getList(1)), row.getLong(2)));
      this.dimensions = dimensions;
      this.minLeaf = options.minLeaf(traces);
      this.options = options;
    }

    BaseClusters run(int wanted, long distinct) {
      points.persist(StorageLevel.MEMORY_AND_DISK());
      Centres centres = wanted == 1 ? origin() : bisect(wanted, distinct);
      for (int pass = 0; pass < options.refinements(); pass++) {
        Centres moved = centres(pass(centres).values());
        boolean settled = moved.isAt(centres);
        centres = moved;
        if (settled) {
          break;
        }
      }
      Consolidation draft = consolidate(pass(centres));
      // The survivors share out the members of those that went; only then are sizes final.
      Centres survivors = draft.centres();
      SortedMap<Integer, Members> shared = pass(survivors);
      Consolidation settled = consolidate(shared);
      return new BaseClusters(
          assign(survivors, leafOf(shared, settled), settled), settled.leaves());
    }

    private Centres origin() {
      return new Centres(new float[1][dimensions]);
    }

    private Centres bisect(int wanted, long distinct) {
      Dataset<Row> input =
          canonical.select(
              col(AxisSentences.TEXT_HASH),
              array_to_vector(col(LexicalEmbedder.VECTOR)).as("features"),
              col(AxisSentences.TRACES).cast(DataTypes.DoubleType).as("weight"));
      if (distinct > options.sampleSentences()) {
        input = input.where(LexicalEmbedder.sampled(options.sampleSentences() / (double) distinct));
      }
      Vector[] found =
          new BisectingKMeans()
              .setK(wanted)
              .setMaxIter(BISECTING_ITERATIONS)
              .setSeed(options.seed())
              .setWeightCol("weight")
              .fit(input)
              .clusterCenters();
      return new Centres(Arrays.stream(found).map(Refinement::floats).toArray(float[][]::new));
    }

    /** Each centre's members, for the centres that have any. */
    private SortedMap<Integer, Members> pass(Centres centres) {
      Broadcast<Centres> shared = context().broadcast(centres);
      int length = dimensions;
      Map<Integer, Members> members =
          points
              .mapPartitionsToPair(
                  partition -> {
                    TreeMap<Integer, Members> sums = new TreeMap<>();
                    while (partition.hasNext()) {
                      Point point = partition.next();
                      sums.computeIfAbsent(
                              shared.value().nearest(point.vector()), i -> new Members(length))
                          .add(point);
                    }
                    return sums.entrySet().stream()
                        .map(entry -> new Tuple2<>(entry.getKey(), entry.getValue()))
                        .iterator();
                  })
              .reduceByKey(Members::add)
              .collectAsMap();
      shared.destroy();
      return new TreeMap<>(members);
    }

    private Consolidation consolidate(SortedMap<Integer, Members> members) {
      return Consolidation.of(new ArrayList<>(members.values()), minLeaf, options.mergeCosine());
    }

    private int[] leafOf(SortedMap<Integer, Members> members, Consolidation settled) {
      int[] leafOf = new int[members.isEmpty() ? 0 : members.lastKey() + 1];
      int position = 0;
      for (int centre : members.keySet()) {
        leafOf[centre] = settled.leafOf()[position++];
      }
      return leafOf;
    }

    private Dataset<Row> assign(Centres survivors, int[] leafOf, Consolidation settled) {
      Broadcast<Centres> near = context().broadcast(survivors);
      Broadcast<Centres> own = context().broadcast(settled.centres());
      JavaRDD<Row> rows =
          points.map(
              point -> {
                int leaf = leafOf[near.value().nearest(point.vector())];
                double squared = Centres.squaredDistance(point.vector(), own.value().point(leaf));
                return RowFactory.create(
                    point.textHash(), leaf, onGrid(Math.sqrt(squared)), point.traces());
              });
      Dataset<Row> assigned =
          canonical
              .sparkSession()
              .createDataFrame(rows, ASSIGNED)
              .persist(StorageLevel.MEMORY_AND_DISK());
      assigned.count();
      points.unpersist(false);
      return assigned;
    }

    private JavaSparkContext context() {
      return JavaSparkContext.fromSparkContext(canonical.sparkSession().sparkContext());
    }

    private static Centres centres(Iterable<Members> members) {
      List<float[]> centres = new ArrayList<>();
      members.forEach(cluster -> centres.add(cluster.centre()));
      return new Centres(centres.toArray(float[][]::new));
    }

    private static double onGrid(double distance) {
      return StrictMath.rint(distance * (1 << 20)) / (1 << 20);
    }

    private static float[] floats(List<Float> values) {
      float[] vector = new float[values.size()];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = values.get(i);
      }
      return vector;
    }

    private static float[] floats(Vector vector) {
      float[] values = new float[vector.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (StrictMath.rint(vector.apply(i) * (1 << 20)) / (1 << 20));
      }
      return values;
    }
  }
}

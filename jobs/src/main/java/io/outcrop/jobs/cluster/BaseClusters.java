package io.outcrop.jobs.cluster;

import io.outcrop.jobs.embed.AxisSentences;
import io.outcrop.jobs.embed.VectorRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * The leaves of an axis: k-means from a bisecting base, consolidated.
 *
 * @param assigned text_hash, leaf (ordinal), distance, traces: one row per distinct sentence
 * @param leaves the leaves' members, by ordinal
 * @param places what sentences were nearest to
 * @param leafOf the leaf that each place belongs to; {@link #NONE} for a place without members
 */
record BaseClusters(Dataset<Row> assigned, List<Members> leaves, float[][] places, int[] leafOf) {
  static final String LEAF = "leaf";
  static final String DISTANCE = "distance";
  static final int NONE = -1;

  static final StructType ASSIGNED =
      new StructType()
          .add(AxisSentences.TEXT_HASH, DataTypes.StringType, false)
          .add(LEAF, DataTypes.IntegerType, false)
          .add(DISTANCE, DataTypes.DoubleType, false)
          .add(AxisSentences.TRACES, DataTypes.LongType, false);

  /** Clusters text_hash, vector, traces. */
  static BaseClusters of(Dataset<Row> sentences, ClusterOptions options) {
    JavaRDD<PointBlock> blocks = blocks(sentences).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      KMeans.Extent extent = KMeans.Extent.of(blocks);
      if (extent.points() == 0) {
        return new BaseClusters(
            sentences.sparkSession().createDataFrame(List.of(), ASSIGNED),
            List.of(),
            new float[0][],
            new int[0]);
      }
      return new Refinement(sentences.sparkSession(), blocks, extent, options).run();
    } finally {
      blocks.unpersist(false);
    }
  }

  /** The one place where rows become matrices. */
  static JavaRDD<PointBlock> blocks(Dataset<Row> sentences) {
    return VectorRows.read(sentences, Point::new).mapPartitions(PointBlock::blocks);
  }

  /** From the centres of k-means to leaves. */
  private static final class Refinement {
    private final SparkSession spark;
    private final JavaRDD<PointBlock> blocks;
    private final KMeans.Extent extent;
    private final Passes passes;
    private final long minLeaf;
    private final ClusterOptions options;

    Refinement(
        SparkSession spark,
        JavaRDD<PointBlock> blocks,
        KMeans.Extent extent,
        ClusterOptions options) {
      this.spark = spark;
      this.blocks = blocks;
      this.extent = extent;
      this.passes = new Passes(blocks, extent);
      this.minLeaf = options.minLeaf(extent.traces());
      this.options = options;
    }

    BaseClusters run() {
      Passes.Sums found =
          new KMeans(spark, blocks, extent, passes, options)
              .found(options.leaves(extent.traces(), extent.points()));
      Consolidation draft = consolidate(found.members());
      // The survivors share out the members of those that went; only then are sizes final.
      float[][] survivors = draft.centres();
      SortedMap<Integer, Members> shared = passes.sums(survivors).members();
      Consolidation settled = consolidate(shared);
      int[] leafOf = leafOf(shared, settled);
      return new BaseClusters(
          assign(survivors, leafOf, settled.centres()), settled.leaves(), survivors, leafOf);
    }

    private Consolidation consolidate(SortedMap<Integer, Members> members) {
      return Consolidation.of(new ArrayList<>(members.values()), minLeaf, options.mergeCosine());
    }

    private static int[] leafOf(SortedMap<Integer, Members> members, Consolidation settled) {
      int[] leafOf = new int[members.isEmpty() ? 0 : members.lastKey() + 1];
      Arrays.fill(leafOf, NONE);
      int position = 0;
      for (int centre : members.keySet()) {
        leafOf[centre] = settled.leafOf()[position++];
      }
      return leafOf;
    }

    private Dataset<Row> assign(float[][] survivors, int[] leafOf, float[][] own) {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      Broadcast<CentrePanels> near = context.broadcast(new CentrePanels(survivors));
      Broadcast<float[][]> leaves = context.broadcast(own);
      JavaRDD<Row> rows =
          blocks.flatMap(block -> rows(block, near.value(), leafOf, leaves.value()).iterator());
      Dataset<Row> assigned =
          spark.createDataFrame(rows, ASSIGNED).persist(StorageLevel.MEMORY_AND_DISK());
      assigned.count();
      return assigned;
    }

    private static List<Row> rows(
        PointBlock block, CentrePanels near, int[] leafOf, float[][] leaves) {
      Passes.Nearest nearest = Passes.Nearest.of(block, near);
      List<Row> rows = new ArrayList<>(block.rows());
      for (int i = 0; i < block.rows(); i++) {
        Point point = block.point(i);
        int leaf = leafOf[nearest.ordinals()[i]];
        double squared = Centres.squaredDistance(point.vector(), leaves[leaf]);
        rows.add(
            RowFactory.create(point.textHash(), leaf, onGrid(Math.sqrt(squared)), point.traces()));
      }
      return rows;
    }
  }

  static double onGrid(double distance) {
    return StrictMath.rint(distance * (1 << 20)) / (1 << 20);
  }
}

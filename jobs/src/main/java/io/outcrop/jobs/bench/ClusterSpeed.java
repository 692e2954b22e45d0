package io.outcrop.jobs.bench;

import io.outcrop.jobs.cluster.CentrePanels;
import io.outcrop.jobs.cluster.ClusterOptions;
import io.outcrop.jobs.cluster.KMeans;
import io.outcrop.jobs.cluster.PointBlock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** How fast, and how well, vectors are clustered by what phase 4 clusters sentences with. */
public final class ClusterSpeed {
  private final SparkSession spark;
  private final ClusterOptions options;

  public ClusterSpeed(SparkSession spark, ClusterOptions options) {
    this.spark = spark;
    this.options = options;
  }

  /**
   * One clustering.
   *
   * @param seconds from vectors in memory to a label for each
   * @param meanSquaredDistance of the vectors to their centres
   * @param purity share of the vectors whose cluster is mostly of their own group; NaN where the
   *     groups are not known
   */
  public record Figures(
      double seconds, double meanSquaredDistance, double purity, int clusters, int[] labels) {}

  /** Clusters vectors that are in memory before the clock runs. */
  public Figures measure(Vectors vectors, int k) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    JavaRDD<PointBlock> blocks =
        vectors
            .points(context)
            .mapPartitions(PointBlock::blocks)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      KMeans.Extent extent = KMeans.Extent.of(blocks);
      long start = System.nanoTime();
      float[][] centres = new KMeans(spark, blocks, extent, options).centres(k);
      int[] labels = labels(blocks, centres, context, Math.toIntExact(extent.points()));
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Figures(
          seconds,
          meanSquaredDistance(blocks, centres, labels, context),
          vectors.truth().length == 0 ? Double.NaN : purity(labels, vectors.truth()),
          centres.length,
          labels);
    } finally {
      blocks.unpersist(false);
    }
  }

  private static int[] labels(
      JavaRDD<PointBlock> blocks, float[][] centres, JavaSparkContext context, int count) {
    Broadcast<CentrePanels> shared = context.broadcast(new CentrePanels(centres));
    int[] labels = new int[count];
    for (Tuple2<String, int[]> block :
        blocks.map(b -> new Tuple2<>(b.ids()[0], b.nearest(shared.value()))).collect()) {
      System.arraycopy(block._2, 0, labels, Integer.parseInt(block._1), block._2.length);
    }
    shared.destroy();
    return labels;
  }

  private static double meanSquaredDistance(
      JavaRDD<PointBlock> blocks, float[][] centres, int[] labels, JavaSparkContext context) {
    Broadcast<float[][]> shared = context.broadcast(centres);
    Broadcast<int[]> label = context.broadcast(labels);
    return blocks.mapToDouble(b -> squares(b, shared.value(), label.value())).sum() / labels.length;
  }

  private static double squares(PointBlock block, float[][] centres, int[] labels) {
    int first = Integer.parseInt(block.ids()[0]);
    double sum = 0;
    for (int row = 0; row < block.rows(); row++) {
      float[] vector = block.point(row).vector();
      float[] centre = centres[labels[first + row]];
      for (int d = 0; d < vector.length; d++) {
        double difference = (double) vector[d] - centre[d];
        sum += difference * difference;
      }
    }
    return sum;
  }

  /** Share of the vectors in a cluster whose most frequent group is theirs. */
  static double purity(int[] labels, int[] truth) {
    Map<Long, Integer> pairs = new HashMap<>();
    for (int i = 0; i < labels.length; i++) {
      pairs.merge(((long) labels[i] << 32) | truth[i], 1, Integer::sum);
    }
    int[] best = new int[Arrays.stream(labels).max().orElse(-1) + 1];
    pairs.forEach(
        (pair, count) -> best[(int) (pair >> 32)] = Math.max(best[(int) (pair >> 32)], count));
    return Arrays.stream(best).asLongStream().sum() / (double) labels.length;
  }
}

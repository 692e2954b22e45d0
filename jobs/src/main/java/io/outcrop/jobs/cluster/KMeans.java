package io.outcrop.jobs.cluster;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.clustering.BisectingKMeans;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.VectorUDT;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Weighted k-means from a bisecting base.
 *
 * <p>MLlib's bisecting k-means finds the base on a small sample. On a larger one centres are grown,
 * in rounds that at most double them, from points far from all centres (k-means||), to a quarter
 * more than asked for; Lloyd's passes let them settle, and those whose union costs least are
 * merged. That undoes what bisecting cuts through, and finds what it has left together; it is done
 * again while it gains. Few passes over all points remain.
 *
 * <p>What costs is passes, since one looks at all centres for each point. So no pass is made for
 * its error alone, growing takes one a round, and where the sample is large less is gained for its
 * own sake.
 *
 * <p>Every sample is drawn by hash of the ids and every sum is exact, so the centres do not depend
 * on partitions, order or cores.
 */
public final class KMeans {
  /** Clusters that bisecting is asked for at most: what it costs is levels, not points. */
  private static final int BASE = 32;

  private static final long BASE_SAMPLE = 5_000;
  private static final int BASE_ITERATIONS = 5;

  /** Points of a sample at least, and for each centre. */
  private static final long LEAST_SAMPLE = 20_000;

  private static final long SAMPLE_PER_CENTRE = 32;
  private static final int MOST_ROUNDS = 16;

  private final SparkSession spark;
  private final JavaRDD<PointBlock> blocks;
  private final Extent extent;
  private final Passes all;
  private final ClusterOptions options;

  /**
   * How much is done to find centres on a sample.
   *
   * @param settling passes in which centres settle, at most
   * @param repairs how often what is still together or cut is looked for again; it ends where
   *     nothing is gained
   * @param settled a pass, or a repair, that lowers the error by less, relatively, was the last
   */
  private record Effort(int settling, int repairs, double settled) {
    private static final Effort SMALL = new Effort(10, 3, 0.002);
    private static final Effort LARGE = new Effort(5, 2, 0.01);

    static Effort of(long points) {
      return points <= LEAST_SAMPLE ? SMALL : LARGE;
    }
  }

  /** A pass over all points that lowers the error by less, relatively, was the last. */
  private static final double SETTLED = 0.002;

  private static final StructType BASE_INPUT =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("features", new VectorUDT(), false)
          .add("weight", DataTypes.DoubleType, false);

  /**
   * What the points are.
   *
   * @param points how many there are
   * @param traces how many traces share them
   * @param dimensions entries of a vector
   */
  public record Extent(long points, long traces, int dimensions) implements Serializable {
    /** Looks at all blocks. */
    public static Extent of(JavaRDD<PointBlock> blocks) {
      return blocks
          .map(b -> new Extent(b.rows(), b.totalTraces(), b.dimensions()))
          .fold(
              new Extent(0, 0, 0),
              (a, b) ->
                  new Extent(
                      a.points + b.points,
                      a.traces + b.traces,
                      Math.max(a.dimensions, b.dimensions)));
    }
  }

  public KMeans(
      SparkSession spark, JavaRDD<PointBlock> blocks, Extent extent, ClusterOptions options) {
    this(spark, blocks, extent, new Passes(blocks, extent), options);
  }

  KMeans(
      SparkSession spark,
      JavaRDD<PointBlock> blocks,
      Extent extent,
      Passes all,
      ClusterOptions options) {
    this.spark = spark;
    this.blocks = blocks;
    this.extent = extent;
    this.all = all;
    this.options = options;
  }

  /** At most so many centres, fewer where fewer have members. */
  public float[][] centres(int wanted) {
    return found(wanted).centres();
  }

  /** The members of at most so many centres, by the last pass over all points. */
  Passes.Sums found(int wanted) {
    if (wanted == 1) {
      return all.sums(new float[1][extent.dimensions()]);
    }
    long size = Math.max(LEAST_SAMPLE, SAMPLE_PER_CENTRE * wanted);
    double share = Math.min(options.sampleSentences(), size) / (double) extent.points();
    float[][] centres;
    if (share < 1) {
      JavaRDD<PointBlock> sample = sample(share).persist(StorageLevel.MEMORY_AND_DISK());
      Passes passes = new Passes(sample, Extent.of(sample));
      centres = onSample(sample, passes, wanted, Effort.of((long) (share * extent.points())));
      sample.unpersist(false);
    } else {
      centres = onSample(blocks, all, wanted, Effort.of(extent.points()));
    }
    return settle(all, centres, options.refinements(), SETTLED);
  }

  private JavaRDD<PointBlock> sample(double share) {
    // Each partition sends its sums of all centres: few partitions send less.
    int most = 2 * spark.sparkContext().defaultParallelism();
    JavaRDD<PointBlock> few = blocks.getNumPartitions() > most ? blocks.coalesce(most) : blocks;
    return few.mapPartitions(
        partition -> {
          List<Point> kept = new ArrayList<>();
          partition.forEachRemaining(block -> kept.addAll(block.sampled(share)));
          return PointBlock.blocks(kept.iterator());
        });
  }

  private float[][] onSample(JavaRDD<PointBlock> sample, Passes passes, int wanted, Effort effort) {
    int more = wanted + wanted / 4;
    float[][] base = bisect(sample, Math.min(wanted, BASE));
    Passes.Sums best = reduced(passes, grow(passes, base, more), wanted, effort);
    for (int repair = 0; repair < effort.repairs() && best.size() == wanted; repair++) {
      Passes.Sums other = reduced(passes, grow(passes, best.centres(), more), wanted, effort);
      long gain = best.error() - other.error();
      best = gain > 0 ? other : best;
      if (gain <= effort.settled() * other.error()) {
        break;
      }
    }
    return best.centres();
  }

  /** Centres that have settled, the cheapest unions made until so many are left. */
  private static Passes.Sums reduced(Passes passes, float[][] grown, int wanted, Effort effort) {
    Passes.Sums settled = settle(passes, grown, effort.settling(), effort.settled());
    if (settled.size() <= wanted) {
      return settled;
    }
    float[][] merged =
        WardMerge.reduce(List.copyOf(settled.members().values()), wanted).stream()
            .map(Members::centre)
            .toArray(float[][]::new);
    return settle(passes, merged, (effort.settling() + 1) / 2, effort.settled());
  }

  private float[][] bisect(JavaRDD<PointBlock> sample, int wanted) {
    double share = Math.min(1, BASE_SAMPLE / (double) extent.points());
    JavaRDD<Row> rows =
        sample.flatMap(block -> block.sampled(share).stream().map(KMeans::row).iterator());
    // One order in one partition, since MLlib adds up in doubles; so few points need no more.
    Dataset<Row> input =
        spark
            .createDataFrame(rows, BASE_INPUT)
            .repartition(1, col("id"))
            .sortWithinPartitions("id")
            .persist(StorageLevel.MEMORY_AND_DISK());
    Vector[] found =
        new BisectingKMeans()
            .setK(wanted)
            .setMaxIter(BASE_ITERATIONS)
            .setSeed(options.seed())
            .setWeightCol("weight")
            .fit(input)
            .clusterCenters();
    input.unpersist(false);
    return Arrays.stream(found).map(KMeans::onGrid).toArray(float[][]::new);
  }

  private static float[][] grow(Passes passes, float[][] base, int target) {
    float[][] centres = base;
    for (int round = 1; round <= MOST_ROUNDS && centres.length < target; round++) {
      Passes.Sums sums = passes.sums(centres, target - centres.length, round);
      float[][] moved = sums.centres();
      centres = Arrays.copyOf(moved, moved.length + sums.far().length);
      System.arraycopy(sums.far(), 0, centres, moved.length, sums.far().length);
      if (sums.far().length == 0) {
        break;
      }
    }
    return centres;
  }

  /** Lloyd's passes; centres without members go. The last pass, whose centres are the means. */
  private static Passes.Sums settle(Passes passes, float[][] from, int most, double settled) {
    Passes.Sums sums = passes.sums(from);
    for (int pass = 1; pass < most; pass++) {
      long before = sums.error();
      sums = passes.sums(sums.centres());
      if (before - sums.error() <= settled * before) {
        break;
      }
    }
    return sums;
  }

  private static Row row(Point point) {
    double[] features = new double[point.vector().length];
    for (int i = 0; i < features.length; i++) {
      features[i] = point.vector()[i];
    }
    return RowFactory.create(point.textHash(), Vectors.dense(features), (double) point.traces());
  }

  private static float[] onGrid(Vector vector) {
    float[] values = new float[vector.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (StrictMath.rint(vector.apply(i) * (1 << 20)) / (1 << 20));
    }
    return values;
  }
}

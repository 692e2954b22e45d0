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
 * <p>Every sample is drawn by hash of the ids and every sum is exact, so the centres do not depend
 * on partitions, order or cores.
 */
public final class KMeans {
  /** Clusters that bisecting is asked for at most: what it costs is levels, not points. */
  private static final int BASE = 128;

  private static final long BASE_SAMPLE = 20_000;
  private static final long SAMPLE_PER_CENTRE = 64;
  private static final int BASE_ITERATIONS = 5;
  private static final int SETTLING_PASSES = 10;
  private static final int MOST_ROUNDS = 16;

  /**
   * How often what is still together or cut is looked for again; it ends where nothing is gained.
   */
  private static final int REPAIRS = 3;

  /** A pass that lowers the error by less, relatively, was the last. */
  private static final double SETTLED = 0.002;

  private static final StructType BASE_INPUT =
      new StructType()
          .add("id", DataTypes.StringType, false)
          .add("features", new VectorUDT(), false)
          .add("weight", DataTypes.DoubleType, false);

  private final SparkSession spark;
  private final JavaRDD<PointBlock> blocks;
  private final Extent extent;
  private final ClusterOptions options;

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
    this.spark = spark;
    this.blocks = blocks;
    this.extent = extent;
    this.options = options;
  }

  /** At most so many centres, fewer where fewer have members. */
  public float[][] centres(int wanted) {
    if (wanted == 1) {
      return new float[1][extent.dimensions()];
    }
    long size = Math.max(BASE_SAMPLE, SAMPLE_PER_CENTRE * wanted);
    double share = Math.min(options.sampleSentences(), size) / (double) extent.points();
    float[][] centres;
    if (share < 1) {
      JavaRDD<PointBlock> sample = sample(share).persist(StorageLevel.MEMORY_AND_DISK());
      centres = onSample(sample, wanted);
      sample.unpersist(false);
    } else {
      centres = onSample(blocks, wanted);
    }
    return settle(new Passes(blocks, extent.dimensions()), centres, options.refinements());
  }

  private JavaRDD<PointBlock> sample(double share) {
    return blocks.mapPartitions(
        partition -> {
          List<Point> kept = new ArrayList<>();
          partition.forEachRemaining(block -> kept.addAll(block.sampled(share)));
          return PointBlock.blocks(kept.iterator());
        });
  }

  private float[][] onSample(JavaRDD<PointBlock> sample, int wanted) {
    Passes passes = new Passes(sample, extent.dimensions());
    float[][] base = bisect(sample, Math.min(wanted, BASE));
    float[][] centres = reduced(passes, grow(passes, base, wanted + wanted / 4), wanted);
    long error = passes.sums(centres).error();
    for (int repair = 0; repair < REPAIRS && centres.length == wanted; repair++) {
      float[][] other = reduced(passes, grow(passes, centres, wanted + wanted / 4), wanted);
      long less = passes.sums(other).error();
      if (error - less <= SETTLED * error) {
        break;
      }
      centres = other;
      error = less;
    }
    return centres;
  }

  /** Centres that have settled, the cheapest unions made until so many are left. */
  private static float[][] reduced(Passes passes, float[][] grown, int wanted) {
    float[][] settled = settle(passes, grown, SETTLING_PASSES);
    if (settled.length <= wanted) {
      return settled;
    }
    List<Members> members = new ArrayList<>(passes.sums(settled).members().values());
    float[][] merged =
        WardMerge.reduce(members, wanted).stream().map(Members::centre).toArray(float[][]::new);
    return settle(passes, merged, SETTLING_PASSES / 2);
  }

  private float[][] bisect(JavaRDD<PointBlock> sample, int wanted) {
    double share = Math.min(1, BASE_SAMPLE / (double) extent.points());
    JavaRDD<Row> rows =
        sample.flatMap(block -> block.sampled(share).stream().map(KMeans::row).iterator());
    // Order and partitions that depend on the points alone, since MLlib adds up in doubles.
    Dataset<Row> input =
        spark
            .createDataFrame(rows, BASE_INPUT)
            .repartition(1 + (int) (Math.min(BASE_SAMPLE, extent.points()) / 5_000), col("id"))
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
      float[][] moved = passes.sums(centres).centres();
      float[][] added = passes.far(moved, Math.min(moved.length, target - moved.length), round);
      centres = Arrays.copyOf(moved, moved.length + added.length);
      System.arraycopy(added, 0, centres, moved.length, added.length);
      if (added.length == 0) {
        break;
      }
    }
    return centres;
  }

  /** Lloyd's passes; centres without members go. */
  private static float[][] settle(Passes passes, float[][] from, int most) {
    float[][] centres = from;
    long before = Long.MAX_VALUE;
    for (int pass = 0; pass < most; pass++) {
      Passes.Sums sums = passes.sums(centres);
      centres = sums.centres();
      if (before - sums.error() <= SETTLED * before) {
        break;
      }
      before = sums.error();
    }
    return centres;
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

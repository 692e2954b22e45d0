package io.outcrop.jobs.bench;

import io.outcrop.jobs.cluster.Point;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Vectors to cluster, by number, from a file or made up. */
public interface Vectors extends Serializable {
  /** Vectors that one task reads. */
  int PER_PARTITION = 50_000;

  long count();

  /** The vectors from a number on, up to another. */
  Iterator<float[]> from(long first, long end);

  /**
   * Vectors from a file that NumPy wrote.
   *
   * @param truth the groups they are of, or null
   */
  static Vectors of(Path file, Path truth) {
    return new NpyFile.Stored(
        NpyFile.open(file, "<f4"),
        truth == null ? new int[0] : NpyFile.open(truth, "<i8").integers());
  }

  /** Which group each vector is of, or empty where nobody knows. */
  int[] truth();

  /** The vectors as points on the grid of 2^-20, whose id is the vector's number. */
  default JavaRDD<Point> points(JavaSparkContext context) {
    long count = count();
    int parts = (int) Math.max(1, (count + PER_PARTITION - 1) / PER_PARTITION);
    List<Integer> numbers = IntStream.range(0, parts).boxed().toList();
    return context
        .parallelize(numbers, parts)
        .flatMap(
            part -> {
              long first = part * (long) PER_PARTITION;
              long end = Math.min(count, first + PER_PARTITION);
              Iterator<float[]> vectors = from(first, end);
              return LongStream.range(first, end)
                  .mapToObj(i -> new Point(Long.toString(i), onGrid(vectors.next()), 1))
                  .iterator();
            });
  }

  private static float[] onGrid(float[] vector) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (Math.rint(vector[i] * (double) (1 << 20)) / (1 << 20));
    }
    return vector;
  }

  /**
   * Vectors of unit length around centres drawn from a normal distribution.
   *
   * @param noise standard deviation around a centre, whose own is 1
   */
  record Made(long count, int dimensions, int groups, double noise) implements Vectors {
    @Override
    public Iterator<float[]> from(long first, long end) {
      double[][] centres = new double[groups][dimensions];
      Random random = new Random(1);
      for (double[] centre : centres) {
        for (int d = 0; d < dimensions; d++) {
          centre[d] = random.nextGaussian();
        }
      }
      return LongStream.range(first, end).mapToObj(i -> vector(i, centres)).iterator();
    }

    private float[] vector(long number, double[][] centres) {
      double[] centre = centres[group(number)];
      Random random = new Random(number);
      float[] vector = new float[dimensions];
      double square = 0;
      for (int d = 0; d < dimensions; d++) {
        vector[d] = (float) (centre[d] + noise * random.nextGaussian());
        square += (double) vector[d] * vector[d];
      }
      double norm = Math.sqrt(square);
      for (int d = 0; d < dimensions; d++) {
        vector[d] = (float) (vector[d] / norm);
      }
      return vector;
    }

    private int group(long number) {
      return (int) Math.floorMod((number * 0x9E3779B97F4A7C15L) >>> 32, (long) groups);
    }

    @Override
    public int[] truth() {
      return LongStream.range(0, count).mapToInt(this::group).toArray();
    }
  }
}

package io.outcrop.jobs.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Points laid out as one matrix, so that passes over them are products of matrices.
 *
 * @param ids text hashes
 * @param keys 64 bits of each id, by which samples are drawn
 * @param traces how many traces share each point
 * @param squares each vector's squared length
 * @param matrix the vectors row by row, every entry a multiple of 2^-20
 * @param dimensions entries of a vector
 */
public record PointBlock(
    String[] ids, long[] keys, long[] traces, float[] squares, float[] matrix, int dimensions)
    implements Serializable {
  private static final int ROWS = 1_024;

  static PointBlock of(List<Point> points) {
    int rows = points.size();
    int dimensions = points.get(0).vector().length;
    String[] ids = new String[rows];
    long[] keys = new long[rows];
    long[] traces = new long[rows];
    float[] squares = new float[rows];
    float[] matrix = new float[rows * dimensions];
    for (int i = 0; i < rows; i++) {
      Point point = points.get(i);
      ids[i] = point.textHash();
      keys[i] = Draw.key(point.textHash());
      traces[i] = point.traces();
      System.arraycopy(point.vector(), 0, matrix, i * dimensions, dimensions);
      squares[i] = (float) square(point.vector());
    }
    return new PointBlock(ids, keys, traces, squares, matrix, dimensions);
  }

  /** Points as they come, in blocks. */
  public static Iterator<PointBlock> blocks(Iterator<Point> points) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return points.hasNext();
      }

      @Override
      public PointBlock next() {
        List<Point> rows = new ArrayList<>();
        while (points.hasNext() && rows.size() < ROWS) {
          rows.add(points.next());
        }
        return of(rows);
      }
    };
  }

  public int rows() {
    return traces.length;
  }

  /** The ordinals of the centres nearest to the points, ties to the lowest. */
  public int[] nearest(CentrePanels centres) {
    return Passes.Nearest.of(this, centres).ordinals();
  }

  long totalTraces() {
    long total = 0;
    for (long count : traces) {
      total += count;
    }
    return total;
  }

  public Point point(int row) {
    float[] vector = new float[dimensions];
    System.arraycopy(matrix, row * dimensions, vector, 0, dimensions);
    return new Point(ids[row], vector, traces[row]);
  }

  /** The points whose key is drawn for a sample of the given share, which may be none. */
  List<Point> sampled(double share) {
    List<Point> kept = new ArrayList<>();
    for (int i = 0; i < rows(); i++) {
      if (Draw.unit(keys[i], Draw.SAMPLE) < share) {
        kept.add(point(i));
      }
    }
    return kept;
  }

  private static double square(float[] vector) {
    double sum = 0;
    for (float entry : vector) {
      sum += (double) entry * entry;
    }
    return sum;
  }
}

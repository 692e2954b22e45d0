package io.outcrop.jobs.cluster;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Cluster centres laid out for products with blocks of points.
 *
 * <p>The nearest centre c of a point x is the one with the greatest x·c - |c|²/2. Centres lie in
 * panels, dimension by dimension, so that the innermost loop runs along centres: the compiler makes
 * vector instructions of it, no sum is taken apart, and every score is one chain of fused
 * multiplications and additions in the order of the dimensions, whatever lies beside it. That makes
 * scores the same in any layout and on any processor.
 */
public final class CentrePanels implements Serializable {
  /** Two rows of scores and four of centres stay in the nearest cache, a panel in the next. */
  private static final int WIDTH = 512;

  private static final int LANES = 64;

  private final int size;
  private final int dimensions;
  private final float[][][] panels;
  private final float[][] starts;

  public CentrePanels(float[][] centres) {
    this.size = centres.length;
    this.dimensions = size == 0 ? 0 : centres[0].length;
    int count = (size + WIDTH - 1) / WIDTH;
    this.panels = new float[count][dimensions][];
    this.starts = new float[count][];
    for (int p = 0; p < count; p++) {
      int filled = Math.min(WIDTH, size - p * WIDTH);
      int width = (filled + LANES - 1) / LANES * LANES;
      // What fills up a panel scores less than any centre.
      starts[p] = new float[width];
      Arrays.fill(starts[p], Float.NEGATIVE_INFINITY);
      for (int d = 0; d < dimensions; d++) {
        panels[p][d] = new float[width];
      }
      for (int j = 0; j < filled; j++) {
        float[] centre = centres[p * WIDTH + j];
        for (int d = 0; d < dimensions; d++) {
          panels[p][d][j] = centre[d];
        }
        starts[p][j] = (float) (-square(centre) / 2);
      }
    }
  }

  int size() {
    return size;
  }

  /**
   * Finds the nearest centre of each point, ties to the lowest ordinal.
   *
   * @param ordinals to write the centres to
   * @param scores to write their scores to
   */
  void nearest(PointBlock block, int[] ordinals, float[] scores) {
    int rows = block.rows();
    Arrays.fill(scores, 0, rows, Float.NEGATIVE_INFINITY);
    for (int p = 0; p < panels.length; p++) {
      float[] one = new float[starts[p].length];
      float[] two = new float[one.length];
      for (int i = 0; i < rows; i += 2) {
        int other = Math.min(i + 1, rows - 1);
        product(block.matrix(), i * dimensions, other * dimensions, p, one, two);
        best(one, i, p * WIDTH, ordinals, scores);
        best(two, other, p * WIDTH, ordinals, scores);
      }
    }
  }

  /** The scores of all centres for one vector. */
  float[] scores(float[] vector) {
    float[] scores = new float[size];
    for (int p = 0; p < panels.length; p++) {
      float[] one = new float[starts[p].length];
      product(vector, 0, 0, p, one, new float[one.length]);
      System.arraycopy(one, 0, scores, p * WIDTH, Math.min(WIDTH, size - p * WIDTH));
    }
    return scores;
  }

  private static void best(float[] found, int row, int first, int[] ordinals, float[] scores) {
    float most = scores[row];
    int at = -1;
    for (int j = 0; j < found.length; j++) {
      if (found[j] > most) {
        most = found[j];
        at = j;
      }
    }
    if (at >= 0) {
      scores[row] = most;
      ordinals[row] = first + at;
    }
  }

  private void product(float[] x, int a, int b, int p, float[] one, float[] two) {
    System.arraycopy(starts[p], 0, one, 0, one.length);
    System.arraycopy(starts[p], 0, two, 0, two.length);
    float[][] c = panels[p];
    int d = 0;
    for (; d + 3 < dimensions; d += 4) {
      addFour(
          x[a + d],
          x[a + d + 1],
          x[a + d + 2],
          x[a + d + 3],
          x[b + d],
          x[b + d + 1],
          x[b + d + 2],
          x[b + d + 3],
          c[d],
          c[d + 1],
          c[d + 2],
          c[d + 3],
          one,
          two);
    }
    for (; d < dimensions; d++) {
      addOne(x[a + d], x[b + d], c[d], one, two);
    }
  }

  /**
   * The innermost loop: four dimensions of two points. Two by four keeps a core busiest (measured);
   * offsets into one array instead of four arrays would keep the compiler from vectors.
   */
  private static void addFour(
      float x0,
      float x1,
      float x2,
      float x3,
      float y0,
      float y1,
      float y2,
      float y3,
      float[] c0,
      float[] c1,
      float[] c2,
      float[] c3,
      float[] one,
      float[] two) {
    int width = one.length;
    for (int j = 0; j < width; j++) {
      float v0 = c0[j];
      float v1 = c1[j];
      float v2 = c2[j];
      float v3 = c3[j];
      one[j] = Math.fma(x3, v3, Math.fma(x2, v2, Math.fma(x1, v1, Math.fma(x0, v0, one[j]))));
      two[j] = Math.fma(y3, v3, Math.fma(y2, v2, Math.fma(y1, v1, Math.fma(y0, v0, two[j]))));
    }
  }

  private static void addOne(float x, float y, float[] c, float[] one, float[] two) {
    int width = one.length;
    for (int j = 0; j < width; j++) {
      one[j] = Math.fma(x, c[j], one[j]);
      two[j] = Math.fma(y, c[j], two[j]);
    }
  }

  private static double square(float[] vector) {
    double sum = 0;
    for (float entry : vector) {
      sum += (double) entry * entry;
    }
    return sum;
  }
}

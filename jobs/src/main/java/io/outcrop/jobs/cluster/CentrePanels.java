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
  /** Four rows of centres and the scores of some points stay in the nearest cache. */
  private static final int WIDTH = 512;

  /** Points that use four rows of centres one after the other, before the next four are fetched. */
  private static final int TOGETHER = 8;

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
      float[][] found = new float[Math.min(rows, TOGETHER)][starts[p].length];
      for (int first = 0; first < rows; first += TOGETHER) {
        int together = Math.min(TOGETHER, rows - first);
        products(block.matrix(), first, together, p, found);
        for (int i = 0; i < together; i++) {
          best(found[i], first + i, p * WIDTH, ordinals, scores);
        }
      }
    }
  }

  /** The scores of all centres for one vector. */
  float[] scores(float[] vector) {
    float[] scores = new float[size];
    for (int p = 0; p < panels.length; p++) {
      float[][] found = new float[1][starts[p].length];
      products(vector, 0, 1, p, found);
      System.arraycopy(found[0], 0, scores, p * WIDTH, Math.min(WIDTH, size - p * WIDTH));
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

  /** The scores of a panel's centres for points that lie one after the other. */
  private void products(float[] x, int first, int points, int p, float[][] sums) {
    for (int i = 0; i < points; i++) {
      System.arraycopy(starts[p], 0, sums[i], 0, sums[i].length);
    }
    float[][] c = panels[p];
    int d = 0;
    for (; d + 3 < dimensions; d += 4) {
      for (int i = 0; i < points; i++) {
        int at = (first + i) * dimensions + d;
        addFour(
            x[at], x[at + 1], x[at + 2], x[at + 3], c[d], c[d + 1], c[d + 2], c[d + 3], sums[i]);
      }
    }
    for (; d < dimensions; d++) {
      for (int i = 0; i < points; i++) {
        addOne(x[(first + i) * dimensions + d], c[d], sums[i]);
      }
    }
  }

  /**
   * The innermost loop: four dimensions of one point. It is one that the compiler makes vector
   * instructions of wherever it stands: of one that writes to two arrays it makes none, nor of one
   * with offsets into one array, and then takes four times as long (measured on JDK 17).
   */
  private static void addFour(
      float x0,
      float x1,
      float x2,
      float x3,
      float[] c0,
      float[] c1,
      float[] c2,
      float[] c3,
      float[] sums) {
    int width = sums.length;
    for (int j = 0; j < width; j++) {
      sums[j] =
          Math.fma(
              x3, c3[j], Math.fma(x2, c2[j], Math.fma(x1, c1[j], Math.fma(x0, c0[j], sums[j]))));
    }
  }

  private static void addOne(float x, float[] c, float[] sums) {
    int width = sums.length;
    for (int j = 0; j < width; j++) {
      sums[j] = Math.fma(x, c[j], sums[j]);
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

package io.outcrop.jobs.cluster;

import java.util.Arrays;

/** Cluster centres to find the nearest of, ties to the lowest ordinal. Looks at all of them. */
final class Centres {
  private final float[][] points;
  private final CentrePanels panels;

  Centres(float[][] points) {
    this.points = points;
    this.panels = new CentrePanels(points);
  }

  int size() {
    return points.length;
  }

  float[] point(int ordinal) {
    return points[ordinal];
  }

  /** The centre nearest to a vector. */
  int nearest(float[] vector) {
    return nearest(vector, 1, -1)[0];
  }

  /** The nearest centres other than the given one, nearest first. */
  int[] nearestOthers(int ordinal, int count) {
    return nearest(points[ordinal], Math.min(count, points.length - 1), ordinal);
  }

  /** The centres nearest to a vector, nearest first. */
  int[] nearest(float[] vector, int count) {
    return nearest(vector, Math.min(count, points.length), -1);
  }

  private int[] nearest(float[] vector, int count, int except) {
    Nearest found = new Nearest(count);
    float[] scores = panels.scores(vector);
    for (int i = 0; i < scores.length; i++) {
      if (i != except) {
        found.offer(i, -scores[i]);
      }
    }
    return found.ordinals();
  }

  /** In four running sums: always the same ones, so the rounding is too. */
  static float dot(float[] a, float[] b) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  static double squaredDistance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = a[i] - b[i];
      sum += difference * difference;
    }
    return sum;
  }

  /** The few smallest of the values offered, equal values in order of offering. */
  private static final class Nearest {
    private final int[] ordinals;
    private final float[] values;
    private int size;

    Nearest(int capacity) {
      ordinals = new int[capacity];
      values = new float[capacity];
    }

    void offer(int ordinal, float value) {
      if (ordinals.length == 0 || (size == ordinals.length && value >= values[size - 1])) {
        return;
      }
      int at = size < ordinals.length ? size++ : size - 1;
      while (at > 0 && values[at - 1] > value) {
        values[at] = values[at - 1];
        ordinals[at] = ordinals[at - 1];
        at--;
      }
      values[at] = value;
      ordinals[at] = ordinal;
    }

    int[] ordinals() {
      return Arrays.copyOf(ordinals, size);
    }
  }
}

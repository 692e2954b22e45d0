package io.outcrop.jobs.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cluster centres to find the nearest of, ties to the lowest ordinal.
 *
 * <p>Up to {@value #EXACT} centres the search looks at all. Beyond, centres are grouped around
 * pivots and only the groups of the nearest pivots are looked at; the answer is then the nearest in
 * nearly all cases, and the same in all runs.
 */
final class Centres implements Serializable {
  static final int EXACT = 1_024;
  private static final int GROUPS_SEARCHED = 12;

  private final float[][] points;
  private final float[] halfSquares;
  private final int[] pivots;
  private final int[][] groups;

  Centres(float[][] points) {
    this.points = points;
    this.halfSquares = new float[points.length];
    for (int i = 0; i < points.length; i++) {
      halfSquares[i] = dot(points[i], points[i]) / 2;
    }
    this.pivots = points.length <= EXACT ? new int[0] : pivots(points.length);
    this.groups = group();
  }

  int size() {
    return points.length;
  }

  float[] point(int ordinal) {
    return points[ordinal];
  }

  boolean isAt(Centres others) {
    return Arrays.deepEquals(points, others.points);
  }

  /** The centre nearest to a vector. */
  int nearest(float[] vector) {
    return nearest(vector, 1, -1)[0];
  }

  /** The nearest centres other than the given one, nearest first. */
  int[] nearestOthers(int ordinal, int count) {
    return nearest(points[ordinal], Math.min(count, points.length - 1), ordinal);
  }

  private int[] nearest(float[] vector, int count, int except) {
    Nearest found = new Nearest(count);
    if (pivots.length == 0) {
      for (int i = 0; i < points.length; i++) {
        if (i != except) {
          found.offer(i, halfSquares[i] - dot(points[i], vector));
        }
      }
      return found.ordinals();
    }
    Nearest near = new Nearest(Math.min(GROUPS_SEARCHED, pivots.length));
    for (int g = 0; g < pivots.length; g++) {
      near.offer(g, halfSquares[pivots[g]] - dot(points[pivots[g]], vector));
    }
    for (int g : near.ordinals()) {
      for (int i : groups[g]) {
        if (i != except) {
          found.offer(i, halfSquares[i] - dot(points[i], vector));
        }
      }
    }
    return found.ordinals();
  }

  /** Spread over the ordinals, which follow the tree of the bisecting. */
  private static int[] pivots(int size) {
    int count = (int) Math.ceil(Math.sqrt(size));
    int[] pivots = new int[count];
    for (int g = 0; g < count; g++) {
      pivots[g] = (int) ((long) g * size / count);
    }
    return pivots;
  }

  private int[][] group() {
    List<List<Integer>> members = new ArrayList<>();
    for (int g = 0; g < pivots.length; g++) {
      members.add(new ArrayList<>());
    }
    for (int i = 0; i < points.length && pivots.length > 0; i++) {
      Nearest nearest = new Nearest(1);
      for (int g = 0; g < pivots.length; g++) {
        nearest.offer(g, halfSquares[pivots[g]] - dot(points[pivots[g]], points[i]));
      }
      members.get(nearest.ordinals()[0]).add(i);
    }
    return members.stream()
        .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
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

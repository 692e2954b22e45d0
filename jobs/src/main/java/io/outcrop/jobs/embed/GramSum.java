package io.outcrop.jobs.embed;

import io.outcrop.jobs.embed.Vocabulary.TermVector;

/** A running product of a Gram matrix with another: row by row, in exact integers. */
final class GramSum {
  private static final int HALF = 1 << (Vocabulary.WEIGHT_BITS - 1);

  private final int[][] matrix;
  private final int columns;
  private final long[][] sum;

  GramSum(int[][] matrix, int columns) {
    this.matrix = matrix;
    this.columns = columns;
    this.sum = new long[matrix.length][columns];
  }

  void add(TermVector row, long traces) {
    int[] projected = row.times(matrix, columns);
    for (int j = 0; j < columns; j++) {
      projected[j] = (projected[j] + HALF) >> Vocabulary.WEIGHT_BITS;
    }
    for (int i = 0; i < row.terms().length; i++) {
      add(traces * row.weights()[i], projected, sum[row.terms()[i]]);
    }
  }

  private static void add(long weight, int[] projected, long[] sum) {
    int length = sum.length;
    for (int j = 0; j < length; j++) {
      sum[j] += weight * projected[j];
    }
  }

  long[][] sum() {
    return sum;
  }

  static long[][] plus(long[][] left, long[][] right) {
    for (int i = 0; i < left.length; i++) {
      for (int j = 0; j < left[i].length; j++) {
        left[i][j] += right[i][j];
      }
    }
    return left;
  }
}

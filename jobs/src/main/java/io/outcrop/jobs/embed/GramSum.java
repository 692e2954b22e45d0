package io.outcrop.jobs.embed;

import io.outcrop.jobs.embed.Vocabulary.TermVector;
import java.util.Arrays;

/** A running product of a Gram matrix with another: row by row, in exact integers. */
final class GramSum {
  private static final long HALF = 1L << (Vocabulary.WEIGHT_BITS - 1);

  private final int[] matrix;
  private final int columns;
  private final long[] sum;

  GramSum(int[] matrix, int columns) {
    this.matrix = matrix;
    this.columns = columns;
    this.sum = new long[matrix.length];
  }

  void add(TermVector row, long traces) {
    long[] projected = row.times(matrix, columns);
    for (int j = 0; j < columns; j++) {
      projected[j] = (projected[j] + HALF) >> Vocabulary.WEIGHT_BITS;
    }
    for (int i = 0; i < row.terms().length; i++) {
      long weight = traces * row.weights()[i];
      int at = row.terms()[i] * columns;
      for (int j = 0; j < columns; j++) {
        sum[at + j] += weight * projected[j];
      }
    }
  }

  long[] sum() {
    return sum;
  }

  static long[] plus(long[] left, long[] right) {
    long[] both = Arrays.copyOf(left, left.length);
    for (int i = 0; i < both.length; i++) {
      both[i] += right[i];
    }
    return both;
  }
}

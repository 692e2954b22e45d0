package io.outcrop.jobs.embed;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The leading right singular vectors of a corpus' term matrix, by randomised subspace iteration
 * (Halko, Martinsson and Tropp, 2011).
 *
 * <p>The passes over the data sum integers, so they are exact in any order; what is rounded is
 * rounded on the driver, in one order.
 */
final class SubspaceIteration {
  /** Projections are multiples of 2^-20. */
  static final int GRID_BITS = 20;

  private static final double GRID = 1 << GRID_BITS;
  private static final int OVERSAMPLING = 8;
  private static final double NEGLIGIBLE = 1e-9;

  private final Corpus corpus;
  private final int terms;
  private final LexicalOptions options;

  SubspaceIteration(Corpus corpus, int terms, LexicalOptions options) {
    this.corpus = corpus;
    this.terms = terms;
    this.options = options;
  }

  /** The vectors as rows' projections: terms by dimensions, in units of 2^-20. */
  int[][] run() {
    long most = Math.min(terms, Math.max(1, corpus.sentences()));
    int columns = (int) Math.min(options.dimensions() + OVERSAMPLING, most);
    double[][] basis = start(columns);
    for (int pass = 1; pass < options.passes(); pass++) {
      basis = orthonormal(times(basis));
    }
    return ritz(basis, times(basis));
  }

  /** Columns, not rows, are the outer arrays here: they are what is combined. */
  private double[][] start(int columns) {
    double[][] start = new double[columns][terms];
    if (columns == terms) {
      for (int i = 0; i < terms; i++) {
        start[i][i] = 1;
      }
      return start;
    }
    SplittableRandom random = new SplittableRandom(options.seed());
    for (double[] column : start) {
      for (int i = 0; i < terms; i++) {
        column[i] = random.nextBoolean() ? 1 : -1;
      }
    }
    return orthonormal(start);
  }

  private double[][] times(double[][] basis) {
    int columns = basis.length;
    int[][] matrix = new int[terms][columns];
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < terms; i++) {
        int rounded = (int) Math.rint(basis[j][i] * GRID);
        matrix[i][j] = rounded;
        basis[j][i] = rounded / GRID;
      }
    }
    long[][] product = corpus.gram(matrix, columns);
    double[][] result = new double[columns][terms];
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < terms; i++) {
        result[j][i] = product[i][j];
      }
    }
    return result;
  }

  /** Modified Gram-Schmidt, twice; columns that depend on earlier ones are dropped. */
  private static double[][] orthonormal(double[][] columns) {
    double largest = Arrays.stream(columns).mapToDouble(c -> dot(c, c)).max().orElse(0);
    double[][] kept = new double[columns.length][];
    int count = 0;
    for (double[] column : columns) {
      for (int round = 0; round < 2; round++) {
        for (int j = 0; j < count; j++) {
          subtract(column, kept[j], dot(column, kept[j]));
        }
      }
      double square = dot(column, column);
      if (square > largest * NEGLIGIBLE * NEGLIGIBLE) {
        scale(column, 1 / Math.sqrt(square));
        kept[count++] = column;
      }
    }
    return Arrays.copyOf(kept, count);
  }

  private int[][] ritz(double[][] basis, double[][] product) {
    int columns = basis.length;
    if (columns == 0) {
      return new int[terms][0];
    }
    double[][] small = new double[columns][columns];
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j <= i; j++) {
        double mean = (dot(basis[i], product[j]) + dot(basis[j], product[i])) / 2;
        small[i][j] = mean;
        small[j][i] = mean;
      }
    }
    SymmetricEigen eigen = SymmetricEigen.of(small);
    int dimensions = 0;
    while (dimensions < Math.min(columns, options.dimensions())
        && eigen.value(dimensions) > NEGLIGIBLE * eigen.value(0)) {
      dimensions++;
    }
    int[][] projection = new int[terms][dimensions];
    for (int d = 0; d < dimensions; d++) {
      double[] direction = combine(basis, eigen.vector(d));
      for (int i = 0; i < terms; i++) {
        projection[i][d] = (int) StrictMath.rint(direction[i] * GRID);
      }
    }
    return projection;
  }

  /** The combination of the basis, its sign fixed by its largest entry. */
  private double[] combine(double[][] basis, double[] coefficients) {
    double[] direction = new double[terms];
    for (int j = 0; j < basis.length; j++) {
      subtract(direction, basis[j], -coefficients[j]);
    }
    int largest = 0;
    for (int i = 1; i < terms; i++) {
      // On the grid, so that entries equal but for rounding leave the choice to the first.
      if (StrictMath.rint(Math.abs(direction[i]) * GRID)
          > StrictMath.rint(Math.abs(direction[largest]) * GRID)) {
        largest = i;
      }
    }
    if (direction[largest] < 0) {
      scale(direction, -1);
    }
    return direction;
  }

  /** In four running sums: always the same ones, so the rounding is too. */
  private static double dot(double[] left, double[] right) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < left.length; i += 4) {
      s0 += left[i] * right[i];
      s1 += left[i + 1] * right[i + 1];
      s2 += left[i + 2] * right[i + 2];
      s3 += left[i + 3] * right[i + 3];
    }
    for (; i < left.length; i++) {
      s0 += left[i] * right[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  private static void subtract(double[] from, double[] direction, double times) {
    for (int i = 0; i < from.length; i++) {
      from[i] -= times * direction[i];
    }
  }

  private static void scale(double[] vector, double factor) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= factor;
    }
  }
}

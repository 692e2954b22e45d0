package io.outcrop.jobs.embed;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The eigenvalues of a symmetric matrix, largest first, and a vector of unit length for each.
 *
 * <p>By cyclic Jacobi rotations: slower than reduction to three diagonals, but it converges for
 * every matrix, those of low rank included, which the commons-math solver gives up on.
 */
public final class SymmetricEigen {
  private static final int MOST_SWEEPS = 60;
  private static final double NEGLIGIBLE = 1e-15;

  private final double[] values;
  private final double[][] vectors;

  private SymmetricEigen(double[] values, double[][] vectors) {
    this.values = values;
    this.vectors = vectors;
  }

  /** Solves the matrix, of which only a copy is changed. */
  public static SymmetricEigen of(double[][] matrix) {
    int size = matrix.length;
    double[][] rest = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
    double[][] turned = new double[size][size];
    double scale = 0;
    for (int i = 0; i < size; i++) {
      turned[i][i] = 1;
      for (double entry : rest[i]) {
        scale = Math.max(scale, Math.abs(entry));
      }
    }
    boolean moved = true;
    for (int sweep = 0; sweep < MOST_SWEEPS && moved; sweep++) {
      moved = sweep(rest, turned, scale * NEGLIGIBLE);
    }
    return sorted(rest, turned);
  }

  /** Columns of the matrix. */
  public int size() {
    return values.length;
  }

  public double value(int rank) {
    return values[rank];
  }

  public double[] vector(int rank) {
    return vectors[rank].clone();
  }

  private static boolean sweep(double[][] rest, double[][] turned, double negligible) {
    boolean moved = false;
    for (int p = 0; p < rest.length; p++) {
      for (int q = p + 1; q < rest.length; q++) {
        if (Math.abs(rest[p][q]) > negligible) {
          rotate(rest, turned, p, q);
          moved = true;
        }
      }
    }
    return moved;
  }

  /** Turns the plane of p and q so that their common entry becomes nought. */
  private static void rotate(double[][] rest, double[][] turned, int p, int q) {
    double theta = (rest[q][q] - rest[p][p]) / (2 * rest[p][q]);
    double tangent = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double cosine = 1 / Math.sqrt(tangent * tangent + 1);
    double sine = tangent * cosine;
    for (double[] row : rest) {
      double left = row[p];
      double right = row[q];
      row[p] = cosine * left - sine * right;
      row[q] = sine * left + cosine * right;
    }
    turn(rest[p], rest[q], cosine, sine);
    turn(turned[p], turned[q], cosine, sine);
    rest[p][q] = 0;
    rest[q][p] = 0;
  }

  private static void turn(double[] p, double[] q, double cosine, double sine) {
    for (int i = 0; i < p.length; i++) {
      double left = p[i];
      double right = q[i];
      p[i] = cosine * left - sine * right;
      q[i] = sine * left + cosine * right;
    }
  }

  private static SymmetricEigen sorted(double[][] rest, double[][] turned) {
    int[] order =
        IntStream.range(0, rest.length)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer i) -> -rest[i][i])
                    .thenComparingInt(Integer::intValue))
            .mapToInt(Integer::intValue)
            .toArray();
    return new SymmetricEigen(
        Arrays.stream(order).mapToDouble(i -> rest[i][i]).toArray(),
        Arrays.stream(order).mapToObj(i -> turned[i]).toArray(double[][]::new));
  }
}

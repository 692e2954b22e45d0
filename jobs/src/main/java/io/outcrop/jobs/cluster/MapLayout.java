package io.outcrop.jobs.cluster;

import io.outcrop.jobs.embed.SymmetricEigen;

/** Places leaves on a plane: the first two principal coordinates of their centres. */
final class MapLayout {
  private static final double GRID = 1_000_000;

  private MapLayout() {}

  /** x and y of each centre; all at the origin where they do not differ. */
  static double[][] of(float[][] centres, long[] weights) {
    double[][] places = new double[centres.length][2];
    if (centres.length < 2) {
      return places;
    }
    double[] mean = mean(centres, weights);
    double[][] covariance = covariance(centres, weights, mean);
    SymmetricEigen eigen = SymmetricEigen.of(covariance);
    for (int axis = 0; axis < Math.min(2, mean.length); axis++) {
      double[] direction = directed(eigen.vector(axis));
      for (int i = 0; i < centres.length; i++) {
        double at = 0;
        for (int d = 0; d < mean.length; d++) {
          at += (centres[i][d] - mean[d]) * direction[d];
        }
        places[i][axis] = StrictMath.rint(at * GRID) / GRID + 0.0;
      }
    }
    return places;
  }

  private static double[] mean(float[][] centres, long[] weights) {
    double[] mean = new double[centres[0].length];
    double total = 0;
    for (int i = 0; i < centres.length; i++) {
      total += weights[i];
      for (int d = 0; d < mean.length; d++) {
        mean[d] += weights[i] * (double) centres[i][d];
      }
    }
    for (int d = 0; d < mean.length; d++) {
      mean[d] /= total;
    }
    return mean;
  }

  private static double[][] covariance(float[][] centres, long[] weights, double[] mean) {
    int size = mean.length;
    double[][] covariance = new double[size][size];
    for (int i = 0; i < centres.length; i++) {
      for (int a = 0; a < size; a++) {
        double left = weights[i] * (centres[i][a] - mean[a]);
        for (int b = 0; b <= a; b++) {
          covariance[a][b] += left * (centres[i][b] - mean[b]);
        }
      }
    }
    for (int a = 0; a < size; a++) {
      for (int b = 0; b < a; b++) {
        covariance[b][a] = covariance[a][b];
      }
    }
    return covariance;
  }

  private static double[] directed(double[] direction) {
    int largest = 0;
    for (int d = 1; d < direction.length; d++) {
      if (Math.abs(direction[d]) > Math.abs(direction[largest]) + 1e-9) {
        largest = d;
      }
    }
    double sign = direction[largest] < 0 ? -1 : 1;
    double[] directed = new double[direction.length];
    for (int d = 0; d < directed.length; d++) {
      directed[d] = sign * direction[d];
    }
    return directed;
  }
}

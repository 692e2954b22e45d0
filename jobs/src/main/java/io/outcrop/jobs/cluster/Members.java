package io.outcrop.jobs.cluster;

import java.io.Serializable;

/**
 * The exact sum of a cluster's members: vectors in units of 2^-20, each times its traces.
 *
 * <p>Sums stay below 2^63 for 2^40 traces.
 */
final class Members implements Serializable {
  private static final float GRID = 1 << 20;

  private final long[] sum;
  private long traces;
  private long withoutVector;

  Members(int dimensions) {
    this.sum = new long[dimensions];
  }

  /** A sum in units of 2^-20, with its traces and those of them whose vector is zero. */
  Members(long[] sum, long traces, long withoutVector) {
    this.sum = sum.clone();
    this.traces = traces;
    this.withoutVector = withoutVector;
  }

  Members add(Point point) {
    boolean zero = true;
    float[] vector = point.vector();
    for (int i = 0; i < sum.length; i++) {
      long entry = Math.round((double) vector[i] * GRID);
      sum[i] += entry * point.traces();
      zero &= entry == 0;
    }
    traces += point.traces();
    withoutVector += zero ? point.traces() : 0;
    return this;
  }

  Members add(Members other) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other.sum[i];
    }
    traces += other.traces;
    withoutVector += other.withoutVector;
    return this;
  }

  Members copy() {
    return new Members(sum.length).add(this);
  }

  long traces() {
    return traces;
  }

  /** The mean, on the grid. */
  float[] centre() {
    float[] centre = new float[sum.length];
    for (int i = 0; i < centre.length; i++) {
      centre[i] = (float) StrictMath.rint(sum[i] / (double) Math.max(1, traces)) / GRID;
    }
    return centre;
  }

  /** Mean cosine of the members to their centre: for unit vectors the length of the mean. */
  double cohesion() {
    double square = 0;
    for (long entry : sum) {
      square += ((double) entry / GRID) * ((double) entry / GRID);
    }
    if (withoutVector == traces) {
      return 1;
    }
    return Math.min(1, Math.sqrt(square) / traces);
  }
}

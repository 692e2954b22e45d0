package io.outcrop.jobs.cluster;

import java.util.Arrays;

/**
 * Exact sums of the members of some successive centres: vectors in units of 2^-20, each times its
 * traces.
 */
final class CentreSums implements Passes.Part {
  /** Centres in one piece, which is what is sent between processes. */
  static final int PIECE = 256;

  private static final float GRID = 1 << 20;

  private final int dimensions;
  private final long[] sums;
  private final long[] traces;
  private final long[] withoutVector;
  private long error;

  CentreSums(int dimensions) {
    this.dimensions = dimensions;
    this.sums = new long[PIECE * dimensions];
    this.traces = new long[PIECE];
    this.withoutVector = new long[PIECE];
  }

  /** Adds a point to the sum of a centre, which lies at a squared distance from it. */
  void add(int slot, PointBlock block, int row, float squaredDistance) {
    long weight = block.traces()[row];
    float[] matrix = block.matrix();
    int from = row * dimensions;
    int to = slot * dimensions;
    for (int d = 0; d < dimensions; d++) {
      long entry = (int) (matrix[from + d] * GRID);
      sums[to + d] += entry * weight;
    }
    traces[slot] += weight;
    if (block.squares()[row] == 0) {
      withoutVector[slot] += weight;
    }
    error += Math.round((double) Math.max(0f, squaredDistance) * GRID) * weight;
  }

  @Override
  public CentreSums add(Passes.Part part) {
    CentreSums other = (CentreSums) part;
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.sums[i];
    }
    for (int i = 0; i < PIECE; i++) {
      traces[i] += other.traces[i];
      withoutVector[i] += other.withoutVector[i];
    }
    error += other.error;
    return this;
  }

  boolean has(int slot) {
    return traces[slot] > 0;
  }

  Members members(int slot) {
    return new Members(
        Arrays.copyOfRange(sums, slot * dimensions, (slot + 1) * dimensions),
        traces[slot],
        withoutVector[slot]);
  }

  /** Squared distances times traces, in units of 2^-20. */
  long error() {
    return error;
  }
}

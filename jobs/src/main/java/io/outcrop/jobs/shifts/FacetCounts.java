package io.outcrop.jobs.shifts;

/**
 * How many traces of both sides have one value of a facet, by the day of the week, and how that
 * varies between tenants.
 *
 * @param facet empty, with the value, for all traces
 * @param now by day of the week
 * @param before the same of the baseline
 * @param amounts sum over the traces of either side, baseline first; noughts where the facet is no
 *     amount
 * @param moments sums over blocks
 */
record FacetCounts(
    String facet, String value, long[] now, long[] before, double[] amounts, Moments moments) {
  static final int WEEK = 7;

  /**
   * Sums over blocks of traces that are alike, such as those of one tenant: products of how many of
   * a block have the value and of how many there are, on either side (1 the traces that are
   * compared, 0 the baseline).
   *
   * @param blocks that have any
   */
  record Moments(
      double with11,
      double with00,
      double with10,
      double all11,
      double all10,
      double all01,
      double all00,
      long blocks) {}

  long onNow() {
    return sum(now);
  }

  long onBefore() {
    return sum(before);
  }

  long both() {
    return onNow() + onBefore();
  }

  /**
   * How much more the difference of the two shares varies than it would if each trace were drawn by
   * itself: the variance over blocks, each of which may have traces on both sides, over the
   * binomial one. What all blocks have in common is the difference itself, and no variance.
   *
   * @param all the counts of all traces
   */
  double designEffect(FacetCounts all) {
    long blocks = all.moments.blocks();
    double n1 = all.onNow();
    double n0 = all.onBefore();
    double p1 = onNow() / n1;
    double p0 = onBefore() / n0;
    double binomial = p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0;
    if (blocks < 2 || binomial <= 0) {
      return 1;
    }
    // Of a block: u = what has the value, v = what would have it if it were like all;
    // each its part of the traces that are compared less its part of the baseline.
    double uu =
        moments.with11() / (n1 * n1)
            - 2 * moments.with10() / (n1 * n0)
            + moments.with00() / (n0 * n0);
    double uv =
        p1 * (moments.all11() / (n1 * n1) - moments.all01() / (n1 * n0))
            - p0 * (moments.all10() / (n1 * n0) - moments.all00() / (n0 * n0));
    Moments whole = all.moments;
    double vv =
        p1 * p1 * whole.with11() / (n1 * n1)
            - 2 * p1 * p0 * whole.with10() / (n1 * n0)
            + p0 * p0 * whole.with00() / (n0 * n0);
    return Math.max(0, uu - 2 * uv + vv) * blocks / (blocks - 1) / binomial;
  }

  private static long sum(long[] counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }
}

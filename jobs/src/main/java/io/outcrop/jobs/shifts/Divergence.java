package io.outcrop.jobs.shifts;

/** How far two distributions over the same values lie apart, after Jensen and Shannon. */
final class Divergence {
  private static final double LN_2 = StrictMath.log(2);

  private Divergence() {}

  /**
   * In bits: 0 where they are alike, 1 where they share no value.
   *
   * @param one shares that sum to 1
   * @param other the same
   */
  static double of(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      double middle = (one[i] + other[i]) / 2;
      sum += term(one[i], middle) + term(other[i], middle);
    }
    return Math.max(0, Math.min(1, sum / 2 / LN_2));
  }

  private static double term(double share, double middle) {
    return share <= 0 ? 0 : share * StrictMath.log(share / middle);
  }
}

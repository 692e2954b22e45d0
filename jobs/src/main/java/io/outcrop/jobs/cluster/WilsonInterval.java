package io.outcrop.jobs.cluster;

/**
 * The interval that holds a share with 95 % confidence, after Wilson (1927): right for few traces
 * and for shares near none or all.
 */
public record WilsonInterval(double low, double high) {
  private static final double Z = 1.959963984540054;

  /**
   * Of a share.
   *
   * @param share 0 to 1
   * @param of of how many traces
   */
  public static WilsonInterval of(double share, long of) {
    if (of <= 0) {
      return new WilsonInterval(0, 1);
    }
    double square = Z * Z / of;
    double middle = share + square / 2;
    double half = Z * Math.sqrt(share * (1 - share) / of + square / of / 4);
    return new WilsonInterval(
        Math.max(0, (middle - half) / (1 + square)), Math.min(1, (middle + half) / (1 + square)));
  }
}

package io.outcrop.jobs.cluster;

import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.special.Gamma;

/** How surely two shares differ. */
public final class Significance {
  private static final double FEW_EXPECTED = 5;

  private Significance() {}

  /**
   * The chance, two-sided, of shares as different as these if there were no difference: Fisher's
   * exact test where any expected count is below five, else the two-proportion z-test.
   *
   * @param inside members that have it, of {@code insideTotal}
   * @param outside others that have it, of {@code outsideTotal}
   * @return 1 where either side is empty
   */
  public static double pValue(long inside, long insideTotal, long outside, long outsideTotal) {
    if (inside < 0 || inside > insideTotal || outside < 0 || outside > outsideTotal) {
      throw new IllegalArgumentException(
          "Cannot test shares %d of %d and %d of %d: a part exceeds its whole"
              .formatted(inside, insideTotal, outside, outsideTotal));
    }
    long total = insideTotal + outsideTotal;
    long with = inside + outside;
    if (insideTotal == 0 || outsideTotal == 0 || with == 0 || with == total) {
      return 1;
    }
    double share = (double) with / total;
    double least = Math.min(share, 1 - share) * Math.min(insideTotal, outsideTotal);
    return least < FEW_EXPECTED
        ? fisher(inside, insideTotal, with, total)
        : z(inside, insideTotal, outside, outsideTotal, share);
  }

  private static double z(
      long inside, long insideTotal, long outside, long outsideTotal, double share) {
    double difference = (double) inside / insideTotal - (double) outside / outsideTotal;
    double error = Math.sqrt(share * (1 - share) * (1.0 / insideTotal + 1.0 / outsideTotal));
    return Erf.erfc(Math.abs(difference) / error / Math.sqrt(2));
  }

  /** Twice the smaller tail of the hypergeometric distribution. */
  private static double fisher(long inside, long insideTotal, long with, long total) {
    long low = Math.max(0, insideTotal + with - total);
    long high = Math.min(insideTotal, with);
    double upper = 0;
    double lower = 0;
    // The smaller of the margins bounds the sum, and an expected count below five keeps it short.
    for (long k = inside; k <= high; k++) {
      double term = hypergeometric(k, insideTotal, with, total);
      upper += term;
      if (term < 1e-18 * upper) {
        break;
      }
    }
    for (long k = inside; k >= low; k--) {
      double term = hypergeometric(k, insideTotal, with, total);
      lower += term;
      if (term < 1e-18 * lower) {
        break;
      }
    }
    return Math.min(1, 2 * Math.min(lower, upper));
  }

  private static double hypergeometric(long k, long draws, long with, long total) {
    return StrictMath.exp(choose(with, k) + choose(total - with, draws - k) - choose(total, draws));
  }

  private static double choose(long n, long k) {
    return Gamma.logGamma(n + 1.0) - Gamma.logGamma(k + 1.0) - Gamma.logGamma(n - k + 1.0);
  }
}

package io.outcrop.jobs.shifts;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.special.Gamma;

/**
 * How far two sides diverge, against how far they would if it were chance which trace is of which
 * side.
 *
 * <p>The null distribution is that of exchanged sides: within each stratum, as many traces as the
 * side has are drawn from those of both. Only counts are drawn (multivariate hypergeometric), so
 * that it costs no look at a trace. The baseline is weighted so that its strata are as frequent as
 * those of the other side. Traces of one tenant are alike, so that there is less in them than in as
 * many of different tenants: the distribution is widened by the design effect, after Rao and Scott
 * (1981). Beyond what was drawn, chances follow a gamma distribution of the same mean and variance,
 * which is what a divergence of many traces has.
 *
 * @param divergence Jensen and Shannon's, in bits
 * @param nullMedian its median where nothing shifted
 * @param null95 its 95th percentile there
 * @param pValue chance of such a divergence there
 */
record Exchange(double divergence, double nullMedian, double null95, double pValue) {
  private static final int FEW_REACHED = 10;
  private static final double LEAST_P = 1e-300;

  /** Between these chances more is drawn. */
  private static final double UNSURE = 0.02;

  private static final double SURE = 1e-8;
  private static final int FURTHER = 10;

  /**
   * Of one facet.
   *
   * @param now counts by stratum and value
   * @param before the same of the baseline; no stratum is empty on either side
   * @param designEffect how much more such counts vary than those of independent traces, at least 1
   * @param draws how many exchanges
   */
  static Exchange of(long[][] now, long[][] before, double designEffect, int draws, Random random) {
    double seen = Divergence.of(shares(now, now), shares(before, now));
    double[] drawn = drawn(now, before, designEffect, draws, random);
    double pValue = pValue(seen, drawn);
    if (pValue < UNSURE && pValue > SURE) {
      // Of a few draws the tail is a rough guess.
      drawn = drawn(now, before, designEffect, FURTHER * draws, random);
      pValue = pValue(seen, drawn);
    }
    return new Exchange(seen, Math.min(1, at(drawn, 0.5)), Math.min(1, at(drawn, 0.95)), pValue);
  }

  private static double[] drawn(
      long[][] now, long[][] before, double designEffect, int draws, Random random) {
    double[] drawn = new double[draws];
    long[][] one = new long[now.length][now[0].length];
    long[][] other = new long[now.length][now[0].length];
    for (int i = 0; i < draws; i++) {
      for (int stratum = 0; stratum < now.length; stratum++) {
        exchange(now[stratum], before[stratum], one[stratum], other[stratum], random);
      }
      drawn[i] = Divergence.of(shares(one, now), shares(other, now)) * designEffect;
    }
    Arrays.sort(drawn);
    return drawn;
  }

  /** Shares of the values, the strata weighted as those of another side are. */
  static double[] shares(long[][] counts, long[][] weights) {
    double[] shares = new double[counts[0].length];
    long all = 0;
    for (long[] stratum : weights) {
      all += sum(stratum);
    }
    for (int stratum = 0; stratum < counts.length; stratum++) {
      double weight = (double) sum(weights[stratum]) / all / sum(counts[stratum]);
      for (int value = 0; value < shares.length; value++) {
        shares[value] += weight * counts[stratum][value];
      }
    }
    return shares;
  }

  private static void exchange(long[] now, long[] before, long[] one, long[] other, Random random) {
    long toDraw = sum(now);
    long left = toDraw + sum(before);
    for (int value = 0; value < now.length; value++) {
      long both = now[value] + before[value];
      long drawn = Hypergeometric.draw(both, left, toDraw, random);
      one[value] = drawn;
      other[value] = both - drawn;
      toDraw -= drawn;
      left -= both;
    }
  }

  private static double pValue(double seen, double[] drawn) {
    int reached = 0;
    double mean = 0;
    for (double each : drawn) {
      mean += each / drawn.length;
      if (each >= seen) {
        reached++;
      }
    }
    double counted = (reached + 1.0) / (drawn.length + 1.0);
    if (reached >= FEW_REACHED) {
      return counted;
    }
    double variance = 0;
    for (double each : drawn) {
      variance += (each - mean) * (each - mean) / (drawn.length - 1);
    }
    if (mean <= 0 || variance <= 0) {
      return seen <= 0 ? 1 : counted;
    }
    double tail = Gamma.regularizedGammaQ(mean * mean / variance, seen * mean / variance);
    return Math.max(LEAST_P, Math.min(counted, tail));
  }

  private static double at(double[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * (sorted.length - 1)))];
  }

  private static long sum(long[] counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }
}

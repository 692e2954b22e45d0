package io.outcrop.jobs.shifts;

import java.util.Random;
import org.apache.commons.math3.special.Gamma;

/** Draws without putting back, counted rather than made one by one. */
final class Hypergeometric {
  private static final double LARGE_VARIANCE = 100;
  private static final int TABLE = 1 << 14;
  private static final double[] LOG_FACTORIAL = table();

  private Hypergeometric() {}

  /**
   * How many of some items are among those drawn.
   *
   * @param with items of the kind
   * @param of all items
   * @param drawn how many are drawn
   */
  static long draw(long with, long of, long drawn, Random random) {
    long low = Math.max(0, drawn + with - of);
    long high = Math.min(drawn, with);
    if (low == high) {
      return low;
    }
    double share = (double) with / of;
    double mean = drawn * share;
    double variance = mean * (1 - share) * (of - drawn) / (of - 1.0);
    if (variance > LARGE_VARIANCE) {
      long near = Math.round(mean + StrictMath.sqrt(variance) * random.nextGaussian());
      return Math.max(low, Math.min(high, near));
    }
    return byInversion(with, of, drawn, low, high, random.nextDouble());
  }

  /** Probabilities are gone through outwards from the most likely count. */
  private static long byInversion(
      long with, long of, long drawn, long low, long high, double chance) {
    long mode = (long) ((drawn + 1.0) * (with + 1.0) / (of + 2.0));
    mode = Math.max(low, Math.min(high, mode));
    double ofMode =
        StrictMath.exp(choose(with, mode) + choose(of - with, drawn - mode) - choose(of, drawn));
    double left = chance - ofMode;
    long up = mode;
    long down = mode;
    double ofUp = ofMode;
    double ofDown = ofMode;
    while (left > 0 && (up < high || down > low)) {
      if (up < high) {
        ofUp *= (double) (with - up) * (drawn - up) / ((up + 1.0) * (of - with - drawn + up + 1.0));
        up++;
        left -= ofUp;
        if (left <= 0) {
          return up;
        }
      }
      if (down > low) {
        ofDown *=
            (double) down
                * (of - with - drawn + down)
                / ((with - down + 1.0) * (drawn - down + 1.0));
        down--;
        left -= ofDown;
        if (left <= 0) {
          return down;
        }
      }
      if (ofUp < 1e-18 && ofDown < 1e-18) {
        return mode;
      }
    }
    return mode;
  }

  private static double choose(long n, long k) {
    return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
  }

  private static double logFactorial(long n) {
    return n < TABLE ? LOG_FACTORIAL[(int) n] : Gamma.logGamma(n + 1.0);
  }

  private static double[] table() {
    double[] table = new double[TABLE];
    for (int i = 2; i < TABLE; i++) {
      table[i] = table[i - 1] + StrictMath.log(i);
    }
    return table;
  }
}

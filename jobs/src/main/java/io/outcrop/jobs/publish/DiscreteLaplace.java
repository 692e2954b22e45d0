package io.outcrop.jobs.publish;

import java.util.Random;

/**
 * The discrete Laplace distribution: the integer {@code x} with a probability in proportion to
 * {@code exp(-|x| / scale)}.
 *
 * <p>It is sampled without floating point, whose gaps betray the value under the noise, by the
 * method of Canonne, Kamath and Steinke, "The Discrete Gaussian for Differential Privacy" (2020),
 * algorithms 1 and 2.
 */
final class DiscreteLaplace {
  private final long numerator;
  private final int denominator;

  /** The scale as a fraction; both at least 1. */
  DiscreteLaplace(long numerator, int denominator) {
    if (numerator < 1 || denominator < 1) {
      throw new IllegalArgumentException(
          "a scale must be positive, was %d / %d".formatted(numerator, denominator));
    }
    this.numerator = numerator;
    this.denominator = denominator;
  }

  /** Draws once; for a guarantee the source has to be a {@link java.security.SecureRandom}. */
  long sample(Random random) {
    while (true) {
      long fraction = uniform(random, numerator);
      if (!bernoulliExp(random, fraction, numerator)) {
        continue;
      }
      long whole = 0;
      while (bernoulliExp(random, 1, 1)) {
        whole++;
      }
      long size = (fraction + numerator * whole) / denominator;
      boolean negative = random.nextBoolean();
      if (!negative || size > 0) {
        return negative ? -size : size;
      }
    }
  }

  /** True with probability exp(-a / b), for a fraction from 0 to 1. */
  private static boolean bernoulliExp(Random random, long a, long b) {
    long k = 1;
    while (bernoulli(random, a, b * k)) {
      k++;
    }
    return k % 2 == 1;
  }

  private static boolean bernoulli(Random random, long a, long b) {
    return uniform(random, b) < a;
  }

  /** Below a bound, each alike: what lies beyond the last whole multiple is drawn again. */
  private static long uniform(Random random, long bound) {
    long bits;
    long value;
    do {
      bits = random.nextLong() >>> 1;
      value = bits % bound;
    } while (bits - value + (bound - 1) < 0);
    return value;
  }
}

package io.outcrop.jobs.shifts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.apache.commons.math3.distribution.HypergeometricDistribution;
import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExchangeTest {
  private static final int DRAWS = 200;

  @Test
  void divergence_isNoughtOfTheSameAndOneOfStrangers() {
    assertThat(Divergence.of(new double[] {0.3, 0.7}, new double[] {0.3, 0.7})).isZero();
    assertThat(Divergence.of(new double[] {1, 0}, new double[] {0, 1})).isEqualTo(1);
    // By hand: the entropy of (3/4, 1/4), less half a bit.
    assertThat(Divergence.of(new double[] {1, 0}, new double[] {0.5, 0.5}))
        .isCloseTo(0.8112781 - 0.5, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({"3, 40, 20", "50, 400, 100", "30, 40, 35", "4000, 90000, 30000", "1, 2, 1"})
  void draws_haveTheMeanAndSpreadOfTheDistribution(int with, int of, int drawn) {
    Random random = new Random(1);
    HypergeometricDistribution expected = new HypergeometricDistribution(of, with, drawn);
    double sum = 0;
    double squares = 0;
    int times = 20_000;
    for (int i = 0; i < times; i++) {
      long count = Hypergeometric.draw(with, of, drawn, random);
      assertThat(count)
          .isBetween((long) Math.max(0, with + drawn - of), (long) Math.min(with, drawn));
      sum += count;
      squares += (double) count * count;
    }
    double mean = sum / times;
    double spread = Math.sqrt(expected.getNumericalVariance());
    assertThat(mean).isCloseTo(expected.getNumericalMean(), within(0.03 * spread));
    assertThat(Math.sqrt(squares / times - mean * mean)).isCloseTo(spread, within(0.03 * spread));
  }

  /** A divergence times twice the traces' harmonic half, in natural units, is chi-square. */
  @Test
  void pValue_ofLargeCounts_isThatOfChiSquare() {
    long[][] now = {{330, 300, 370}};
    long[][] before = {{1250, 1350, 1400}};
    double chiSquare = 0;
    for (int i = 0; i < 3; i++) {
      double share = (now[0][i] + before[0][i]) / 5000.0;
      chiSquare += square(now[0][i] - 1000 * share) / (1000 * share);
      chiSquare += square(before[0][i] - 4000 * share) / (4000 * share);
    }
    double expected = Gamma.regularizedGammaQ(1, chiSquare / 2);

    Exchange exchange = Exchange.of(now, before, 1, 2000, new Random(7));

    assertThat(expected).isBetween(0.02, 0.2);
    assertThat(exchange.pValue()).isCloseTo(expected, within(0.25 * expected));
    assertThat(exchange.nullMedian()).isPositive().isLessThan(exchange.null95());
  }

  @Test
  void pValue_farBeyondTheDraws_isTheirDistributionsTail() {
    Exchange far =
        Exchange.of(new long[][] {{200, 200}}, new long[][] {{40, 360}}, 1, DRAWS, new Random(7));

    assertThat(far.divergence()).isGreaterThan(far.null95());
    assertThat(far.pValue()).isPositive().isLessThan(1e-12);
  }

  /** Weekends are another world, and there are more of them now: nothing shifted within either. */
  @Test
  void strata_withOtherSharesAndOtherSizes_areNoShift() {
    long[][] now = {{90, 10}, {80, 320}};
    long[][] before = {{900, 100}, {20, 80}};

    assertThat(Exchange.of(now, before, 1, DRAWS, new Random(7)).pValue()).isGreaterThan(0.5);
    assertThat(
            Exchange.of(
                    new long[][] {{170, 330}}, new long[][] {{920, 180}}, 1, DRAWS, new Random(7))
                .pValue())
        .isLessThan(1e-12);
  }

  @Test
  void designEffect_widensTheNull() {
    long[][] now = {{60, 340}};
    long[][] before = {{40, 360}};
    Exchange alone = Exchange.of(now, before, 1, DRAWS, new Random(7));
    Exchange alike = Exchange.of(now, before, 4, DRAWS, new Random(7));

    assertThat(alike.null95()).isCloseTo(4 * alone.null95(), within(1e-12));
    assertThat(alone.pValue()).isLessThan(0.06);
    assertThat(alike.pValue()).isGreaterThan(0.2);
  }

  @Test
  void exchange_withTheSameSeed_isTheSame() {
    long[][] now = {{10, 40}, {7, 9}};
    long[][] before = {{30, 50}, {9, 7}};
    assertThat(Exchange.of(now, before, 1, DRAWS, new Random(3)))
        .isEqualTo(Exchange.of(now, before, 1, DRAWS, new Random(3)));
  }

  private static double square(double number) {
    return number * number;
  }
}

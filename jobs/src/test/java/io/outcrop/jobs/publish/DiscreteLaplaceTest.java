package io.outcrop.jobs.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscreteLaplaceTest {
  private static final int DRAWS = 60_000;

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 1", "25, 2", "7, 5"})
  void draws_areAsOftenAsTheDistributionSays(long numerator, int denominator) {
    DiscreteLaplace laplace = new DiscreteLaplace(numerator, denominator);
    Random random = new Random(7);
    long[] seen = new long[5];
    double sum = 0;
    for (int i = 0; i < DRAWS; i++) {
      long drawn = laplace.sample(random);
      sum += drawn;
      if (Math.abs(drawn) < seen.length) {
        seen[(int) Math.abs(drawn)]++;
      }
    }
    double decay = Math.exp(-(double) denominator / numerator);
    double atZero = (1 - decay) / (1 + decay);
    for (int size = 0; size < seen.length; size++) {
      double expected = atZero * Math.pow(decay, size) * (size == 0 ? 1 : 2);
      assertThat(seen[size] / (double) DRAWS).isCloseTo(expected, within(0.01));
    }
    double deviation = Math.sqrt(2 * decay) / (1 - decay);
    assertThat(sum / DRAWS).isCloseTo(0, within(5 * deviation / Math.sqrt(DRAWS)));
  }

  @Test
  void scale_lessThanOne_isRefused() {
    assertThatThrownBy(() -> new DiscreteLaplace(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a scale must be positive, was 0 / 1");
  }

  @Test
  void counts_withNoise_areOfBoundedContributionsAndAddUp() {
    for (long seed = 0; seed < 100; seed++) {
      RandomHierarchies.Hierarchy hierarchy = RandomHierarchies.of(seed);
      ClusterGate gate = hierarchy.gate();
      gate.blur(Map.of(), () -> 1_000);
      gate.complete();
      List<io.outcrop.jobs.tables.ClustersTable.Cluster> published = gate.published();
      assertThat(published)
          .allSatisfy(
              cluster -> {
                assertThat(gate.traces(cluster) % 1_000).isZero();
                assertThat(gate.traces(cluster)).isPositive();
              });
    }
  }
}

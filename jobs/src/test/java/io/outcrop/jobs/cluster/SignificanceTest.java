package io.outcrop.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SignificanceTest {

  @Test
  void pValue_fewExpected_isFishersExact() {
    // The lady tasting tea: 3 of 4 right has an upper tail of 17/70.
    assertThat(Significance.pValue(3, 4, 1, 4)).isCloseTo(2 * 17 / 70.0, within(1e-9));
    assertThat(Significance.pValue(4, 4, 0, 4)).isCloseTo(2 / 70.0, within(1e-9));
  }

  @Test
  void pValue_manyExpected_isTheZTest() {
    // z = 0.1 / sqrt(0.25 * 0.02) = 1.41421, two-sided 0.1573.
    assertThat(Significance.pValue(55, 100, 45, 100)).isCloseTo(0.1573, within(1e-4));
  }

  @Test
  void pValue_equalShares_isOne() {
    assertThat(Significance.pValue(50, 100, 500, 1_000)).isCloseTo(1, within(1e-9));
  }

  @Test
  void pValue_anEmptySide_isOne() {
    assertThat(Significance.pValue(5, 5, 0, 0)).isEqualTo(1);
  }

  @Test
  void pValue_partBeyondItsWhole_isRefused() {
    assertThatThrownBy(() -> Significance.pValue(5, 4, 0, 1))
        .hasMessage("Cannot test shares 5 of 4 and 0 of 1: a part exceeds its whole");
  }
}

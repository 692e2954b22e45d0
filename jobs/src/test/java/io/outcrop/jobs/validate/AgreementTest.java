package io.outcrop.jobs.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.outcrop.jobs.validate.Agreement.Cell;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
  @Test
  void agreement_ofTheSamePartition_isOne() {
    Agreement same = Agreement.of(List.of(new Cell("a", "x", 4), new Cell("b", "y", 6)));

    assertThat(same).isEqualTo(new Agreement(1, 1, 1, 1));
  }

  @Test
  void agreement_ofOneClusterForAll_isCompleteAndNoMore() {
    Agreement one = Agreement.of(List.of(new Cell("a", "x", 5), new Cell("a", "y", 5)));

    assertThat(one.homogeneity()).isCloseTo(0, within(1e-12));
    assertThat(one.completeness()).isEqualTo(1);
    assertThat(one.adjustedRand()).isCloseTo(0, within(1e-12));
  }

  @Test
  void agreement_ofIndependentHalves_isChance() {
    Agreement half =
        Agreement.of(
            List.of(
                new Cell("a", "x", 50),
                new Cell("a", "y", 50),
                new Cell("b", "x", 50),
                new Cell("b", "y", 50)));

    assertThat(half.vMeasure()).isCloseTo(0, within(1e-12));
    assertThat(half.adjustedRand()).isCloseTo(0, within(0.01));
  }

  @Test
  void agreement_ofASmallExample_isAsDefined() {
    // Labels 0 0 1 1 2 2 against clusters 0 0 1 2 2 2, by hand from the definitions.
    Agreement known =
        Agreement.of(
            List.of(
                new Cell("0", "0", 2),
                new Cell("1", "1", 1),
                new Cell("2", "1", 1),
                new Cell("2", "2", 2)));

    assertThat(known.vMeasure()).isCloseTo(0.7397, within(0.0001));
    assertThat(known.adjustedRand()).isCloseTo(0.4444, within(0.0001));
  }
}

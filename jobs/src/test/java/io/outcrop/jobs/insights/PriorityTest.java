package io.outcrop.jobs.insights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.outcrop.jobs.config.OutcropConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriorityTest {
  private static OutcropConfig.Priority weights(String... sets) {
    return OutcropConfig.load(null, List.of(sets)).insights().priority();
  }

  @Test
  void priority_byDefault_isTheProduct() {
    assertThat(new Priority(0.5, 0.4, 0.2, 1.5, 3).by(weights()))
        .as("an outcome that is not asked for counts for nothing")
        .isCloseTo(0.5 * 0.4 * 0.2 * 1.5, within(1e-12));
  }

  @Test
  void weights_leaveOutOrStress() {
    assertThat(
            new Priority(0.5, 0.4, 0.2, 1.5, 1)
                .by(
                    weights(
                        "outcrop.insights.priority.size=2",
                        "outcrop.insights.priority.tenants=0",
                        "outcrop.insights.priority.growth=0")))
        .isCloseTo(0.25 * 0.4, within(1e-12));
  }

  @Test
  void outcome_weighsWithinBounds() {
    OutcropConfig.Priority weights = weights("outcrop.insights.priority.outcome=order_value");
    assertThat(new Priority(1, 1, 1, 1, 2).by(weights)).isEqualTo(2);
    assertThat(new Priority(1, 1, 1, 1, 90).by(weights)).isEqualTo(4);
    assertThat(new Priority(1, 1, 1, 1, 0).by(weights)).isEqualTo(0.25);
  }

  @Test
  void growth_putsWhatComesBeforeWhatStands() {
    assertThat(
            List.of("new", "growing", "stable", "shrinking", "gone").stream().map(Priority::growth))
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
  }
}

package io.outcrop.jobs.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.axes.FacetUse;
import io.outcrop.jobs.config.OutcropConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AblationTest {
  private final OutcropConfig whole = OutcropConfig.load(null, List.of());

  @ParameterizedTest
  @EnumSource
  void settings_takeThatKindAndNothingElse(Ablation ablation) {
    OutcropConfig without = OutcropConfig.load(null, ablation.settings(whole));

    for (String name : without.cluster().axes()) {
      assertThat(axis(without, name).facets())
          .isEqualTo(axis(whole, name).facets().stream().filter(f -> !ablation.takes(f)).toList());
    }
    assertThat(without.identity()).isNotEqualTo(whole.identity());
  }

  @Test
  void withoutTexts_theAxisOfTasksIsNotClustered() {
    OutcropConfig without = OutcropConfig.load(null, Ablation.TEXT.settings(whole));

    assertThat(without.cluster().axes()).containsExactly("behavior", "failure");
  }

  @Test
  void withoutDetectors_noDetectorKeepsATraceOutOfAnAxis() {
    OutcropConfig without = OutcropConfig.load(null, Ablation.DETECTORS.settings(whole));

    assertThat(axis(whole, "failure").gate()).isNotEmpty();
    assertThat(axis(without, "failure").gate()).isEmpty();
    assertThat(axis(without, "behavior").facets())
        .extracting(FacetUse::column)
        .contains("step_shapes", "tool_call_count")
        .doesNotContain("issues", "loop", "phantom_tools", "grounded");
  }

  private static AxisSpec axis(OutcropConfig config, String name) {
    return config.axes().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
  }
}

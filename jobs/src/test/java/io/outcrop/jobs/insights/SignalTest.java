package io.outcrop.jobs.insights;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.insights.Signal.Share;
import io.outcrop.jobs.tables.TracesTable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignalTest {
  private static Share share(String facet, String value, double inside, double outside) {
    return new Share(facet, value, inside, outside, 1, 0.01);
  }

  @Test
  void leading_ofSeveral_isTheGravest() {
    assertThat(
            Signal.leading(
                List.of(
                    share("retry_count", "many", 1, 0),
                    share("phantom_tools", "true", 0.8, 0.1),
                    share("loop", "true", 0.9, 0.1))))
        .contains(Signal.PHANTOM_TOOLS);
  }

  @Test
  void leading_whereTheSignalIsRareAmongMembers_isNone() {
    assertThat(Signal.leading(List.of(share("loop", "true", 0.29, 0)))).isEmpty();
  }

  @Test
  void leading_whereOthersShowItAsMuch_isNone() {
    assertThat(Signal.leading(List.of(share("loop", "true", 0.9, 0.8)))).isEmpty();
  }

  @Test
  void leading_ofAnotherValue_isNone() {
    assertThat(Signal.leading(List.of(share("loop", "false", 1, 0)))).isEmpty();
  }

  @Test
  void leading_withoutAValue_sumsAllButNone() {
    List<Share> shares =
        List.of(
            share("swallowed_errors", "none", 0.5, 0.9),
            share("swallowed_errors", "one", 0.3, 0.05),
            share("swallowed_errors", "many", 0.3, 0.05));

    assertThat(Signal.leading(shares)).contains(Signal.SWALLOWED_ERRORS);
    assertThat(Signal.leading(shares.subList(0, 2))).isEmpty();
  }

  @Test
  void severity_ofAFormProblem_isTheLowestUnlessComplianceIsTouched() {
    List<Share> broken = List.of(share("downstream_ok", "false", 0.9, 0.1));
    assertThat(severity(broken)).isEqualTo(Signal.Severity.P2);
    assertThat(
            severity(
                List.of(broken.get(0), share("ignored_constraint", "forbidden_call", 0.25, 0.01))))
        .isEqualTo(Signal.Severity.P0);
    assertThat(
            severity(
                List.of(broken.get(0), share("ignored_constraint", "forbidden_call", 0.1, 0.01))))
        .isEqualTo(Signal.Severity.P2);
  }

  @Test
  void severity_whereMostFailTheirTask_isTheHighest() {
    assertThat(severity(List.of(share("timed_out", "true", 0.9, 0.1))))
        .isEqualTo(Signal.Severity.P1);
    assertThat(
            severity(
                List.of(
                    share("timed_out", "true", 0.9, 0.1),
                    share("completion_status", "failed", 0.6, 0.1))))
        .isEqualTo(Signal.Severity.P0);
    assertThat(
            severity(
                List.of(
                    share("timed_out", "true", 0.9, 0.1),
                    share("completion_status", "failed", 0.6, 0.6))))
        .as("as everywhere")
        .isEqualTo(Signal.Severity.P1);
  }

  private static Signal.Severity severity(List<Share> shares) {
    return Signal.severity(Signal.leading(shares), shares);
  }

  @Test
  void facets_ofSignals_areColumnsOfTheTable() {
    assertThat(TracesTable.TABLE.schema().fieldNames())
        .contains(Signal.facets().toArray(String[]::new));
  }

  @ParameterizedTest
  @EnumSource
  void advice_ofASignal_isWholeSentences(Signal signal) {
    assertThat(List.of(signal.cause, signal.check, signal.fix, signal.action))
        .allSatisfy(text -> assertThat(text).matches("[A-Z].*[.?]"));
  }
}

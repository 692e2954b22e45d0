package io.outcrop.jobs.insights;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.insights.Confounding.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfoundingTest {
  private static Variable variable(String name, double within) {
    return new Variable(name, 4, 0.5, within, 1, "m-2", 0.3, 0.3);
  }

  @Test
  void difference_thatStaysWithinStrata_isSaidToHold() {
    assertThat(
            new Confounding(
                    List.of(
                        variable(Confounding.TENANT, 0.45),
                        variable(Confounding.MODEL, 0.5),
                        variable(Confounding.TASK, 0.3)))
                .sentence())
        .isEqualTo("The difference holds within each tenant, model version and task too.");
  }

  @Test
  void difference_thatVanishesWithinStrata_isSaidToBeExplained() {
    assertThat(
            new Confounding(
                    List.of(variable(Confounding.TENANT, 0.5), variable(Confounding.TASK, 0.1)))
                .sentence())
        .isEqualTo(
            "Mostly explained by the task: compare within one first. The difference holds within"
                + " each tenant too.");
  }

  @Test
  void members_thatNobodyElseSharesAStratumWith_cannotBeToldFromIt() {
    Variable alone = new Variable(Confounding.MODEL, 2, 0.5, 0.5, 0.1, "m-2", 0.9, 0.1);
    assertThat(new Confounding(List.of(alone)).sentence())
        .isEqualTo(
            "Mostly explained by the model version: compare within one first. Most members are of"
                + " one model version. It is m-2.");
  }

  @Test
  void variable_ofOneValueOrNoDifference_isNotSpokenOf() {
    assertThat(
            new Confounding(
                    List.of(
                        new Variable(Confounding.TENANT, 1, 0.5, 0, 0, "t", 1, 1),
                        new Variable(Confounding.TASK, 5, 0.001, 0, 1, "t", 0.2, 0.2)))
                .sentence())
        .isNull();
  }

  @Test
  void tenant_isNeverNamed() {
    Variable one = new Variable(Confounding.TENANT, 5, 0.5, 0.5, 1, "acme", 0.9, 0.1);
    assertThat(new Confounding(List.of(one)).sentence())
        .contains("Most members are of one tenant.")
        .doesNotContain("acme");
  }
}

package io.outcrop.jobs.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.validate.Recovery.Count;
import io.outcrop.jobs.validate.Recovery.Found;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecoveryTest {
  private static final String SAME = "same_call_again";
  private static final String CUT = "answer_cut_off";

  @Test
  void failure_halfInAPureCluster_isRecovered() {
    List<Found> found =
        Recovery.of(
            List.of(
                new Count("behavior", 0, "b1", "Goes round in a loop", SAME, 20),
                new Count("behavior", 0, "b1", "Goes round in a loop", "", 20),
                new Count("behavior", 0, "b2", "Answers", SAME, 20),
                new Count("behavior", 0, "b2", "Answers", "", 400)),
            Map.of(SAME, 40L, "", 420L));

    assertThat(found).hasSize(1);
    assertThat(found.get(0).cluster()).isEqualTo("b1");
    assertThat(found.get(0).precision()).isEqualTo(0.5);
    assertThat(found.get(0).recall()).isEqualTo(0.5);
    assertThat(found.get(0).recovered()).isTrue();
    assertThat(found.get(0).named()).isTrue();
  }

  @Test
  void failure_amongItsTwins_isNotRecovered() {
    List<Found> found =
        Recovery.of(
            List.of(
                new Count("task", 1, "t1", "About seats", CUT, 40),
                new Count("task", 1, "t1", "About seats", "", 41)),
            Map.of(CUT, 40L, "", 41L));

    assertThat(found.get(0).recovered()).isFalse();
    assertThat(found.get(0).named()).isFalse();
  }

  @Test
  void failure_recoveredSomewhere_winsOverAHigherMean() {
    List<Found> found =
        Recovery.of(
            List.of(
                new Count("behavior", 0, "b1", "", CUT, 98),
                new Count("behavior", 0, "b1", "", "", 110),
                new Count("failure", 0, "f1", "", CUT, 51),
                new Count("failure", 0, "f1", "", "", 40)),
            Map.of(CUT, 100L, "", 200L));

    assertThat(found.get(0).cluster()).isEqualTo("f1");
  }
}

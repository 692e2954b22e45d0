package io.outcrop.jobs.insights;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.insights.LikelyChanges.Use;
import io.outcrop.jobs.insights.LikelyChanges.Version;
import io.outcrop.jobs.tables.InsightsTable.Change;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LikelyChangesTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);
  private static final LocalDate EIGHTH = FIRST.plusDays(7);

  /** A hundred traces on each of fourteen days. */
  private static final Map<LocalDate, Long> VOLUMES = days(100, 100);

  private static final LikelyChanges CHANGES = new LikelyChanges(VOLUMES, 0.01);

  private static Map<LocalDate, Long> days(long firstWeek, long secondWeek) {
    Map<LocalDate, Long> days = new TreeMap<>();
    for (int i = 0; i < 14; i++) {
      days.put(FIRST.plusDays(i), i < 7 ? firstWeek : secondWeek);
    }
    return days;
  }

  private static Version version(String kind, String name, long traces) {
    return new Version(kind, name, EIGHTH, EIGHTH, traces, 6);
  }

  @Test
  void version_withWhichAPatternCame_isNamedWithItsShares() {
    // 350 traces with it, of which 105 are members; 14 members without.
    List<Change> found =
        CHANGES.of(
            List.of(new Use("c", 119, version("model version", "m-2", 350), 105)), days(1, 16), 10);

    assertThat(found).hasSize(1);
    assertThat(found.get(0).version()).isEqualTo("m-2");
    assertThat(found.get(0).since()).isEqualTo(EIGHTH);
    assertThat(found.get(0).shareWith()).isEqualTo(0.3);
    assertThat(found.get(0).shareWithout()).isEqualTo(14.0 / 1050);
    assertThat(found.get(0).qValue()).isLessThan(0.01);
  }

  @Test
  void version_besideWhichOthersBecameAsBad_isNotNamed() {
    // Of the 350 others since then 105 are members too.
    assertThat(
            CHANGES.of(
                List.of(new Use("c", 217, version("model version", "m-2", 350), 105)),
                days(1, 30),
                10))
        .isEmpty();
  }

  @Test
  void version_thatChanceMayHaveMade_isNotNamed() {
    List<Use> use = List.of(new Use("c", 12, version("prompt", "p", 30), 1));
    assertThat(CHANGES.of(use, days(1, 1), 1)).isEmpty();
    List<Use> few = List.of(new Use("c", 20, version("prompt", "p", 30), 4));
    assertThat(CHANGES.of(few, days(1, 2), 1)).hasSize(1);
    assertThat(CHANGES.of(few, days(1, 2), 1_000)).as("one of a thousand questions").isEmpty();
  }

  @Test
  void versions_ofOneDay_areInTheOrderOfWhatTheyExplainAndOfKinds() {
    List<Change> found =
        CHANGES.of(
            List.of(
                new Use("c", 119, version("agent version", "7", 350), 105),
                new Use("c", 119, version("tool result", "t 1", 100), 60),
                new Use("c", 119, version("model version", "m-2", 350), 105)),
            days(1, 16),
            10);
    assertThat(found)
        .extracting(Change::kind)
        .containsExactly("model version", "agent version", "tool result");
  }

  @Test
  void deployment_justBeforeAPatternCame_isNamed() {
    Finding finding =
        SampleFindings.finding(
            SampleFindings.cluster("c", 112, 2), SampleFindings.failing(0.6, 0.2, 0.01));
    Deployments log =
        Deployments.parse(
            "time,component,version,note\n2026-03-07T22:00:00Z,planner,1.4,x\n"
                + "2026-03-02,planner,1.3,x\n");

    Map<String, List<Change>> found =
        CHANGES.byCluster(List.of(finding), List.of(), Map.of("c", days(0, 16)), log);

    assertThat(found.get("c"))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.kind()).isEqualTo("deployment");
              assertThat(change.version()).isEqualTo("planner 1.4");
              assertThat(change.shareWith()).isEqualTo(0.16);
              assertThat(change.shareWithout()).isZero();
            });
  }
}

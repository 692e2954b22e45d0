package io.outcrop.jobs.insights;

import static io.outcrop.jobs.insights.SampleFindings.cluster;
import static io.outcrop.jobs.insights.SampleFindings.failing;
import static io.outcrop.jobs.insights.SampleFindings.finding;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.insights.Ranking.Overlap;
import io.outcrop.jobs.insights.Signal.Share;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RankingTest {
  private static Finding bad(String id, long traces, double concern) {
    return finding(cluster(id, traces, concern), failing(0.6, 0.2, 0.01));
  }

  private static Finding bad(String id, String axis, int level) {
    return finding(cluster(id, axis, level, 100, 2.0, id), failing(0.6, 0.2, 0.01));
  }

  private static List<String> ranked(List<Finding> found, Overlap... overlaps) {
    return Ranking.rank(found, List.of(overlaps)).stream()
        .map(f -> f.cluster().clusterId())
        .toList();
  }

  @Test
  void findings_bad_comeFirstThenUnclearThenGood() {
    assertThat(
            ranked(
                List.of(
                    finding(cluster("good", 500, 1.0), failing(0.1, 0.2, 0.01)),
                    finding(cluster("unclear", 500, 2.9), failing(0.2, 0.2, 1)),
                    bad("bad", 20, 1.6))))
        .containsExactly("bad", "unclear", "good");
  }

  @Test
  void findings_ofHigherPriority_comeFirst() {
    assertThat(ranked(List.of(bad("mild", 100, 2.0), bad("grave", 100, 4.0))))
        .containsExactly("grave", "mild");
  }

  @Test
  void findings_alike_areOrderedByAxisLevelAndId() {
    assertThat(
            ranked(
                List.of(
                    bad("t", "task", 0),
                    bad("b2", "behavior", 1),
                    bad("b1", "behavior", 0),
                    bad("f2", "failure", 0),
                    bad("f1", "failure", 0))))
        .containsExactly("f1", "f2", "b1", "b2", "t");
  }

  @Test
  void order_whateverCameIn_isTheSame() {
    List<Finding> found = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      found.add(bad("c" + i, 20 + i % 7, 2 + i % 3));
    }
    List<String> once = ranked(found);

    Collections.shuffle(found, new Random(7));

    assertThat(ranked(found)).isEqualTo(once).hasSize(50);
  }

  @Test
  void finding_ofTheSameTraces_isToldOnceByTheFirst() {
    // 75 shared of 125 in either is exactly the limit.
    assertThat(
            ranked(
                List.of(bad("first", 100, 4.0), bad("again", 100, 3.0)),
                new Overlap("again", "first", 75)))
        .containsExactly("first");
  }

  @Test
  void finding_ofMostlyOtherTraces_stays() {
    assertThat(
            ranked(
                List.of(bad("first", 100, 4.0), bad("other", 100, 3.0)),
                new Overlap("first", "other", 74)))
        .containsExactly("first", "other");
  }

  @Test
  void finding_likeADroppedOne_stays() {
    assertThat(
            ranked(
                List.of(bad("a", 100, 4.0), bad("b", 100, 3.5), bad("c", 100, 3.0)),
                new Overlap("a", "b", 80),
                new Overlap("b", "c", 80),
                new Overlap("a", "c", 60)))
        .containsExactly("a", "c");
  }

  private static Finding causeless(String id, String title, long traces) {
    Cluster c = cluster(id, "failure", 0, traces, 2.0, id).placed(null, title);
    return new Finding(
        c,
        failing(0.9, 0.2, 0.01),
        List.of(),
        List.of(new Share("issues", "negative_outcome", 0.9, 0.1, 9, 0.01)),
        List.of(),
        SampleFindings.OVERALL);
  }

  @Test
  void findings_thatDifferByShapeAlone_areFormsOfTheFirst() {
    String lead = "Ends badly without a visible cause";
    List<Finding> told =
        Ranking.withoutShapes(
            List.of(
                causeless("a", lead + " although the task completes", 200),
                bad("loop", "failure", 0),
                causeless("b", lead + " with searches", 50),
                causeless("c", lead, 40),
                causeless("d", lead + " after repeating the same call, with questions", 30),
                causeless("e", lead + " with few members", 5)),
            finding -> finding.cluster().traces() > 20);

    assertThat(told.stream().map(f -> f.cluster().clusterId())).containsExactly("a", "loop");
    assertThat(told.get(0).forms())
        .containsExactly("with searches", "after repeating the same call, with questions");
    assertThat(told.get(0).toInsight(1).pattern())
        .endsWith(
            "It comes in several forms: with searches; after repeating the same call, with"
                + " questions.");
  }
}

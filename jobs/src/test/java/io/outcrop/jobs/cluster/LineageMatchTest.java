package io.outcrop.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.cluster.LineageMatch.Link;
import io.outcrop.jobs.cluster.LineageMatch.Near;
import io.outcrop.jobs.cluster.LineageMatch.Shared;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LineageMatchTest {
  private static final List<Near> UNKNOWN = List.of();

  private static List<String> links(
      Map<String, Long> now, Map<String, Long> before, List<Shared> shared, List<Near> near) {
    return LineageMatch.of(now, before, shared, near).stream().map(LineageMatchTest::said).toList();
  }

  private static String said(Link link) {
    return link.relation() + " " + link.now() + " " + link.before();
  }

  @Test
  void clusters_withMostTracesInCommon_areTheSame() {
    assertThat(
            links(
                Map.of("a", 50L, "b", 40L),
                Map.of("x", 40L, "y", 50L),
                List.of(
                    new Shared("a", "y", 45), new Shared("a", "x", 2), new Shared("b", "x", 35)),
                UNKNOWN))
        .containsExactly("SAME a y", "SAME b x");
  }

  @Test
  void windowThatMovedOn_leavesOutTracesThatOneRunNeverSaw() {
    // 20 of 60 in both, but all that both runs placed.
    assertThat(
            links(Map.of("a", 40L), Map.of("x", 40L), List.of(new Shared("a", "x", 20)), UNKNOWN))
        .containsExactly("SAME a x");
  }

  @Test
  void halves_ofOneOfTheRunBefore_areTheSameAndASplit() {
    assertThat(
            links(
                Map.of("a", 60L, "b", 40L),
                Map.of("x", 100L),
                List.of(new Shared("a", "x", 60), new Shared("b", "x", 40)),
                UNKNOWN))
        .containsExactly("SAME a x", "SPLIT b x");
  }

  @Test
  void quarters_ofOneOfTheRunBefore_areAllSplits() {
    Map<String, Long> now = Map.of("a", 25L, "b", 25L, "c", 25L, "d", 25L);
    List<Shared> shared = now.keySet().stream().map(id -> new Shared(id, "x", 25)).toList();
    assertThat(links(now, Map.of("x", 100L), shared, UNKNOWN))
        .containsExactly("SPLIT a x", "SPLIT b x", "SPLIT c x", "SPLIT d x");
  }

  @Test
  void clusters_thatCameTogether_areTheSameAndAMerge() {
    assertThat(
            links(
                Map.of("a", 100L),
                Map.of("x", 60L, "y", 40L),
                List.of(new Shared("a", "x", 60), new Shared("a", "y", 40)),
                UNKNOWN))
        .containsExactly("SAME a x", "MERGE a y");
  }

  @Test
  void cluster_ofTracesThatTheRunBeforeDidNotSee_isNew() {
    assertThat(
            links(
                Map.of("a", 40L, "n", 30L),
                Map.of("x", 40L, "o", 30L),
                List.of(new Shared("a", "x", 35), new Shared("n", "x", 4)),
                UNKNOWN))
        .containsExactly("SAME a x", "NEW n null", "GONE null o");
  }

  @Test
  void windowsWithoutCommonTraces_areMatchedByCentresOneToOne() {
    assertThat(
            links(
                Map.of("a", 40L, "b", 40L, "n", 40L),
                Map.of("x", 40L, "y", 40L, "z", 40L),
                List.of(),
                List.of(
                    new Near("a", "x", 0.1), new Near("b", "x", 0.05), new Near("z", "y", 0.1))))
        .containsExactly("SPLIT a x", "SAME b x", "NEW n null", "GONE null y", "GONE null z");
  }

  @Test
  void centres_ofClustersWhoseTracesAreKnown_sayNothing() {
    assertThat(
            links(
                Map.of("a", 40L, "b", 40L),
                Map.of("x", 40L),
                List.of(new Shared("a", "x", 40)),
                List.of(new Near("b", "x", 0.01))))
        .containsExactly("SAME a x", "NEW b null");
  }

  @Test
  void keptName_thatAnotherBearsTonight_isGivenUp() {
    List<Label> fresh = List.of(label("Loops"), label("Refuses"), label("Stops early"));
    assertThat(
            KeptNames.distinct(fresh, Map.of(0, label("Goes in circles"), 2, label("refuses")))
                .stream()
                .map(Label::title))
        .containsExactly("Goes in circles", "Refuses", "Stops early");
  }

  private static Label label(String title) {
    return new Label(title, title + ".", true);
  }
}

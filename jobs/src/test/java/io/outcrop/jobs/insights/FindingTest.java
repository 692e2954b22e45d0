package io.outcrop.jobs.insights;

import static io.outcrop.jobs.insights.SampleFindings.OVERALL;
import static io.outcrop.jobs.insights.SampleFindings.cluster;
import static io.outcrop.jobs.insights.SampleFindings.failing;
import static io.outcrop.jobs.insights.SampleFindings.finding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.outcrop.jobs.insights.Finding.Judgement;
import io.outcrop.jobs.insights.Signal.Share;
import io.outcrop.jobs.tables.InsightsTable.Change;
import io.outcrop.jobs.tables.InsightsTable.Evidence;
import io.outcrop.jobs.tables.InsightsTable.Impact;
import io.outcrop.jobs.tables.InsightsTable.Insight;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class FindingTest {
  @Test
  void judgement_whereMoreFail_isBad() {
    assertThat(finding(cluster("c", 100, 2.0), failing(0.6, 0.2, 0.01)).judgement())
        .isEqualTo(Judgement.BAD);
  }

  @Test
  void judgement_whereFarFewerFail_isGood() {
    assertThat(finding(cluster("c", 100, 1.0), failing(0.1, 0.2, 0.01)).judgement())
        .isEqualTo(Judgement.GOOD);
  }

  @Test
  void judgement_whereFewFailSinceFewComplete_isUnclear() {
    Impact impact =
        new Impact(0.0, 0.7, 0.1, 0.7, 0.0, 0.0, 1.0, 0.1, 0.0, 0.0, null, null, null, null);
    assertThat(
            new Finding(
                    cluster("c", 100, 1.0),
                    failing(0.1, 0.2, 0.01),
                    List.of(),
                    List.of(),
                    List.of(),
                    OVERALL,
                    impact,
                    1,
                    Finding.Details.NONE,
                    List.of())
                .judgement())
        .isEqualTo(Judgement.UNCLEAR);
  }

  @Test
  void judgement_whereSlightlyFewerFail_isUnclear() {
    assertThat(finding(cluster("c", 100, 1.0), failing(0.18, 0.2, 0.01)).judgement())
        .isEqualTo(Judgement.UNCLEAR);
  }

  @Test
  void judgement_ofADifferenceByChance_isUnclear() {
    assertThat(finding(cluster("c", 100, 2.0), failing(0.6, 0.2, 0.2)).judgement())
        .isEqualTo(Judgement.UNCLEAR);
  }

  @Test
  void judgement_ofAlarmingBehaviour_isBadThoughNothingFails() {
    assertThat(finding(cluster("c", 100, 3.0), failing(0.1, 0.2, 0.01)).judgement())
        .isEqualTo(Judgement.BAD);
  }

  @Test
  void priority_growsWithSizeConcernAndTenants() {
    // 1000 traces with a mean concern of 1.5, so 900 others with (1500 - 300) / 900.
    assertThat(finding(cluster("c", 100, 3.0), failing(0.6, 0.2, 0.01)).priority())
        // New, which counts twice.
        .isCloseTo(2 * 0.1 * (3.0 - 4.0 / 3) / 4 * 5 / 10, within(1e-12));
  }

  @Test
  void priority_ofAClusterOfEverything_isZero() {
    assertThat(finding(cluster("c", 1000, 1.5), failing(0.2, 0, 1)).priority()).isZero();
  }

  @Test
  void priority_belowTheOthersConcern_isZero() {
    assertThat(finding(cluster("c", 100, 1.0), failing(0.2, 0.2, 1)).priority()).isZero();
  }

  @Test
  void insight_bad_hasTheAdviceOfItsSignal() {
    Finding finding =
        new Finding(
            cluster("c", 100, 2.0),
            failing(0.6, 0.2, 0.01),
            List.of(new Share("loop", "true", 0.9, 0.1, 9, 0.001)),
            List.of(new Share("loop", "true", 0.9, 0.1, 9, 0.001)),
            List.of("example"),
            OVERALL);

    Insight insight = finding.toInsight(4);

    assertThat(insight.rank()).isEqualTo(4);
    assertThat(insight.judgement()).isEqualTo("bad");
    assertThat(insight.severity()).isEqualTo("P1");
    assertThat(insight.likelyCause()).isEqualTo(Signal.LOOP.cause);
    assertThat(insight.suggestedFix()).isEqualTo(Signal.LOOP.fix);
    assertThat(insight.examples()).containsExactly("example");
    assertThat(insight.evidence())
        .singleElement()
        .satisfies(e -> assertThat(e.lift()).isEqualTo(9));
    assertThat(insight.whyDifferent())
        .contains("loop", "90 % of the members", "10 % of other traces");
  }

  @Test
  void insight_withDetails_tellsPeersConfoundingAndWhatCameIn() {
    Finding finding =
        new Finding(
                cluster("c", 100, 2.0),
                failing(0.6, 0.2, 0.01),
                List.of(new Share("loop", "true", 0.9, 0.1, 9, 0.001)),
                List.of(
                    new Share("loop", "true", 0.9, 0.1, 9, 0.001),
                    new Share("origin_kind", "TOOL", 0.8, 0.1, 8, 0.001),
                    new Share("completion_status", "failed", 0.7, 0.1, 8, 0.001)),
                List.of(),
                OVERALL)
            .with(
                new Finding.Details(
                    List.of(
                        new Evidence(
                            "tool_error_count", "many", 0.8, 0.1, 8, 0.001, "same task", 60L, 5L)),
                    new Confounding(List.of()),
                    List.of(
                        new Change(
                            "model version",
                            "m-2",
                            LocalDate.of(2026, 11, 12),
                            0.31,
                            100,
                            6,
                            0.02,
                            400,
                            0.001)),
                    List.of()));

    Insight insight = finding.toInsight(1);

    assertThat(insight.severity()).as("complete task failure").isEqualTo("P0");
    assertThat(insight.headline()).startsWith("Title of c (new since 1 January): 100 traces");
    assertThat(insight.pattern())
        .isEqualTo("Description. The failure mostly begins at a tool call and ends the run.");
    assertThat(insight.whyDifferent())
        .contains(
            "Many tool errors in 80 % of the members and 10 % of succeeding traces of the same"
                + " task.");
    assertThat(insight.likelyCause())
        .startsWith(Signal.LOOP.cause)
        .endsWith(
            "It began or grew with model version m-2 on 12 November: 31 % of the traces with it"
                + " against 2.0 % of those without.");
    assertThat(Wording.withoutFigures(insight).likelyCause()).isEqualTo(Signal.LOOP.cause);
    assertThat(insight.evidence()).hasSize(2);
  }

  @Test
  void insight_good_hasNoCauseAndTheLowestSeverity() {
    Insight insight = finding(cluster("c", 100, 1.0), failing(0.1, 0.2, 0.01)).toInsight(1);

    assertThat(insight.severity()).isEqualTo("P2");
    assertThat(insight.likelyCause()).isNull();
    assertThat(insight.firstCheck()).isNull();
    assertThat(insight.suggestedFix()).isNull();
    assertThat(insight.suggestedAction()).isNotEmpty();
  }

  @Test
  void insight_id_followsTheLineageAndNotTheCluster() {
    Share failing = failing(0.6, 0.2, 0.01);

    String id = finding(cluster("c", 100, 2.0, "line"), failing).toInsight(1).insightId();

    assertThat(finding(cluster("d", 90, 2.0, "line"), failing).toInsight(2).insightId())
        .isEqualTo(id);
    assertThat(finding(cluster("c", 100, 2.0, "other"), failing).toInsight(1).insightId())
        .isNotEqualTo(id);
  }

  @Test
  void percent_isReadableWhateverTheLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(List.of(0.0, 0.001, 0.0994, 0.0999, 0.5, 1.0).stream().map(Wording::percent))
          .containsExactly("0 %", "0.1 %", "9.9 %", "10 %", "50 %", "100 %");
      assertThat(finding(cluster("c", 1000, 1.5), failing(0.2, 0, 1)).toInsight(1).headline())
          .contains("1,000 traces");
    } finally {
      Locale.setDefault(before);
    }
  }
}

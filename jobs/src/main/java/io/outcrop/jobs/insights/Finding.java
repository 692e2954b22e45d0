package io.outcrop.jobs.insights;

import io.outcrop.jobs.Digest;
import io.outcrop.jobs.insights.Signal.Severity;
import io.outcrop.jobs.insights.Signal.Share;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import io.outcrop.jobs.tables.InsightsTable.Evidence;
import io.outcrop.jobs.tables.InsightsTable.Insight;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One cluster as an insight: what happens, how much of it, why it differs, what to do.
 *
 * @param failing how frequent failing is inside and outside
 * @param evidence what sets the cluster apart, the most telling first
 * @param signals shares of the facets that signals look at
 * @param overall the window that the cluster is part of
 */
record Finding(
    Cluster cluster,
    Share failing,
    List<Share> evidence,
    List<Share> signals,
    List<String> examples,
    Overall overall) {

  private static final double CLEARLY_LESS = 0.67;
  private static final double ALARMING = 3.0;

  /** The window as a whole. */
  record Overall(long traces, long tenants, long failing, double concern, double maxQValue) {}

  /** Whether the cluster is good news, bad news or neither. */
  enum Judgement {
    BAD,
    GOOD,
    UNCLEAR;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Judgement judgement() {
    boolean differs = failing.qValue() <= overall.maxQValue();
    if ((differs && failing.inCluster() > failing.outside()) || cluster.concern() >= ALARMING) {
      return Judgement.BAD;
    }
    if (differs && failing.inCluster() < CLEARLY_LESS * failing.outside()) {
      return Judgement.GOOD;
    }
    return Judgement.UNCLEAR;
  }

  /**
   * Size times concern times tenants, each 0 to 1; the concern is what the members' mean lies above
   * that of all other traces, so that a cluster of everything does not lead.
   */
  double priority() {
    return cluster.share()
        * Math.max(0, cluster.concern() - concernOutside())
        / 4
        * cluster.tenants()
        / Math.max(1, overall.tenants());
  }

  private double concernOutside() {
    long outside = overall.traces() - cluster.traces();
    return outside == 0
        ? overall.concern()
        : (overall.concern() * overall.traces() - cluster.concern() * cluster.traces()) / outside;
  }

  Insight toInsight(int rank) {
    Judgement judgement = judgement();
    Optional<Signal> signal =
        judgement == Judgement.BAD ? Signal.leading(signals) : Optional.empty();
    boolean bad = judgement == Judgement.BAD;
    return new Insight(
        cluster.runId(),
        "insight-" + new Digest().add(cluster.lineageId()).hex(12),
        rank,
        cluster.unit(),
        cluster.axis(),
        cluster.scope(),
        cluster.level(),
        cluster.clusterId(),
        headline(judgement),
        cluster.description(),
        Wording.whyDifferent(pieces()),
        pieces(),
        judgement.label(),
        (bad ? signal.map(s -> s.severity).orElse(Severity.P1) : Severity.P2).name(),
        bad ? signal.map(s -> s.cause).orElse(Signal.UNKNOWN_CAUSE) : null,
        bad ? signal.map(s -> s.check).orElse(Signal.UNKNOWN_CHECK) : null,
        bad ? signal.map(s -> s.fix).orElse(Signal.UNKNOWN_FIX) : null,
        bad
            ? signal.map(s -> s.action).orElse(Signal.UNKNOWN_ACTION)
            : judgement == Judgement.GOOD
                ? "See what these traces have in common, and carry it over to the others."
                : "Look at it when there is time.",
        cluster.traces(),
        cluster.tenants(),
        cluster.share(),
        priority(),
        examples);
  }

  private List<Evidence> pieces() {
    return evidence.stream()
        .map(
            e ->
                new Evidence(
                    e.facet(), e.value(), e.inCluster(), e.outside(), e.lift(), e.qValue()))
        .toList();
  }

  private String headline(Judgement judgement) {
    return Wording.headline(
        cluster.title(),
        judgement.label(),
        cluster.traces(),
        cluster.tenants(),
        cluster.share(),
        failing.inCluster(),
        failing.outside());
  }
}

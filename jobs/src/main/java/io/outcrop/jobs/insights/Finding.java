package io.outcrop.jobs.insights;

import io.outcrop.jobs.Digest;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.insights.Signal.Severity;
import io.outcrop.jobs.insights.Signal.Share;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import io.outcrop.jobs.tables.InsightsTable.Change;
import io.outcrop.jobs.tables.InsightsTable.Evidence;
import io.outcrop.jobs.tables.InsightsTable.Impact;
import io.outcrop.jobs.tables.InsightsTable.Insight;
import io.outcrop.jobs.tables.InsightsTable.Related;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One cluster as an insight: what happens, how much of it, why it differs, what to do.
 *
 * @param failing how frequent failing is inside and outside
 * @param evidence what sets the cluster apart, the most telling first
 * @param signals shares of the facets that signals look at
 * @param overall the window that the cluster is part of
 * @param outcome mean of the configured outcome among members over that among all; 1 without one
 * @param details what was asked about its members; for foremost findings
 * @param forms what findings that were folded into this one add to it
 */
record Finding(
    Cluster cluster,
    Share failing,
    List<Share> evidence,
    List<Share> signals,
    List<String> examples,
    Overall overall,
    Impact impact,
    double outcome,
    Details details,
    List<String> forms) {

  private static final double CLEARLY_LESS = 0.67;
  private static final double ALARMING = 3.0;

  /**
   * The window as a whole.
   *
   * @param days how many days have traces
   */
  record Overall(
      long traces,
      long tenants,
      long failing,
      double concern,
      double maxQValue,
      long days,
      OutcropConfig.Priority weights) {}

  /**
   * What was asked about the members.
   *
   * @param peers evidence against peers of the same task
   * @param confounding null where nothing was checked
   * @param changes what came in with it
   */
  record Details(
      List<Evidence> peers, Confounding confounding, List<Change> changes, List<Related> related) {
    static final Details NONE = new Details(List.of(), null, List.of(), List.of());
  }

  /** The signal that explains it; empty for one that is not bad, or that none explains. */
  Optional<Signal> leading() {
    return judgement() == Judgement.BAD ? Signal.leading(signals) : Optional.empty();
  }

  /** One of which the members were not looked at. */
  Finding(
      Cluster cluster,
      Share failing,
      List<Share> evidence,
      List<Share> signals,
      List<String> examples,
      Overall overall) {
    this(
        cluster,
        failing,
        evidence,
        signals,
        examples,
        overall,
        Impact.UNKNOWN,
        1,
        Details.NONE,
        List.of());
  }

  /** The same, with what was asked about its members. */
  Finding with(Details found) {
    return new Finding(
        cluster, failing, evidence, signals, examples, overall, impact, outcome, found, forms);
  }

  /** The same, in several forms. */
  Finding in(List<String> found) {
    return new Finding(
        cluster, failing, evidence, signals, examples, overall, impact, outcome, details, found);
  }

  /** Whether the cluster is good news, bad news or neither. */
  enum Judgement {
    BAD,
    GOOD,
    UNCLEAR;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What hands over or gives up does not fail, and is no good news either. */
  private boolean completesClearlyLess() {
    return impact.strongCompletionRate() != null
        && impact.strongCompletionRate() < CLEARLY_LESS * impact.strongCompletionRateOutside();
  }

  Judgement judgement() {
    boolean differs = failing.qValue() <= overall.maxQValue();
    if ((differs && failing.inCluster() > failing.outside()) || cluster.concern() >= ALARMING) {
      return Judgement.BAD;
    }
    if (differs
        && failing.inCluster() < CLEARLY_LESS * failing.outside()
        && !completesClearlyLess()) {
      return Judgement.GOOD;
    }
    return Judgement.UNCLEAR;
  }

  /**
   * Size times concern times tenants times growth; the concern is what the members' mean lies above
   * that of all other traces, so that a cluster of everything does not lead.
   */
  double priority() {
    return new Priority(
            cluster.share(),
            Math.max(0, cluster.concern() - concernOutside()) / 4,
            (double) cluster.tenants() / Math.max(1, overall.tenants()),
            Priority.growth(cluster.status()),
            outcome)
        .by(overall.weights());
  }

  private double concernOutside() {
    long outside = overall.traces() - cluster.traces();
    return outside == 0
        ? overall.concern()
        : (overall.concern() * overall.traces() - cluster.concern() * cluster.traces()) / outside;
  }

  Insight toInsight(int rank) {
    Judgement judgement = judgement();
    boolean bad = judgement == Judgement.BAD;
    Optional<Signal> signal = leading();
    List<Evidence> pieces = pieces();
    String confounding = details.confounding() == null ? null : details.confounding().sentence();
    return new Insight(
        cluster.runId(),
        "insight-" + new Digest().add(cluster.lineageId()).hex(12),
        rank,
        cluster.unit(),
        cluster.axis(),
        cluster.scope(),
        cluster.level(),
        cluster.clusterId(),
        headline(Wording.subject(cluster.title(), judgement.label())),
        pattern(),
        Wording.whyDifferent(null, pieces, judgement.label(), confounding),
        pieces,
        judgement.label(),
        (bad ? Signal.severity(signal, signals) : Severity.P2).name(),
        bad ? cause(signal) : null,
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
        examples,
        impact,
        cluster.status(),
        cluster.firstSeen(),
        confounding,
        details.changes(),
        details.related(),
        null,
        null);
  }

  /** What is shared, and where the failure begins. */
  private String pattern() {
    String several =
        forms.isEmpty() ? "" : " It comes in several forms: " + String.join("; ", forms) + ".";
    return (cluster.description() + " " + Origin.sentence(signals)).strip() + several;
  }

  private String cause(Optional<Signal> signal) {
    String cause = signal.map(s -> s.cause).orElse(Signal.UNKNOWN_CAUSE);
    boolean looked = overall.days() > 1 && details.confounding() != null;
    return Wording.cause(
        looked && details.changes().isEmpty() ? cause + " " + Signal.NOTHING_CHANGED : cause,
        details.changes());
  }

  private List<Evidence> pieces() {
    return Stream.concat(
            evidence.stream()
                .map(
                    e ->
                        new Evidence(
                            e.facet(),
                            e.value(),
                            e.inCluster(),
                            e.outside(),
                            e.lift(),
                            e.qValue())),
            details.peers().stream())
        .toList();
  }

  /** The headline that begins with what happens. */
  String headline(String subject) {
    return Wording.headline(
        subject,
        cluster.status(),
        cluster.firstSeen(),
        new Wording.Size(
            cluster.traces(),
            cluster.tenants(),
            cluster.share(),
            failing.inCluster(),
            failing.outside()));
  }
}

package io.outcrop.jobs.export;

import io.outcrop.jobs.cluster.ItemSql;
import io.outcrop.jobs.tables.EvalCasesTable.EvalCase;
import io.outcrop.jobs.tables.InsightsTable.Evidence;
import io.outcrop.jobs.tables.InsightsTable.Insight;
import io.outcrop.jobs.tables.TrackedTable.Tracked;
import io.outcrop.jobs.track.Tracking;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One pattern to watch.
 *
 * @param name small letters, digits and underscores, its own
 * @param title as it is published
 * @param firstCheck what to look at when it goes off; may be null
 * @param condition over the columns of {@code facts.traces}; null where a centre tells its traces
 * @param trackedId of a pattern whose traces the nights tell by a centre; else null
 * @param mark what tells spans of it, null where no single span does
 * @param markTold the item that the mark stands for
 */
record Monitor(
    String name,
    String title,
    String severity,
    String firstCheck,
    String condition,
    String trackedId,
    String mark,
    String markTold) {
  private static final int MOST_TOGETHER = 2;

  /**
   * The monitors of a selection: tracked patterns by their definition, others by the foremost
   * evidence of their insight. Patterns of which no evidence is a condition have none.
   */
  static List<Monitor> of(Selection selection, List<Tracked> tracked) {
    List<Monitor> monitors = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (EvalCase one : selection.cases()) {
      for (Insight insight : selection.insights()) {
        if (one.insightIds().contains(insight.insightId())) {
          Optional<Tracked> definition =
              tracked.stream()
                  .filter(
                      t ->
                          t.active()
                              && (insight.insightId().equals(t.insightId())
                                  || insight.clusterId().equals(t.clusterId())))
                  .findFirst();
          of(insight, definition).filter(m -> names.add(m.name())).ifPresent(monitors::add);
        }
      }
    }
    // Tracked patterns whose insight this run does not tell are watched all the same.
    for (Tracked t : tracked) {
      if (t.active() && names.add(t.name())) {
        monitors.add(
            new Monitor(
                t.name(), t.title(), or(t.severity()), null, condition(t), centred(t), null, null));
      }
    }
    monitors.sort(Comparator.comparing(Monitor::severity).thenComparing(Monitor::name));
    return monitors;
  }

  private static String or(String severity) {
    return severity == null ? "P2" : severity;
  }

  private static Optional<Monitor> of(Insight insight, Optional<Tracked> tracked) {
    List<Evidence> telling =
        insight.evidence().stream()
            .filter(e -> e.isAgainstAll() && e.inCluster() > e.outside())
            .toList();
    String title = title(insight);
    String condition =
        tracked.isPresent() ? condition(tracked.get()) : String.join(" AND ", conditions(telling));
    if (condition != null && condition.isEmpty()) {
      return Optional.empty();
    }
    Evidence marked =
        telling.stream()
            .filter(e -> SpanCondition.of(e.facet(), e.value()) != null)
            .findFirst()
            .orElse(null);
    return Optional.of(
        new Monitor(
            tracked.map(Tracked::name).orElseGet(() -> Tracking.named(title)),
            title,
            insight.severity(),
            insight.firstCheck(),
            condition,
            tracked.map(Monitor::centred).orElse(null),
            marked == null ? null : SpanCondition.of(marked.facet(), marked.value()),
            marked == null ? null : marked.facet() + " = " + marked.value()));
  }

  /** The headline up to its figures. */
  private static String title(Insight insight) {
    int colon = insight.headline().lastIndexOf(": ");
    return colon > 0 ? insight.headline().substring(0, colon) : insight.headline();
  }

  private static List<String> conditions(List<Evidence> telling) {
    return telling.stream()
        .flatMap(e -> ItemSql.of(e.facet(), e.value()).stream())
        .limit(MOST_TOGETHER)
        .map(c -> "(" + c + ")")
        .toList();
  }

  /** A centre is no SQL: then the traces that the nights told of are counted. */
  private static String condition(Tracked tracked) {
    return tracked.radius() == null ? tracked.predicate() : null;
  }

  private static String centred(Tracked tracked) {
    return tracked.radius() == null ? null : tracked.trackedId();
  }
}

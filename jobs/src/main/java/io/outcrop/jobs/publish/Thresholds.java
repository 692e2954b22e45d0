package io.outcrop.jobs.publish;

import io.outcrop.jobs.config.PublishSettings;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Rule 1's minimums: the standard one, those of single axes, and what single tenants demand of any
 * row that their traces are in.
 */
record Thresholds(Minimum standard, Map<String, Minimum> byAxis, Map<String, Minimum> demands) {

  Thresholds {
    byAxis = Map.copyOf(byAxis);
    demands = Map.copyOf(demands);
  }

  static Thresholds of(PublishSettings settings) {
    return new Thresholds(
        new Minimum(settings.minTenants(), settings.minTraces()),
        minimums(settings.axes()),
        minimums(settings.demands()));
  }

  private static Map<String, Minimum> minimums(Map<String, PublishSettings.Least> least) {
    return least.entrySet().stream()
        .collect(
            java.util.stream.Collectors.toMap(
                Map.Entry::getKey,
                e -> new Minimum(e.getValue().boundaries(), e.getValue().traces())));
  }

  /** What a row of an axis needs; an axis of which nothing is said needs the standard. */
  Minimum of(String axis) {
    return byAxis.getOrDefault(axis, standard);
  }

  /** What a row needs that covers these members. */
  Minimum of(String axis, Crowd crowd) {
    Minimum needed = of(axis);
    for (String tenant : crowd.demanding()) {
      needed = needed.and(demands.get(tenant));
    }
    return needed;
  }

  /** What satisfies every axis and every tenant. */
  Minimum strictest() {
    return Stream.concat(byAxis.values().stream(), demands.values().stream())
        .reduce(standard, Minimum::and);
  }

  boolean areMetBy(String axis, Crowd crowd) {
    return of(axis, crowd).isMetBy(crowd);
  }

  /**
   * How many boundaries or traces any row can need: so many boundaries, with their traces, decide
   * every question.
   */
  int most() {
    return Stream.of(Stream.of(standard), byAxis.values().stream(), demands.values().stream())
        .flatMap(s -> s)
        .mapToInt(minimum -> Math.max(minimum.boundaries(), minimum.traces()))
        .max()
        .orElseThrow();
  }
}

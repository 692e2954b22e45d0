package io.outcrop.facets.detect;

import io.outcrop.facets.TraceBuilder;
import io.outcrop.facets.TraceFacets;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One detector under test: its facet's name, which is also that of its file of cases, and what it
 * says of a trace; null where it does not fire.
 */
record Detector(String name, Function<TraceBuilder, String> answer) {

  /** A detector that is seen in a row of facets. */
  static Detector of(String name, Function<TraceFacets, String> answer) {
    return new Detector(name, trace -> answer.apply(trace.facets()));
  }

  /** A detector that says no more than yes or no. */
  static Detector flag(String name, Predicate<TraceFacets> fires) {
    return of(name, facets -> fires.test(facets) ? "yes" : null);
  }
}

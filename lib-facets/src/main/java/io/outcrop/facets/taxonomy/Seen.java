package io.outcrop.facets.taxonomy;

import io.outcrop.facets.Grounding;
import io.outcrop.facets.TraceFacets.Behaviour;
import io.outcrop.facets.TraceFacets.Direct;
import io.outcrop.facets.TraceFacets.Outcome;
import java.util.Set;

/**
 * The facets of a trace that modes and causes are told by.
 *
 * @param issues the labels of every problem seen
 */
public record Seen(
    Direct direct, Behaviour behaviour, Outcome outcome, Grounding grounding, Set<String> issues) {
  public Seen {
    issues = Set.copyOf(issues);
  }

  boolean has(String issue) {
    return issues.contains(issue);
  }

  boolean isGroundedBelow(double least) {
    return grounding.grounded() != null && grounding.grounded() < least;
  }

  boolean hasBrokenOutput() {
    return Boolean.FALSE.equals(grounding.downstreamOk());
  }
}

package io.outcrop.facets.extract;

import io.outcrop.facets.Failing;
import io.outcrop.facets.TraceFacets;
import io.outcrop.facets.TraceFacets.Behaviour;
import io.outcrop.facets.TraceFacets.Direct;
import io.outcrop.facets.TraceFacets.Outcome;
import io.outcrop.facets.detect.Claims;
import io.outcrop.facets.detect.Failures;
import io.outcrop.facets.detect.TraceView;
import io.outcrop.facets.trace.Trace;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Fills all groups of facets of one assembled trace, in the order in which they build on another.
 */
public final class FacetRules {
  private static final String BY_RULE = "rule";

  private final Failing failing;
  private final String facetVersion;
  private final UnaryOperator<String> redact;

  public FacetRules(Failing failing, String facetVersion, UnaryOperator<String> redact) {
    this.failing = failing;
    this.facetVersion = facetVersion;
    this.redact = redact;
  }

  public TraceFacets apply(Trace trace) {
    TraceView view = TraceView.of(trace);
    Stated stated = new Stated(trace);
    Claims.Found claims = Claims.in(view);
    Failures failures = Failures.of(view);
    Direct direct = DirectFacts.of(view, redact);
    Behaviour behaviour = BehaviourFacts.of(view, claims, failures, stated, redact);
    Outcome outcome = OutcomeFacts.of(view, behaviour, failures, stated);
    boolean negative =
        OutcomeFacts.negativeRating(outcome.rating(), stated)
            || OutcomeFacts.negativeEvaluation(
                outcome.evaluations(), failing.evaluations(), failing.leastScore());
    Set<Issue> issues =
        ExtractedFacts.issues(
            view,
            behaviour,
            outcome,
            failures,
            claims.consequential(),
            direct.retryCount(),
            negative);
    return new TraceFacets(
        IdentityFacts.of(trace, stated),
        direct,
        behaviour,
        outcome,
        SliceFacts.of(trace, stated, redact),
        ExtractedFacts.of(view, direct, behaviour, outcome, issues, stated, redact),
        failing.holds(behaviour, outcome, negative),
        BY_RULE,
        facetVersion);
  }
}

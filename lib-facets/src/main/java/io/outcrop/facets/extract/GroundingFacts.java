package io.outcrop.facets.extract;

import io.outcrop.facets.Grounding;
import io.outcrop.facets.detect.Groundings;
import io.outcrop.facets.detect.TraceView;

/** What the answers rest on, or what the producer states instead. */
final class GroundingFacts {
  private GroundingFacts() {}

  static Grounding of(TraceView view, Stated stated) {
    Groundings found = Groundings.of(view);
    Double said = Stated.number(stated.behavioral("grounded"));
    Double sure = Stated.number(stated.behavioral("confidence"));
    boolean told = said != null && said >= 0 && said <= 1;
    return new Grounding(
        told ? said : found.grounded().score(),
        told ? "stated" : found.grounded().method(),
        sure == null ? found.confidence() : sure,
        stated.nullableFlag("downstream_ok", found.downstreamOk()),
        stated.count("unsupported_results", found.unsupportedResults()),
        stated.count("unretrieved_sources", found.unretrievedSources()));
  }
}

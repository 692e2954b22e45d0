package io.outcrop.facets.detect;

/**
 * What the answers of a trace rest on.
 *
 * @param grounded how far the final answer rests on what was retrieved
 * @param confidence 0 to 1, null where nothing tells
 * @param downstreamOk null where no form of output is declared or used
 * @param unsupportedResults ids and amounts in answers that no call returned and nobody said
 * @param unretrievedSources sources cited in the final answer that were never retrieved
 */
public record Groundings(
    Grounded grounded,
    Double confidence,
    Boolean downstreamOk,
    int unsupportedResults,
    int unretrievedSources) {

  public static Groundings of(TraceView view) {
    Retrievals retrievals = Retrievals.of(view);
    Citations citations = Citations.of(view, retrievals);
    return new Groundings(
        Grounded.of(view, retrievals, citations),
        Confidence.of(view),
        Downstream.of(view),
        UnsupportedResults.in(view).size(),
        citations.unretrieved().size());
  }
}

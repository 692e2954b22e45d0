package io.outcrop.facets;

/**
 * What the answers rest on: a group of columns of {@code facts.traces}.
 *
 * @param grounded how far the final answer rests on what was retrieved, 0 to 1; 0 where every
 *     retrieval came back empty, null where none was attempted
 * @param groundingMethod how that was told: empty, citations, overlap, values, stated, unrecorded
 * @param confidence the model's own, 0 to 1; null where nothing tells
 * @param downstreamOk whether outputs have the form that was declared for them; null without one
 * @param unsupportedResults ids and amounts in answers that no call returned and nobody said
 * @param unretrievedSources sources cited in the final answer that were never retrieved
 */
public record Grounding(
    Double grounded,
    String groundingMethod,
    Double confidence,
    Boolean downstreamOk,
    int unsupportedResults,
    int unretrievedSources) {}

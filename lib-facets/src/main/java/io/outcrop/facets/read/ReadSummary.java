package io.outcrop.facets.read;

/**
 * What one object held: {@code records = spans + duplicates + rejects + skipped}.
 *
 * @param dialect the dialect found, or "none"; several are joined by "+"
 * @param records span records seen, readable or not; a document that is no trace counts as one
 * @param spans spans handed on
 * @param duplicates copies of a span within the object, folded into the one handed on
 * @param rejects records that could not be read
 * @param skipped documents that are well-formed but hold no traces
 */
public record ReadSummary(
    String dialect, long records, long spans, long duplicates, long rejects, long skipped) {}

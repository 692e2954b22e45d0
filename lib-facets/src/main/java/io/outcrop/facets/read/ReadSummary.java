package io.outcrop.facets.read;

/**
 * What one object held: {@code records = spans + duplicates + rejects + skipped}.
 *
 * @param dialect the dialect found, or "none"; several are joined by "+"
 * @param records span records seen, readable or not; a document that is no trace counts as one
 * @param spans spans handed on
 * @param duplicates copies of a span within the object
 * @param rejects records that could not be read
 * @param skipped documents that are well-formed but hold no traces
 * @param late of the duplicates those that were handed on too, as they came too far behind; all
 *     others are folded into the span handed on
 */
public record ReadSummary(
    String dialect,
    long records,
    long spans,
    long duplicates,
    long rejects,
    long skipped,
    long late) {

  /** The summary of an object without late copies. */
  public ReadSummary(
      String dialect, long records, long spans, long duplicates, long rejects, long skipped) {
    this(dialect, records, spans, duplicates, rejects, skipped, 0);
  }
}

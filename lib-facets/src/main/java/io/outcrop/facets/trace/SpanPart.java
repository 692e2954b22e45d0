package io.outcrop.facets.trace;

/** What a row of {@code telemetry.spans} is. */
public enum SpanPart {
  /** A span. */
  SPAN,

  /**
   * What another record says of a span: an update, an event from a log, a judgement. With an empty
   * span id it speaks of the trace as a whole.
   */
  SUPPLEMENT,

  /**
   * Content that a producer keeps in an object of its own and spans refer to by its address; trace
   * and span id are empty.
   */
  CONTENT
}

package io.outcrop.facets.trace;

/** How a span ended, as OpenTelemetry names it. */
public enum SpanStatus {
  OK,
  ERROR,
  UNSET
}

package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Span;

/**
 * Whether something timed out for good: a span failed for lack of time, or a result says so, and
 * the same thing did not work later.
 *
 * <p>Slow without an error is not a timeout.
 */
public final class Timeouts {
  private Timeouts() {}

  public static boolean in(TraceView view) {
    boolean call =
        view.calls().stream()
            .anyMatch(
                c -> c.failed() && c.errorClass() == ErrorClass.TIMEOUT && !view.recovered(c));
    return call || view.failures().unrecovered().stream().anyMatch(Timeouts::isTimeout);
  }

  private static boolean isTimeout(Span span) {
    return ErrorClass.of(span) == ErrorClass.TIMEOUT;
  }
}

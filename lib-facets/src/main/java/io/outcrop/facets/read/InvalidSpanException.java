package io.outcrop.facets.read;

import java.util.Objects;

/** Says why one record cannot become a span. */
final class InvalidSpanException extends Exception {
  private final transient Reject.Reason reason;

  InvalidSpanException(Reject.Reason reason, String detail) {
    super(detail);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  Reject.Reason reason() {
    return reason;
  }
}

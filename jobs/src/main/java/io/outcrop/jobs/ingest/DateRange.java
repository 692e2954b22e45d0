package io.outcrop.jobs.ingest;

import java.time.LocalDate;

/**
 * Days from one to another, both included.
 *
 * @param since null means from ever
 * @param until null means for ever
 */
public record DateRange(LocalDate since, LocalDate until) {
  /** All days. */
  public static final DateRange ALL = new DateRange(null, null);

  public DateRange {
    if (since != null && until != null && since.isAfter(until)) {
      throw new IllegalArgumentException("since must be <= until, was " + since + " > " + until);
    }
  }

  boolean isAll() {
    return since == null && until == null;
  }

  boolean meets(DateRange other) {
    return startsBeforeEndOf(other) && other.startsBeforeEndOf(this);
  }

  private boolean startsBeforeEndOf(DateRange other) {
    return since == null || other.until == null || !since.isAfter(other.until);
  }
}

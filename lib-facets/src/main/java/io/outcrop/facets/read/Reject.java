package io.outcrop.facets.read;

import java.util.Objects;

/**
 * One thing that could not be read: a row of {@code telemetry.rejects}.
 *
 * @param position where in the object: line, document or record, such as "record 17"
 * @param detail what was wrong, for a person
 * @param sample the beginning of what was rejected, at most 200 characters, not yet redacted
 */
public record Reject(String position, Reason reason, String detail, String sample) {

  public Reject {
    Objects.requireNonNull(position, "position");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(sample, "sample");
  }

  /** The closed list of reasons. */
  public enum Reason {
    UNREADABLE_OBJECT,
    CORRUPT_COMPRESSION,
    NOT_TEXT,
    MALFORMED_JSON,
    UNKNOWN_FORMAT,
    MISSING_TRACE_ID,
    MISSING_SPAN_ID,
    INVALID_ID,
    INVALID_SPAN,
    INVALID_OUTCOME
  }
}

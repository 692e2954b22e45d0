package io.outcrop.facets.llm;

import java.time.Duration;
import java.util.Optional;

/** A question got no answer. The message holds neither a key nor the question. */
public final class ModelException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why there is no answer. */
  public enum Kind {
    /** The provider asks for patience (429). */
    RATE_LIMITED(true),
    /** The provider failed or cannot be reached. */
    UNAVAILABLE(true),
    /** No answer in time. */
    TIMED_OUT(true),
    /** What came was no message of the provider. */
    UNREADABLE(true),
    /** The key, or its rights or credit, is not accepted: no other question will be either. */
    DENIED(false),
    /** This one question is not accepted, as for its length. */
    REJECTED(false);

    private final boolean passing;

    Kind(boolean passing) {
      this.passing = passing;
    }

    /** Whether the same question may be answered later. */
    public boolean isPassing() {
      return passing;
    }
  }

  private final Kind kind;
  private final Duration retryAfter;

  public ModelException(Kind kind, String message, Duration retryAfter) {
    // No cause: an SDK's exception may hold headers and bodies.
    super(message);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  public Kind kind() {
    return kind;
  }

  /** How long the provider asks to wait. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}

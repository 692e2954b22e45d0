package io.outcrop.facets.read;

/** A table's content is broken from here on, which is not its storage's fault. */
public final class CorruptTableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CorruptTableException(String message, Throwable cause) {
    super(message, cause);
  }
}

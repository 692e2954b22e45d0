package io.outcrop.jobs.ingest;

import java.io.IOException;

/** An object that cannot be read, and that trying again now would not help. */
final class ObjectUnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  ObjectUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}

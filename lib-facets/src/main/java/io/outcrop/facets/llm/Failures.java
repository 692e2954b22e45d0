package io.outcrop.facets.llm;

import io.outcrop.facets.llm.ModelException.Kind;
import java.io.InterruptedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What the SDKs' failures mean. */
final class Failures {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private Failures() {}

  static ModelException ofStatus(int status, String message, String retryAfter) {
    Kind kind =
        switch (status) {
          case 401, 402, 403 -> Kind.DENIED;
          case 408, 504 -> Kind.TIMED_OUT;
          case 429 -> Kind.RATE_LIMITED;
            // Anthropic tells 529 where it is overloaded.
          default -> status >= 500 || status == 409 ? Kind.UNAVAILABLE : Kind.REJECTED;
        };
    return new ModelException(kind, "HTTP " + status + " " + message, waitOf(retryAfter));
  }

  static ModelException ofConnection(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    boolean late =
        cause instanceof InterruptedIOException
            || String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("timeout");
    return new ModelException(
        late ? Kind.TIMED_OUT : Kind.UNAVAILABLE,
        late ? "no answer in time" : "cannot be reached: " + cause.getClass().getSimpleName(),
        null);
  }

  /** Seconds or a date, as HTTP has it; null where there is none that can be read. */
  static Duration waitOf(String retryAfter) {
    if (retryAfter == null || retryAfter.isBlank()) {
      return null;
    }
    Duration wait;
    try {
      wait = Duration.ofMillis(Math.round(Double.parseDouble(retryAfter.strip()) * 1000));
    } catch (NumberFormatException notSeconds) {
      try {
        Instant until =
            ZonedDateTime.parse(retryAfter.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
        wait = Duration.between(Instant.now(), until);
      } catch (DateTimeException neither) {
        return null;
      }
    }
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }
}

package io.outcrop.facets.llm;

import java.util.Objects;

/**
 * A key that is never shown: not by {@link #toString}, not by serialisation, not by JSON.
 *
 * <p>It lives in the process that makes the calls and nowhere else.
 */
public final class Secret {
  private static final String HIDDEN = "[secret]";

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  public static Secret of(String value) {
    Objects.requireNonNull(value, "value");
    if (value.isBlank()) {
      throw new IllegalArgumentException("Cannot use an empty key");
    }
    return new Secret(value.strip());
  }

  /** The key itself, for the SDKs alone. */
  String reveal() {
    return value;
  }

  /** A text without the key, should it stand there. */
  String hideIn(String text) {
    return text == null ? "" : text.replace(value, HIDDEN);
  }

  @Override
  public String toString() {
    return HIDDEN;
  }
}

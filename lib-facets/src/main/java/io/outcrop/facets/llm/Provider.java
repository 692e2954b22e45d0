package io.outcrop.facets.llm;

import java.util.Locale;

/** Whose interface is spoken. */
public enum Provider {
  ANTHROPIC,
  OPENAI;

  /** How it is written in configuration and tables. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.outcrop.facets.custom;

import java.util.Locale;

/** A part of a trace's texts that a user's facet may look at. */
public enum TracePart {
  /** What the user wrote. */
  INPUT,
  /** What the agent answered. */
  OUTPUT,
  /** The system instructions. */
  SYSTEM,
  /** What models thought, where the producer records it. */
  REASONING,
  /** Names and arguments of the tools called. */
  TOOL_CALLS,
  /** What the tools returned. */
  TOOL_RESULTS;

  /** As it stands in configuration, such as {@code tool-results}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package io.outcrop.jobs;

import java.util.Locale;

/** The phases of a night, in order. */
public enum Phase {
  INGEST,
  FACETS,
  EMBED,
  CLUSTER,
  INSIGHTS,
  PUBLISH;

  /** The name on the command line and in {@code ops.stages}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

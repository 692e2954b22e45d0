package io.outcrop.jobs.tables;

import java.util.Locale;

/** A part of the warehouse that rights are granted on. */
public enum Zone {
  TELEMETRY,
  FACTS,
  INSIGHTS,
  OPS;

  /** The zone's folder in the warehouse. */
  public String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The zone's schema in SQL. */
  public String sqlName() {
    return "outcrop_" + folder();
  }
}

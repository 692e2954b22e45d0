package io.outcrop.jobs.export;

import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.tables.Warehouse;
import io.outcrop.jobs.track.Tracking;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;

/** Writes the monitors of a selection. */
public final class Monitors {
  private Monitors() {}

  /** Writes them; returns how many. */
  public static int write(
      Warehouse warehouse,
      OutcropConfig config,
      Selection selection,
      MonitorExport format,
      PrintWriter out) {
    List<Monitor> monitors =
        Monitor.of(selection, new Tracking(warehouse, config, Clock.systemUTC()).all());
    format.write(
        "Made by Outcrop from run %s, traces of %s to %s. %s"
            .formatted(
                selection.run().runId(),
                selection.run().windowStart(),
                selection.run().windowEnd(),
                Selection.COVERAGE),
        monitors,
        out);
    return monitors.size();
  }
}

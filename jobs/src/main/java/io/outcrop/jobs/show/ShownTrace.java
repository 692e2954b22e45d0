package io.outcrop.jobs.show;

import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.tables.Warehouse;
import java.io.PrintWriter;

/** Looks a trace up and writes all that is known of it. */
public final class ShownTrace {
  private ShownTrace() {}

  /**
   * Writes one trace.
   *
   * @param id the trace's id, or enough of its beginning
   * @param mostChars characters of one text; 0 for no texts
   * @param raw whether texts are shown as they were recorded
   * @throws io.outcrop.jobs.UserError where there is no such trace
   */
  public static void write(
      Warehouse warehouse,
      OutcropConfig config,
      String id,
      int mostChars,
      boolean raw,
      PrintWriter out) {
    StoredTraces.Stored stored = new StoredTraces(warehouse, config).find(id);
    new TraceText(out)
        .write(
            stored,
            Membership.of(warehouse, stored.facets().identity().traceId()),
            new TraceLink(config.traceUrl()),
            new SpanTree.Texts(mostChars, raw));
  }
}

package io.outcrop.jobs.show;

import io.outcrop.facets.TraceFacets;
import io.outcrop.facets.detect.SpanFindings;
import io.outcrop.facets.detect.TraceView;
import io.outcrop.jobs.tables.TracesTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import scala.collection.JavaConverters;

/** A trace as a page of text: who and when, how it went, what was found where, and its spans. */
public final class TraceText {
  /** Told above, or nothing to read. */
  private static final Set<String> NO_FACET =
      Set.of(
          "trace_id",
          "trace_date",
          "start_time",
          "end_time",
          "tenant_id",
          "tenants",
          "user_id",
          "session_id",
          "service",
          "environment",
          "agent",
          "agent_version",
          "model_versions",
          "input_hash",
          "facet_version",
          "task_summary",
          "failing",
          "failure_mode",
          "completion_status",
          "latency_ms",
          "step_shapes",
          "span_count");

  private static final int WIDTH = 100;
  private static final int LABEL = 12;

  private final PrintWriter out;

  public TraceText(PrintWriter out) {
    this.out = out;
  }

  /**
   * Writes the trace.
   *
   * @param link may know no viewer
   * @param texts how much of texts is shown, and whether as recorded
   */
  public void write(
      StoredTraces.Stored stored, Membership membership, TraceLink link, SpanTree.Texts texts) {
    TraceFacets facets = stored.facets();
    head(facets, link);
    facets(facets);
    patterns(membership);
    List<SpanFindings.Finding> findings = SpanFindings.of(TraceView.of(stored.trace()), facets);
    SpanTree tree = new SpanTree(stored.trace(), stored.redact(), texts);
    findings(findings, tree);
    out.println();
    out.println("spans");
    tree.lines(findings).forEach(out::println);
    out.flush();
  }

  private void head(TraceFacets facets, TraceLink link) {
    TraceFacets.Identity i = facets.identity();
    line("trace", i.traceId());
    Long took = facets.direct().latencyMs();
    line("when", joined(", ", i.startTime() == null ? i.traceDate() : i.startTime(), millis(took)));
    line(
        "owner",
        joined(
            ", ",
            named("tenant", i.tenantId()),
            i.tenants() > 1 ? i.tenants() + " tenants" : null,
            named("user", i.userId()),
            named("session", i.sessionId())));
    line(
        "agent",
        joined(
            ", ",
            joined(" ", i.agent(), i.agentVersion()),
            i.service() == null || i.service().equals(i.agent()) ? null : i.service(),
            i.environment(),
            String.join(" ", i.modelVersions())));
    line("viewer", link.to(i.traceId(), i.sessionId(), i.traceDate()));
    line("task", facets.extracted().taskSummary());
    line(
        "outcome",
        joined(
            ", ",
            facets.failing() ? "failing" : "not failing",
            named("completion", facets.outcome().completionStatus()),
            facets.extracted().failureMode()));
  }

  private void facets(TraceFacets facets) {
    Row row = TracesTable.ROWS.toRow(facets);
    StructField[] fields = TracesTable.TABLE.schema().fields();
    List<String> said = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      String value = NO_FACET.contains(fields[i].name()) ? "" : told(row.get(i));
      if (!value.isEmpty()) {
        said.add(fields[i].name() + "=" + value);
      }
    }
    out.println();
    line("facets", String.join("  ", said));
  }

  /** Empty for what is no news: nothing, no, nought. */
  private static String told(Object value) {
    if (value == null || value.equals(false) || value.equals("none") || value.equals("unknown")) {
      return "";
    }
    if (value instanceof Number number) {
      return number.doubleValue() == 0 ? "" : String.valueOf(number);
    }
    if (value instanceof scala.collection.Map<?, ?> map) {
      return new TreeMap<>(JavaConverters.mapAsJavaMap(map))
          .entrySet().stream()
              .map(e -> e.getKey() + ":" + e.getValue())
              .collect(Collectors.joining(","));
    }
    if (value instanceof scala.collection.Seq<?> seq) {
      return JavaConverters.seqAsJavaList(seq).stream()
          .map(String::valueOf)
          .collect(Collectors.joining(","));
    }
    return value.toString();
  }

  private void patterns(Membership membership) {
    out.println();
    if (membership.places().isEmpty()) {
      line(
          "patterns",
          membership.runId() == null
              ? "no run is complete yet"
              : "none in run " + membership.runId() + ": the trace is not in its window");
      return;
    }
    out.println("patterns of run " + membership.runId() + ", from leaf to top");
    for (Membership.Place place : membership.places()) {
      out.printf(
          Locale.ROOT,
          "  %s, distance %.3f%s%s%n",
          place.axis(),
          place.distance(),
          place.isOutlier() ? ", an outlier" : "",
          place.scope().equals("all") ? "" : ", of one tenant");
      for (Map.Entry<String, String> step : place.path().entrySet()) {
        out.println("    " + step.getKey() + "  " + SpanTree.visible(step.getValue()));
      }
      place.insights().forEach(i -> out.println("    insight " + SpanTree.visible(i)));
    }
  }

  private void findings(List<SpanFindings.Finding> findings, SpanTree tree) {
    out.println();
    if (findings.isEmpty()) {
      line("findings", "none");
      return;
    }
    out.println("findings, with the number of the span");
    for (SpanFindings.Finding finding : findings) {
      out.printf(
          Locale.ROOT,
          "  %4d  %-20s  %s%n",
          tree.number(finding.span()),
          finding.facet(),
          SpanTree.visible(finding.detail()));
    }
  }

  private void line(String label, String text) {
    if (text == null || text.isEmpty()) {
      return;
    }
    String rest = SpanTree.visible(text);
    String begin = label + " ".repeat(LABEL - label.length());
    while (rest.length() > WIDTH) {
      int space = rest.lastIndexOf(' ', WIDTH);
      int end = space > 0 ? space : WIDTH;
      out.println(begin + rest.substring(0, end));
      rest = rest.substring(end).stripLeading();
      begin = " ".repeat(LABEL);
    }
    out.println(begin + rest);
  }

  static String millis(Long millis) {
    if (millis == null) {
      return null;
    }
    return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%,.1f s", millis / 1000.0);
  }

  private static String named(String name, String value) {
    return value == null ? null : name + " " + value;
  }

  private static String joined(String joint, Object... parts) {
    List<String> said = new ArrayList<>();
    for (Object part : parts) {
      if (part != null && !part.toString().isEmpty()) {
        said.add(part.toString());
      }
    }
    return String.join(joint, said);
  }
}

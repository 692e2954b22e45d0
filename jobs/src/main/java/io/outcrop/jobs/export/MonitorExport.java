package io.outcrop.jobs.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.PrintWriter;
import java.util.List;

/** Monitors in the form of one tool or another; comments say what each cannot see. */
public enum MonitorExport {
  /** One line of SQL for each pattern: its traces by day. */
  SQL {
    @Override
    void write(String about, List<Monitor> monitors, PrintWriter out) {
      out.println("-- " + about);
      for (Monitor m : monitors) {
        out.println("-- " + m.severity() + " " + oneLine(m.title()));
        out.println(m.condition() == null ? joined(m) : counted(m));
      }
    }
  },
  /** A file of rules, over the counters that the transform of the format otel makes. */
  PROMETHEUS {
    @Override
    void write(String about, List<Monitor> monitors, PrintWriter out) {
      out.println("# " + about);
      out.println(
          "# Over the counters of the connector in outcrop export monitors --format otel. They"
              + " count marked spans, not traces.");
      List<Monitor> marked = marked(monitors, "#", out);
      out.println("groups:");
      out.println("  - name: outcrop");
      out.println("    interval: 5m");
      out.println(marked.isEmpty() ? "    rules: []" : "    rules:");
      for (Monitor m : marked) {
        String counted =
            "sum(increase(traces_span_metrics_calls_total{outcrop_pattern=\"%s\"}[1d]%%s))"
                .formatted(m.name());
        String now = counted.formatted("");
        String before = counted.formatted(" offset 1w");
        out.println("      - alert: " + alert(m.name()));
        out.println(
            "        expr: "
                + quoted(now + " > 1.5 * " + before + " and " + now + " >= " + LEAST_SPANS));
        out.println("        for: 1h");
        out.println("        labels:");
        out.println("          severity: " + level(m.severity()));
        out.println("          outcrop_severity: " + m.severity());
        out.println("        annotations:");
        out.println("          summary: " + quoted(plain(m.title()) + " grows"));
        out.println(
            "          description: "
                + quoted(
                    "Spans with " + plain(m.markTold()) + ": half as many again as a week ago."));
        if (m.firstCheck() != null) {
          out.println("          first_check: " + quoted(plain(m.firstCheck())));
        }
      }
    }
  },
  /** A part of a Collector's configuration: spans are marked, and marked spans counted. */
  OTEL {
    @Override
    void write(String about, List<Monitor> monitors, PrintWriter out) {
      out.println("# " + about);
      out.println(
          "# Part of a Collector's configuration: add transform/outcrop to the processors of your"
              + " traces' pipeline, spanmetrics to its exporters and to the receivers of a metrics"
              + " pipeline. A span gets the last mark that fits.");
      List<Monitor> marked = marked(monitors, "#", out);
      out.println("processors:");
      out.println("  transform/outcrop:");
      out.println("    error_mode: ignore");
      out.println(marked.isEmpty() ? "    trace_statements: []" : "    trace_statements:");
      if (!marked.isEmpty()) {
        out.println("      - context: span");
        out.println("        statements:");
      }
      for (Monitor m : gravestLast(marked)) {
        out.println("          # " + m.severity() + " " + oneLine(m.title()));
        out.println(
            "          - "
                + quoted(
                    "set(attributes[\"outcrop.pattern\"], "
                        + SpanCondition.literal(m.name())
                        + ") where "
                        + m.mark()));
      }
      out.println("connectors:");
      out.println("  spanmetrics:");
      out.println("    namespace: traces.span.metrics");
      out.println("    dimensions:");
      out.println("      - name: outcrop.pattern");
    }
  };

  private static final int LEAST_SPANS = 20;

  abstract void write(String about, List<Monitor> monitors, PrintWriter out);

  private static String counted(Monitor m) {
    return ("SELECT trace_date, '%1$s' AS pattern, count_if(%2$s) AS traces,"
            + " count(*) AS all_traces, round(count_if(%2$s) / count(*), 4) AS share"
            + " FROM outcrop_facts.traces GROUP BY trace_date ORDER BY trace_date;")
        .formatted(m.name(), m.condition());
  }

  private static String joined(Monitor m) {
    return ("SELECT t.trace_date, '%s' AS pattern, count(p.trace_id) AS traces,"
            + " count(*) AS all_traces, round(count(p.trace_id) / count(*), 4) AS share"
            + " FROM outcrop_facts.traces AS t LEFT JOIN outcrop_facts.tracked_traces AS p"
            + " ON p.trace_id = t.trace_id AND p.tracked_id = '%s'"
            + " GROUP BY t.trace_date ORDER BY t.trace_date;")
        .formatted(m.name(), m.trackedId());
  }

  /** Those that single spans tell; the others are named in comments. */
  private static List<Monitor> marked(List<Monitor> monitors, String comment, PrintWriter out) {
    for (Monitor m : monitors) {
      if (m.mark() == null) {
        out.println(
            comment
                + " Left out: "
                + m.name()
                + ", which no single span tells; outcrop track gives its series");
      }
    }
    return monitors.stream().filter(m -> m.mark() != null).toList();
  }

  /** So that of two marks the graver one stays. */
  private static List<Monitor> gravestLast(List<Monitor> monitors) {
    List<Monitor> turned = new java.util.ArrayList<>(monitors);
    java.util.Collections.reverse(turned);
    return turned;
  }

  private static String alert(String name) {
    StringBuilder alert = new StringBuilder("Outcrop");
    for (String word : name.split("_", -1)) {
      if (!word.isEmpty()) {
        alert.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
    }
    return alert.toString();
  }

  private static String level(String severity) {
    return switch (severity) {
      case "P0" -> "critical";
      case "P1" -> "warning";
      default -> "info";
    };
  }

  /** Annotations are templates, and what comes from traces is none. */
  private static String plain(String text) {
    return oneLine(text).replace("{{", "{ {").replace("}}", "} }");
  }

  static String oneLine(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]+", " ");
  }

  /** A text of JSON is one of YAML too. */
  private static String quoted(String text) {
    try {
      return EvalExport.JSON.writeValueAsString(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write " + text, e);
    }
  }
}

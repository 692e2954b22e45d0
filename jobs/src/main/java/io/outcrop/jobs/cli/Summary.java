package io.outcrop.jobs.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outcrop.jobs.Backfill;
import io.outcrop.jobs.Nightly;
import io.outcrop.jobs.ingest.Ingest;
import io.outcrop.jobs.llm.Questioning;
import io.outcrop.jobs.publish.Publish;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a command tells when it is done. */
final class Summary {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Summary() {}

  /** The summary of a night. */
  static void print(Nightly.Result result, String warehouse, PrintWriter out) {
    Ingest.Result ingest = result.ingest();
    Publish.Result publish = result.publish();
    out.println();
    out.println(
        "run        " + result.run().id() + (result.repeated() ? " (complete before)" : ""));
    line(
        out,
        "window",
        "%s to %s, %,d traces",
        result.run().windowStart(),
        result.run().windowEnd(),
        result.run().traces());
    read(ingest, out);
    line(
        out,
        "traces",
        "%,d computed, %,d in all",
        result.facets().computed(),
        result.facets().traces());
    asked(result.facets().llm(), out);
    if (result.clusters() != null) {
      asked(result.clusters().labels(), out);
    }
    asked(publish.audited(), out);
    line(out, "clusters", "%,d built, %,d published", publish.clustersBuilt(), publish.clusters());
    line(out, "insights", "%,d found, %,d published", publish.insightsBuilt(), publish.insights());
    line(
        out,
        "withheld",
        "%,d rows and texts%s",
        publish.withheldByRule().values().stream().mapToLong(Long::longValue).sum(),
        counts(": ", publish.withheldByRule(), ""));
    if (publish.tracesWithheld() > 0) {
      line(
          out,
          "",
          "%,d traces stand in leaves that are not published, counted on each axis",
          publish.tracesWithheld());
    }
    line(
        out,
        "seconds",
        "%s",
        result.seconds().entrySet().stream()
            .map(e -> e.getKey().label() + " " + String.format(Locale.ROOT, "%.1f", e.getValue()))
            .collect(Collectors.joining(", ")));
    line(out, "warehouse", "%s", warehouse);
    warn(result, out);
    out.flush();
  }

  private static void read(Ingest.Result ingest, PrintWriter out) {
    line(out, "objects", "%,d read, %,d already read before", ingest.objects(), ingest.standing());
    line(
        out,
        "spans",
        "%,d new, %,d duplicates folded, %,d documents without traces skipped",
        ingest.spans(),
        ingest.duplicates(),
        ingest.skipped());
    line(out, "rejects", "%,d%s", ingest.rejects(), counts(" (", ingest.rejectsByReason(), ")"));
    readOutcomes(ingest, out);
  }

  private static void asked(Questioning.Result llm, PrintWriter out) {
    if (llm == null) {
      return;
    }
    line(
        out,
        "model",
        "%s: %,d asked, %,d known before, %,d answered, %,d unusable, %,d unanswered, $%.4f",
        llm.model(),
        llm.asked(),
        llm.cached(),
        llm.answered(),
        llm.invalid(),
        llm.unanswered(),
        llm.costUsd());
    if (llm.unanswered() > 0) {
      out.println(
          "warning: "
              + (llm.stopped() == null ? "the model did not answer all" : llm.stopped())
              + "; rules stand in, and the next run asks again");
    }
  }

  private static void readOutcomes(Ingest.Result ingest, PrintWriter out) {
    if (ingest.outcomes() + ingest.outcomeRejects() > 0) {
      line(
          out,
          "outcomes",
          "%,d from side files, %,d rows rejected",
          ingest.outcomes(),
          ingest.outcomeRejects());
    }
  }

  /** The summary of a backfill, and of the night at its end. */
  static void print(Backfill.Result result, String warehouse, PrintWriter out) {
    out.println();
    line(out, "windows", "%,d, of which %,d had objects to read", result.windows(), result.read());
    if (result.night().isPresent()) {
      print(result.night().get(), warehouse, out);
      return;
    }
    read(result.ingest(), out);
    line(out, "traces", "%,d in all", result.facets().traces());
    line(out, "warehouse", "%s", warehouse);
    out.flush();
  }

  private static void warn(Nightly.Result result, PrintWriter out) {
    if (result.ingest().objects() > 0 && result.ingest().spans() == 0) {
      out.println("warning: the inputs hold no traces");
    }
    if (result.run().traces() == 0) {
      out.println("warning: there are no traces in the window, so there is nothing to publish");
    } else if (result.publish().clusters() == 0) {
      out.println(
          "warning: nothing was published; too few tenants or traces stand behind every cluster"
              + " (see outcrop.publish.min-tenants and outcrop_ops.withheld)");
    }
  }

  /** The figures of one phase. */
  static void print(String phase, Record result, PrintWriter out) {
    try {
      out.println(phase + " " + JSON.writeValueAsString(result));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot print " + result, e);
    }
    out.flush();
  }

  private static void line(PrintWriter out, String name, String format, Object... values) {
    out.println("%-10s ".formatted(name) + String.format(Locale.ROOT, format, values));
  }

  private static String counts(String before, Map<String, Long> counts, String after) {
    if (counts.isEmpty()) {
      return "";
    }
    List<String> parts =
        counts.entrySet().stream()
            .map(e -> e.getKey().toLowerCase(Locale.ROOT) + " " + e.getValue())
            .toList();
    return before + String.join(", ", parts) + after;
  }
}

package io.outcrop.facets.extract;

import io.outcrop.facets.TraceFacets.Slices;
import io.outcrop.facets.detect.TraceView;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.Trace;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Attributes to slice by: time, and what producers commonly say of user, task and client. */
final class SliceFacts {
  private SliceFacts() {}

  static Slices of(TraceView view, Stated stated, UnaryOperator<String> redact) {
    Trace trace = view.trace();
    Instant start = IdentityFacts.start(trace);
    ZonedDateTime utc = start == null ? null : start.atZone(ZoneOffset.UTC);
    return new Slices(
        utc == null ? null : Integer.valueOf(utc.getHour()),
        utc == null ? null : utc.getDayOfWeek().name(),
        redacted(taskType(stated), redact),
        redacted(
            stated.first(
                "user_segment",
                "user.segment",
                "userSegment",
                "user.tier",
                "user_tier",
                "customer_tier",
                "customer.tier",
                "user.plan",
                "plan",
                "tier",
                "segment"),
            redact),
        redacted(
            stated.first(
                "platform",
                "client.platform",
                "device.platform",
                "app.platform",
                "channel",
                "client",
                "os.type"),
            redact),
        trace.conversation().firstUserText().map(String::length).orElse(null),
        null,
        sources(trace, redact),
        ResponseShapes.of(view.calls(), redact));
  }

  private static String taskType(Stated stated) {
    return stated.first("task_type", "task.type", "taskType", "gen_ai.task.type");
  }

  private static String redacted(String value, UnaryOperator<String> redact) {
    return value == null ? null : redact.apply(value);
  }

  private static List<String> sources(Trace trace, UnaryOperator<String> redact) {
    TreeSet<String> sources = new TreeSet<>();
    for (Span span : trace.spans()) {
      if (span.kind() == SpanKind.RETRIEVER) {
        sources.add(source(span));
      }
    }
    return sources.stream().map(redact).sorted().distinct().toList();
  }

  private static String source(Span span) {
    for (String key : new String[] {"gen_ai.data_source.id", "data_source.id", "db.system"}) {
      String value = span.attribute(key);
      if (value != null && !value.isBlank()) {
        return value;
      }
    }
    String name = span.toolName() == null ? span.name() : span.toolName();
    return name == null || name.isBlank() ? "retriever" : name.replaceFirst("^retrieval ", "");
  }
}

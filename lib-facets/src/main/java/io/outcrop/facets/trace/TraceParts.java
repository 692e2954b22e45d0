package io.outcrop.facets.trace;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts the spans of a trace together from the records that tell of them.
 *
 * <p>What is said of the trace as a whole goes to its roots. A supplement whose span never came
 * stands as a span where it says when it was; where it does not, as a judgement made later does
 * not, it goes to the roots as well.
 */
public final class TraceParts {
  private TraceParts() {}

  /**
   * The spans of a trace.
   *
   * @param records of one trace id, one for each span id (as {@link SpanFold} makes them), in any
   *     order
   * @return spans alone, in the order of their ids; empty where the records tell of none
   */
  public static List<Span> spans(List<Span> records) {
    Map<String, Span> spans = new TreeMap<>();
    List<Span> ofTrace = new ArrayList<>();
    for (Span record : records) {
      if (record.part() == SpanPart.SPAN) {
        spans.put(record.spanId(), record);
      } else if (record.startTime() != null && !record.spanId().isEmpty()) {
        spans.put(record.spanId(), record.toBuilder().part(SpanPart.SPAN).build());
      } else {
        ofTrace.add(record);
      }
    }
    if (spans.isEmpty()) {
      ofTrace.stream()
          .filter(r -> r.startTime() != null)
          .findFirst()
          .ifPresent(r -> alone(r, spans));
    }
    supplementRoots(spans, ofTrace);
    return spans.values().stream().map(LoggedMessages::resolve).toList();
  }

  /** A trace of which no span is known is a span itself. */
  private static void alone(Span record, Map<String, Span> spans) {
    Span.Builder span = Span.builder(record.traceId(), record.traceId()).part(SpanPart.SPAN);
    span.fillIn(record);
    span.sourceObject(record.sourceObject()).traceDate(record.traceDate());
    spans.put(record.traceId(), span.build());
  }

  private static void supplementRoots(Map<String, Span> spans, List<Span> ofTrace) {
    if (ofTrace.isEmpty()) {
      return;
    }
    List<Span> ordered = ofTrace.stream().sorted(SpanFold.BY_WORTH.reversed()).toList();
    Set<String> ids = new HashSet<>(spans.keySet());
    spans.replaceAll(
        (id, span) -> {
          boolean root = span.parentSpanId() == null || !ids.contains(span.parentSpanId());
          if (!root) {
            return span;
          }
          Span.Builder whole = span.toBuilder();
          ordered.forEach(whole::fillIn);
          // The trace's times and parent are not the root's.
          return whole
              .parentSpanId(span.parentSpanId())
              .startTime(span.startTime())
              .endTime(span.endTime())
              .build();
        });
  }
}

package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The spans of a trace by the agent that they belong to: an agent's span, what lies below it and
 * below no other agent's, and the spans of the agents right below, as its calls.
 */
public final class OwnSpans {
  private OwnSpans() {}

  /** By the agent's span, in order of start; empty where there is no agent. */
  public static Map<Span, List<Span>> of(Trace trace) {
    Map<Span, List<Span>> own = new LinkedHashMap<>();
    for (Span span : trace.spans()) {
      if (span.kind() == SpanKind.AGENT) {
        own.computeIfAbsent(span, s -> new ArrayList<>()).add(0, span);
      }
      trace
          .agentAbove(span)
          .ifPresent(above -> own.computeIfAbsent(above, s -> new ArrayList<>()).add(span));
    }
    return own;
  }

  /** The agent's own part of the trace, as a trace. */
  public static TraceView view(List<Span> own) {
    return TraceView.of(Trace.of(own));
  }
}

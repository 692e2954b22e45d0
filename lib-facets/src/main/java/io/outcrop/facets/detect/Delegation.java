package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.Trace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * How work is spread: the most children running at once below one span, and how agents hand over.
 *
 * <p>Patterns: {@code none}; {@code single}, one sub-agent or one handoff; {@code chain}, several
 * one after another; {@code parallel}, several at once; {@code nested}, a sub-agent with a
 * sub-agent. An agent span inside one of the same name is the same agent. Sub-agents that leave no
 * span and are called by no tool that says so are not seen.
 */
public final class Delegation {
  private Delegation() {}

  /** Most children of one span whose times overlap; 0 where there are no children with times. */
  public static int fanOut(Trace trace) {
    int most = 0;
    for (Span span : trace.spans()) {
      most = Math.max(most, overlapping(trace.children(span)));
    }
    return most;
  }

  public static String pattern(TraceView view) {
    Trace trace = view.trace();
    List<Span> agents =
        trace.spans().stream().filter(s -> s.kind() == SpanKind.AGENT && opens(trace, s)).toList();
    List<Span> tops = new ArrayList<>();
    List<Span> subs = new ArrayList<>();
    boolean nested = false;
    for (Span agent : agents) {
      int above = agentsAbove(trace, agent);
      (above == 0 ? tops : subs).add(agent);
      nested |= above > 1;
    }
    if (nested) {
      return "nested";
    }
    boolean handoffs = tops.stream().map(Calls::agentName).distinct().count() > 1;
    List<Span> working = handoffs ? agents : subs;
    int count = handoffs ? agents.size() - 1 : subs.size();
    if (count == 0) {
      count =
          (int)
              view.calls().stream()
                  .filter(c -> c.action() == Action.DELEGATE && !Escalation.toHuman(c))
                  .count();
    }
    if (count == 0) {
      return "none";
    }
    if (overlapping(working) > 1) {
      return "parallel";
    }
    return count == 1 ? "single" : "chain";
  }

  private static boolean opens(Trace trace, Span agent) {
    return trace
        .agentAbove(agent)
        .map(above -> !Calls.agentName(above).equals(Calls.agentName(agent)))
        .orElse(true);
  }

  private static int agentsAbove(Trace trace, Span agent) {
    int count = 0;
    Span at = agent;
    while (count < 3) {
      Span below = at;
      Span above = trace.agentAbove(below).orElse(null);
      if (above == null) {
        return count;
      }
      count += Calls.agentName(above).equals(Calls.agentName(below)) ? 0 : 1;
      at = above;
    }
    return count;
  }

  private static int overlapping(List<Span> spans) {
    if (spans.size() < 2) {
      return spans.isEmpty() || spans.get(0).startTime() == null ? 0 : 1;
    }
    List<Span> timed =
        spans.stream()
            .filter(s -> s.startTime() != null)
            .sorted(Comparator.comparing(Span::startTime))
            .toList();
    PriorityQueue<Instant> running = new PriorityQueue<>();
    int most = 0;
    for (Span span : timed) {
      while (!running.isEmpty() && !running.peek().isAfter(span.startTime())) {
        running.poll();
      }
      Instant least = span.startTime().plusNanos(1);
      Instant end = span.endTime();
      running.add(end == null || end.isBefore(least) ? least : end);
      most = Math.max(most, running.size());
    }
    return most;
  }
}

package io.outcrop.facets.llm;

import io.outcrop.facets.custom.TracePart;
import io.outcrop.facets.detect.Call;
import io.outcrop.facets.detect.TraceView;
import io.outcrop.facets.llm.TraceLine.Kind;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.Trace;
import io.outcrop.facets.trace.Turn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Tells a trace in lines, in order of time: what was asked, said and thought, each call with what
 * became of it, each failure.
 */
final class TraceLines {
  /** Of a text no more is looked at than this: a line holds far less. */
  private static final int MOST_RAW = 6_000;

  private final TraceView view;
  private final Trace trace;
  private final Set<String> calls = new HashSet<>();
  private final List<Placed> placed = new ArrayList<>();
  private int[] lastBelow;

  /** A line and its place: the span's, then within the span. */
  private record Placed(int position, int rank, TraceLine line) {}

  private TraceLines(TraceView view) {
    this.view = view;
    this.trace = view.trace();
  }

  static List<TraceLine> of(TraceView view) {
    TraceLines lines = new TraceLines(view);
    lines.addTurns();
    lines.addCalls();
    lines.addSpans();
    lines.placed.sort(Comparator.comparingInt(Placed::position).thenComparingInt(Placed::rank));
    return lines.placed.stream().map(Placed::line).toList();
  }

  private void add(
      int position, int rank, Kind kind, Span span, String tool, TracePart part, String text) {
    if (text != null && !text.isBlank()) {
      TraceLine line = new TraceLine(kind, branch(span), tool, part, head(text));
      placed.add(new Placed(position, rank, line));
    }
  }

  private static String head(String text) {
    if (text.length() <= MOST_RAW) {
      return text;
    }
    // The end of a long text often holds its point.
    return text.substring(0, MOST_RAW * 2 / 3)
        + " … "
        + text.substring(text.length() - MOST_RAW / 3);
  }

  private String branch(Span span) {
    Span at = span;
    Optional<Span> agent = at.kind() == SpanKind.AGENT ? Optional.of(at) : trace.agentAbove(at);
    return agent.filter(a -> trace.parent(a).isPresent()).map(Span::spanId).orElse(null);
  }

  private void addTurns() {
    String system = view.conversation().systemText();
    add(-2, 0, Kind.INSTRUCTIONS, trace.mainRoot(), null, TracePart.SYSTEM, system);
    List<Turn> turns = view.conversation().turns();
    for (int i = 0; i < turns.size(); i++) {
      Turn turn = turns.get(i);
      boolean fromModel = turn.span().kind() == SpanKind.LLM;
      int position = trace.indexOf(turn.span());
      if (turn.role().equals("user")) {
        Kind kind = turn.delegated() ? Kind.TASK : Kind.USER;
        // What one agent asks of another is no part of its own: it is an argument of a call.
        TracePart part = turn.delegated() ? null : TracePart.INPUT;
        add(fromModel ? position : -1, 1, kind, turn.span(), null, part, turn.text());
      } else if (turn.role().equals("assistant")) {
        boolean closing = i == turns.size() - 1 && turn.isAnswer() && !turn.delegated();
        int at = closing && !fromModel ? Integer.MAX_VALUE : position;
        add(at, 2, Kind.THOUGHT, turn.span(), null, TracePart.REASONING, turn.reasoning());
        Kind kind = closing ? Kind.FINAL : turn.produced() ? Kind.SAID : Kind.EARLIER;
        boolean last = turn.text().equals(view.conversation().finalText());
        boolean answer = turn.isAnswer() && (!turn.delegated() || last);
        TracePart part = answer ? TracePart.OUTPUT : null;
        add(at, 3, kind, turn.span(), null, part, turn.text());
      }
    }
  }

  private void addCalls() {
    for (Call call : view.calls()) {
      boolean agent = call.recorded() && call.span().kind() == SpanKind.AGENT;
      int position = call.position();
      String asked = call.tool() + " " + (call.arguments() == null ? "" : call.arguments());
      Kind way = agent ? Kind.DELEGATES : Kind.CALL;
      add(position, 4, way, call.span(), call.tool(), TracePart.TOOL_CALLS, asked);
      if (call.recorded()) {
        calls.add(call.span().spanId());
      }
      int back = agent ? lastBelow(call.span()) : position;
      if (call.failed()) {
        String failure = failure(call);
        add(back, 6, Kind.FAILED, call.span(), call.tool(), TracePart.TOOL_RESULTS, failure);
      } else {
        Kind kind = agent ? Kind.RETURNED : call.empty() ? Kind.EMPTY : Kind.RESULT;
        add(back, 5, kind, call.span(), call.tool(), TracePart.TOOL_RESULTS, call.result());
      }
    }
  }

  private static String failure(Call call) {
    if (!call.recorded()) {
      return String.valueOf(call.result());
    }
    String told = failure(call.span());
    return call.result() == null ? told : told + " " + call.result();
  }

  private static String failure(Span span) {
    String type = span.errorType() == null ? "" : span.errorType() + ": ";
    String message = span.errorMessage() == null ? "error" : span.errorMessage();
    return type + message;
  }

  /** Position of the last span below an agent: there it comes back. */
  private int lastBelow(Span agent) {
    if (lastBelow == null) {
      lastBelow = new int[trace.spans().size()];
      Arrays.setAll(lastBelow, i -> i);
      trace.spans().stream()
          .sorted(Comparator.comparingInt((Span s) -> -trace.depth(s)))
          .forEach(
              span ->
                  trace
                      .parent(span)
                      .map(trace::indexOf)
                      .ifPresent(
                          above ->
                              lastBelow[above] =
                                  Math.max(lastBelow[above], lastBelow[trace.indexOf(span)])));
    }
    return lastBelow[trace.indexOf(agent)];
  }

  /** Failures of spans that are no calls, and what guardrails say. */
  private void addSpans() {
    for (Span span : trace.spans()) {
      int position = trace.indexOf(span);
      if (span.failed() && !calls.contains(span.spanId())) {
        String name = span.kind().name().toLowerCase(Locale.ROOT) + " " + span.name();
        add(position, 7, Kind.FAILED, span, null, null, name + ": " + failure(span));
      } else if (span.kind() == SpanKind.GUARDRAIL) {
        String output = span.outputText() == null ? "" : ": " + span.outputText();
        add(position, 4, Kind.GUARDRAIL, span, null, null, span.name() + output);
      }
    }
  }
}

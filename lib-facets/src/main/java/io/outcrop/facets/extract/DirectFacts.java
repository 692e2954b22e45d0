package io.outcrop.facets.extract;

import io.outcrop.facets.TraceFacets.Direct;
import io.outcrop.facets.detect.Call;
import io.outcrop.facets.detect.Retries;
import io.outcrop.facets.detect.TraceView;
import io.outcrop.facets.money.PriceTable;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What the spans state directly: counts, tokens, money, tools. */
final class DirectFacts {
  private static final int MAX_TOOLS = 200;

  private DirectFacts() {}

  static Direct of(TraceView view, PriceTable prices, UnaryOperator<String> redact) {
    Trace trace = view.trace();
    List<Call> tools =
        view.calls().stream().filter(c -> c.span().kind() != SpanKind.AGENT).toList();
    Long input = tokens(trace, Span::inputTokens);
    Long output = tokens(trace, Span::outputTokens);
    TreeSet<String> reasons = new TreeSet<>();
    trace.modelCalls().forEach(span -> reasons.addAll(span.finishReasons()));
    List<String> sequence = sequence(tools, redact);
    TraceCost cost = TraceCost.of(view, tools, latency(trace), prices);
    return new Direct(
        trace.spans().size(),
        view.conversation().userTurns().size(),
        trace.modelCalls().size(),
        tools.size(),
        List.copyOf(new TreeSet<>(tools.stream().map(Call::tool).distinct().map(redact).toList())),
        sequence,
        agentCount(trace),
        trace.spans().stream().mapToInt(trace::depth).max().orElse(1),
        latency(trace),
        input,
        output,
        input == null && output == null ? null : Long.valueOf(orZero(input) + orZero(output)),
        cost.dollars(),
        cost.estimated(),
        (int) tools.stream().filter(Call::failed).count(),
        errors(view),
        Retries.count(view),
        List.copyOf(reasons),
        trace.spans().stream().anyMatch(Span::truncated));
  }

  private static long orZero(Long value) {
    return value == null ? 0 : value;
  }

  private static List<String> sequence(List<Call> tools, UnaryOperator<String> redact) {
    List<String> sequence = new ArrayList<>();
    String last = null;
    for (Call call : tools) {
      if (sequence.size() < MAX_TOOLS && !call.tool().equals(last)) {
        sequence.add(redact.apply(call.tool()));
      }
      last = call.tool();
    }
    return sequence;
  }

  /** Of model calls alone: agents repeat their children's. */
  private static Long tokens(Trace trace, Function<Span, Long> part) {
    Long sum = sum(trace.modelCalls(), part);
    if (sum != null) {
      return sum;
    }
    // The wrapping ones, where only they say: then every wrapped one is silent.
    return sum(trace.spans().stream().filter(s -> s.kind() == SpanKind.LLM).toList(), part);
  }

  private static Long sum(List<Span> spans, Function<Span, Long> part) {
    Long sum = null;
    for (Span span : spans) {
      Long value = part.apply(span);
      if (value != null && value >= 0) {
        sum = orZero(sum) + value;
      }
    }
    return sum;
  }

  private static int agentCount(Trace trace) {
    long named =
        trace.spans().stream()
            .filter(s -> s.kind() == SpanKind.AGENT && s.agent() != null)
            .map(Span::agent)
            .distinct()
            .count();
    boolean any = trace.spans().stream().anyMatch(s -> s.kind() == SpanKind.AGENT);
    return any ? (int) Math.max(1, named) : 0;
  }

  private static Long latency(Trace trace) {
    Instant start = IdentityFacts.start(trace);
    Instant end = IdentityFacts.end(trace);
    return start == null || end == null
        ? null
        : Math.max(0, Duration.between(start, end).toMillis());
  }

  /** Failing spans, and calls whose result alone says that they failed. */
  private static int errors(TraceView view) {
    long spans = view.trace().spans().stream().filter(Span::failed).count();
    long results =
        view.calls().stream()
            .filter(c -> c.failed() && !(c.recorded() && c.span().failed()))
            .count();
    return (int) (spans + results);
  }
}

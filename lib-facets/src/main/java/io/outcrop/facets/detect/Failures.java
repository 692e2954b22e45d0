package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The failing spans of a trace, which of them were made good, and where the failure began.
 *
 * <p>A span fails by its status, or, being a call, by its result. It is made good when a later span
 * of the same kind and name worked. The origin is the earliest span that fails for good and has no
 * failing span below it: a parent that only passes its child's failure on is no origin. Where all
 * failures were made good and the run did not fail, the origin is the earliest of them. It cannot
 * see that a successful step caused a later failure.
 *
 * @param all failing spans in order of start
 * @param unrecovered of these the ones that nothing made good
 * @param origin may be null: nothing failed
 */
public record Failures(
    List<Span> all, List<Span> unrecovered, Span origin, ErrorClass originClass) {

  public Failures {
    all = List.copyOf(all);
    unrecovered = List.copyOf(unrecovered);
  }

  public static Failures of(TraceView view) {
    Trace trace = view.trace();
    Map<String, Call> calls = new HashMap<>();
    view.calls().stream().filter(Call::recorded).forEach(c -> calls.put(c.span().spanId(), c));
    Map<String, Integer> lastGood = new HashMap<>();
    List<Span> failing = new ArrayList<>();
    for (Span span : trace.spans()) {
      Call call = calls.get(span.spanId());
      if (span.failed() || (call != null && call.failed())) {
        failing.add(span);
      } else {
        lastGood.put(label(span), trace.indexOf(span));
      }
    }
    List<Span> lasting =
        failing.stream()
            .filter(s -> lastGood.getOrDefault(label(s), -1) <= trace.indexOf(s))
            .toList();
    Span origin =
        earliestCause(trace, lasting).or(() -> earliestCause(trace, failing)).orElse(null);
    return new Failures(failing, lasting, origin, errorClass(origin, calls));
  }

  private static ErrorClass errorClass(Span origin, Map<String, Call> calls) {
    if (origin == null) {
      return null;
    }
    Call call = calls.get(origin.spanId());
    return call == null ? ErrorClass.of(origin) : call.errorClass();
  }

  private static Optional<Span> earliestCause(Trace trace, List<Span> failing) {
    Set<String> passingOn = new HashSet<>();
    for (Span span : failing) {
      Optional<Span> above = trace.parent(span);
      while (above.isPresent() && passingOn.add(above.get().spanId())) {
        above = trace.parent(above.get());
      }
    }
    return failing.stream().filter(s -> !passingOn.contains(s.spanId())).findFirst();
  }

  private static String label(Span span) {
    return switch (span.kind()) {
      case TOOL, RETRIEVER -> span.kind() + ":" + Calls.toolName(span);
      case LLM -> SpanKind.LLM.name();
      default -> span.kind() + ":" + String.valueOf(span.name()).toLowerCase(Locale.ROOT);
    };
  }
}

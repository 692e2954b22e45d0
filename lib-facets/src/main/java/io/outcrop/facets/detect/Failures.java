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
 * of the same kind and name worked, or a later call of the same class of action. The origin is the
 * earliest failing or straying span that the one where the failure surfaced descends from or
 * consumes, see {@link Origins}: a parent that only passes its child's failure on is no origin.
 * Where all failures were made good and the run did not fail, the last of them and what it consumed
 * are looked at. Where nothing failed but every retrieval came back empty, the first of these is
 * the origin. It cannot see that a step whose result was wrong caused a later failure.
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
            .filter(
                s ->
                    calls.containsKey(s.spanId())
                        ? !view.recovered(calls.get(s.spanId()))
                        : lastGood.getOrDefault(label(s), -1) <= trace.indexOf(s))
            .toList();
    Span origin = origin(view, calls, lasting.isEmpty() ? failing : lasting);
    return new Failures(failing, lasting, origin, errorClass(origin, calls, failing));
  }

  private static Span origin(TraceView view, Map<String, Call> calls, List<Span> failing) {
    if (!failing.isEmpty()) {
      return new Origins(view, calls).of(causes(view.trace(), failing));
    }
    Retrievals retrievals = Retrievals.of(view);
    boolean answered = view.conversation().finalText() != null;
    return retrievals.empty() && answered && retrievals.calls().get(0).recorded()
        ? retrievals.calls().get(0).span()
        : null;
  }

  private static ErrorClass errorClass(Span origin, Map<String, Call> calls, List<Span> failing) {
    if (origin == null) {
      return null;
    }
    if (!failing.contains(origin)) {
      return Origins.strayClass(origin);
    }
    Call call = calls.get(origin.spanId());
    return call == null ? ErrorClass.of(origin) : call.errorClass();
  }

  /** Those without a failing one below them: a parent may only pass a failure on. */
  private static List<Span> causes(Trace trace, List<Span> failing) {
    Set<String> passingOn = new HashSet<>();
    for (Span span : failing) {
      Optional<Span> above = trace.parent(span);
      while (above.isPresent() && passingOn.add(above.get().spanId())) {
        above = trace.parent(above.get());
      }
    }
    return failing.stream().filter(s -> !passingOn.contains(s.spanId())).toList();
  }

  private static String label(Span span) {
    return switch (span.kind()) {
      case TOOL, RETRIEVER -> span.kind() + ":" + Calls.toolName(span);
      case LLM -> SpanKind.LLM.name();
      default -> span.kind() + ":" + String.valueOf(span.name()).toLowerCase(Locale.ROOT);
    };
  }
}

package io.outcrop.facets.extract;

import io.outcrop.facets.TraceFacets.Behaviour;
import io.outcrop.facets.detect.ActionSequence;
import io.outcrop.facets.detect.Claims;
import io.outcrop.facets.detect.Delegation;
import io.outcrop.facets.detect.ErrorClass;
import io.outcrop.facets.detect.Failures;
import io.outcrop.facets.detect.Fallback;
import io.outcrop.facets.detect.Refusal;
import io.outcrop.facets.detect.Repetition;
import io.outcrop.facets.detect.SwallowedErrors;
import io.outcrop.facets.detect.Timeouts;
import io.outcrop.facets.detect.TraceView;
import io.outcrop.facets.detect.Truncation;
import io.outcrop.facets.trace.Span;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** What the detectors see, or what the producer states instead. */
final class BehaviourFacts {
  private BehaviourFacts() {}

  static Behaviour of(
      TraceView view,
      Claims.Found claims,
      Failures failures,
      Stated stated,
      UnaryOperator<String> redact) {
    Span origin = failures.origin();
    ErrorClass originClass = failures.originClass();
    return new Behaviour(
        ActionSequence.of(view),
        redacted(stated.list("claimed_tools", claims.tools()), redact),
        redacted(stated.list("phantom_tools", claims.phantoms()), redact),
        stated.count("swallowed_errors", SwallowedErrors.count(view)),
        stated.count("repeated_calls", Repetition.repeatedCalls(view)),
        stated.flag("loop", Repetition.isLoop(view)),
        stated.flag("fallback", Fallback.in(view)),
        stated.flag("refused", Refusal.in(view)),
        stated.flag("truncated", Truncation.in(view)),
        stated.flag("timed_out", Timeouts.in(view)),
        stated.count("fan_out", Delegation.fanOut(view.trace())),
        stated.text("delegation_pattern", Delegation.pattern(view)),
        stated.text("origin_span", origin == null ? null : origin.spanId()),
        origin == null ? null : origin.kind().name(),
        origin == null || origin.toolName() == null ? null : redact.apply(origin.toolName()),
        originClass == null ? null : originClass.name().toLowerCase(Locale.ROOT));
  }

  private static List<String> redacted(List<String> names, UnaryOperator<String> redact) {
    return names.stream().map(redact).sorted().distinct().toList();
  }
}

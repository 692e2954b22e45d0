package io.outcrop.facets.detect;

import io.outcrop.facets.TraceFacets.Behaviour;
import java.util.List;
import java.util.stream.Collectors;

/** The detectors of what was done, what came of it, and what is claimed of both. */
final class EvidenceDetectors {
  static final List<Detector> ALL =
      List.of(
          Detector.flag("phantom_tools", facets -> !facets.behaviour().phantomTools().isEmpty()),
          Detector.flag("swallowed_errors", facets -> facets.behaviour().swallowedErrors() > 0),
          Detector.of("repeated_calls", facets -> count(facets.behaviour().repeatedCalls())),
          Detector.flag("loop", facets -> facets.behaviour().loop()),
          Detector.flag("fallback", facets -> facets.behaviour().fallback()),
          Detector.flag("refused", facets -> facets.behaviour().refused()),
          Detector.flag("truncated", facets -> facets.behaviour().truncated()),
          Detector.flag("timed_out", facets -> facets.behaviour().timedOut()),
          Detector.of("fan_out", facets -> count(facets.behaviour().fanOut() - 1, 1)),
          Detector.of("delegation_pattern", facets -> pattern(facets.behaviour())),
          Detector.flag("escalated", f -> Boolean.TRUE.equals(f.outcome().escalated())),
          Detector.of("retry_count", facets -> count(facets.direct().retryCount())),
          Detector.of("origin_span", facets -> origin(facets.behaviour())),
          Detector.of("grounded", facets -> low(facets.grounding().grounded())),
          Detector.of("confidence", facets -> text(facets.grounding().confidence())),
          Detector.flag("downstream_ok", f -> Boolean.FALSE.equals(f.grounding().downstreamOk())),
          Detector.of(
              "unsupported_results", facets -> count(facets.grounding().unsupportedResults())),
          Detector.of("mismatches", facets -> mismatches(facets.extracted().issues())),
          Detector.of(
              "unretrieved_sources", facets -> count(facets.grounding().unretrievedSources())));

  private EvidenceDetectors() {}

  private static String mismatches(List<String> issues) {
    String seen =
        issues.stream().filter(Mismatches.KINDS::contains).collect(Collectors.joining(" "));
    return seen.isEmpty() ? null : seen;
  }

  private static String count(int count) {
    return count(count, 0);
  }

  private static String count(int count, int more) {
    return count > 0 ? String.valueOf(count + more) : null;
  }

  private static String origin(Behaviour b) {
    return b.originSpan() == null
        ? null
        : b.originKind()
            + ' '
            + (b.originTool() == null ? "-" : b.originTool())
            + ' '
            + b.originErrorClass();
  }

  private static String low(Double share) {
    return share != null && share < 0.75 ? share.toString() : null;
  }

  private static String text(Double share) {
    return share == null ? null : share.toString();
  }

  private static String pattern(Behaviour behaviour) {
    return behaviour.delegationPattern().equals("none") ? null : behaviour.delegationPattern();
  }
}

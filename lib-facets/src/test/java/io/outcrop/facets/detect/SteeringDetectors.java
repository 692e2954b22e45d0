package io.outcrop.facets.detect;

import io.outcrop.facets.Steering;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** The detectors of what steers an agent: its orders, its user, its fellow agents. */
final class SteeringDetectors {
  static final List<Detector> ALL =
      List.of(
          of("ignored_constraints", s -> said(String.join(" ", s.ignoredConstraints()))),
          flag("injection_suspected", Steering::injectionSuspected),
          flag("injection_present", Steering::injectionPresent),
          flag("handoff_loss", s -> s.handoffLoss() > 0),
          flag("conflicting_results", s -> s.conflictingResults() > 0),
          flag("premature_completion", Steering::prematureCompletion),
          flag("over_refusal", Steering::overRefusal),
          of("abandoned_by", Steering::abandonedBy),
          flag("stale_context", Steering::staleContext),
          flag("context_overflow", Steering::contextOverflow),
          flag("engaged_follow_up", s -> Boolean.TRUE.equals(s.engagedFollowUp())),
          flag("jailbreak_attempt", Steering::jailbreakAttempt),
          flag("out_of_scope", Steering::outOfScope),
          flag("safety_context_lost", s -> s.safetyContextLost() > 0),
          flag("safety_flagged", s -> Boolean.TRUE.equals(s.safetyFlagged())),
          Detector.flag("user_corrected", f -> Boolean.TRUE.equals(f.outcome().userCorrected())));

  private SteeringDetectors() {}

  private static Detector of(String name, Function<Steering, String> answer) {
    return Detector.of(name, facets -> answer.apply(facets.steering()));
  }

  private static Detector flag(String name, Predicate<Steering> fires) {
    return Detector.flag(name, facets -> fires.test(facets.steering()));
  }

  private static String said(String text) {
    return text.isEmpty() ? null : text;
  }
}

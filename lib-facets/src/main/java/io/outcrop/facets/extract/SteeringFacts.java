package io.outcrop.facets.extract;

import io.outcrop.facets.Steering;
import io.outcrop.facets.detect.Abandonment;
import io.outcrop.facets.detect.ContextOverflow;
import io.outcrop.facets.detect.FollowUp;
import io.outcrop.facets.detect.Handoffs;
import io.outcrop.facets.detect.IgnoredConstraints;
import io.outcrop.facets.detect.Injection;
import io.outcrop.facets.detect.OverRefusal;
import io.outcrop.facets.detect.PrematureCompletion;
import io.outcrop.facets.detect.SafetyFlags;
import io.outcrop.facets.detect.StaleContext;
import io.outcrop.facets.detect.TraceView;
import io.outcrop.facets.detect.UserAttempts;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How the run kept to what steered it, or what the producer states instead. */
final class SteeringFacts {
  private SteeringFacts() {}

  static Steering of(TraceView view, List<Handoffs.Handoff> handoffs, Stated stated) {
    Injection injection = Injection.in(view);
    int lost = (int) handoffs.stream().filter(Handoffs.Handoff::lost).count();
    int unsafe = (int) handoffs.stream().filter(Handoffs.Handoff::safetyLost).count();
    int contradicting = (int) handoffs.stream().filter(Handoffs.Handoff::conflicting).count();
    String left = stated.text("abandoned_by", Abandonment.by(view));
    return new Steering(
        stated.list("ignored_constraints", IgnoredConstraints.in(view)),
        stated.flag("injection_suspected", injection.followed()),
        stated.flag("injection_present", injection.present()),
        stated.count("handoff_loss", lost),
        stated.count("conflicting_results", contradicting / 2 + contradicting % 2),
        stated.flag("premature_completion", PrematureCompletion.in(view)),
        stated.flag("over_refusal", OverRefusal.in(view)),
        "none".equals(left) ? null : left,
        stated.flag("stale_context", StaleContext.in(view)),
        stated.flag("context_overflow", ContextOverflow.in(view)),
        stated.nullableFlag("engaged_follow_up", FollowUp.in(view)),
        stated.flag("jailbreak_attempt", UserAttempts.jailbreak(view)),
        stated.flag("out_of_scope", UserAttempts.outOfScope(view)),
        stated.count("safety_context_lost", unsafe),
        stated.nullableFlag("safety_flagged", SafetyFlags.in(view)));
  }

  /** The limits that are an issue of their own. */
  private static final Map<String, Issue> LIMITS =
      Map.of(
          "confirmation", Issue.NO_CONFIRMATION,
          "format", Issue.FORMAT_BROKEN,
          "length", Issue.LENGTH_BROKEN,
          "wording", Issue.WORDING_BROKEN,
          "forbidden_call", Issue.FORBIDDEN_CALL,
          "too_many_calls", Issue.TOO_MANY_CALLS,
          "required_check", Issue.UNMADE_CHECK,
          "currency", Issue.OTHER_CURRENCY);

  static Set<Issue> issues(Steering steering) {
    Set<Issue> issues = EnumSet.noneOf(Issue.class);
    add(issues, Issue.IGNORED_CONSTRAINT, !steering.ignoredConstraints().isEmpty());
    LIMITS.forEach(
        (kind, issue) -> add(issues, issue, steering.ignoredConstraints().contains(kind)));
    add(issues, Issue.INJECTION_FOLLOWED, steering.injectionSuspected());
    add(
        issues,
        Issue.INJECTION_PRESENT,
        steering.injectionPresent() && !steering.injectionSuspected());
    add(issues, Issue.HANDOFF_LOSS, steering.handoffLoss() > 0);
    add(issues, Issue.CONFLICTING_RESULTS, steering.conflictingResults() > 0);
    add(issues, Issue.PREMATURE_COMPLETION, steering.prematureCompletion());
    add(issues, Issue.OVER_REFUSAL, steering.overRefusal());
    add(issues, Issue.AGENT_LEFT, Abandonment.AGENT.equals(steering.abandonedBy()));
    add(issues, Issue.USER_LEFT, Abandonment.USER.equals(steering.abandonedBy()));
    add(issues, Issue.STALE_CONTEXT, steering.staleContext());
    add(issues, Issue.CONTEXT_OVERFLOW, steering.contextOverflow());
    add(issues, Issue.JAILBREAK_ATTEMPT, steering.jailbreakAttempt());
    add(issues, Issue.OUT_OF_SCOPE, steering.outOfScope());
    add(issues, Issue.SAFETY_CONTEXT_LOST, steering.safetyContextLost() > 0);
    add(issues, Issue.SAFETY_FLAGGED, Boolean.TRUE.equals(steering.safetyFlagged()));
    return issues;
  }

  private static void add(Set<Issue> issues, Issue issue, boolean seen) {
    if (seen) {
      issues.add(issue);
    }
  }
}

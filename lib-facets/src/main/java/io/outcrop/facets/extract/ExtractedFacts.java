package io.outcrop.facets.extract;

import io.outcrop.facets.Grounding;
import io.outcrop.facets.TraceFacets.Behaviour;
import io.outcrop.facets.TraceFacets.Direct;
import io.outcrop.facets.TraceFacets.Extracted;
import io.outcrop.facets.TraceFacets.Outcome;
import io.outcrop.facets.detect.Action;
import io.outcrop.facets.detect.Call;
import io.outcrop.facets.detect.Failures;
import io.outcrop.facets.detect.TraceView;
import io.outcrop.facets.trace.Turn;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What a reader would say of the trace, by rule. */
final class ExtractedFacts {
  private static final int MANY_CALLS = 15;
  private static final int FEW_CALLS = 3;
  private static final long SLOW_MS = 120_000;
  private static final long MANY_TOKENS = 50_000;
  private static final long FEW_TOKENS = 10_000;
  private static final int MANY_RETRIES = 3;
  private static final int PLAN_CHARS = 2_000;

  private ExtractedFacts() {}

  static Extracted of(
      TraceView view,
      Direct direct,
      Behaviour behaviour,
      Outcome outcome,
      Set<Issue> issues,
      Stated stated,
      Map<String, String> custom,
      UnaryOperator<String> redact) {
    String summary = TaskSummary.of(view.conversation(), redact);
    Issue worst = issues.stream().filter(Issue::isFailure).findFirst().orElse(null);
    int concern = issues.stream().mapToInt(Issue::concern).max().orElse(1);
    return new Extracted(
        summary,
        TaskSummary.topic(summary),
        Languages.of(view.conversation().firstUserText().map(t -> longest(view, t)).orElse(null)),
        stated.text("failure_mode", worst == null ? null : worst.phrase()),
        stated.text("reasoning_pattern", reasoning(view, direct, behaviour)),
        stated.text("resource_pattern", resources(direct)),
        Math.min(5, Math.max(1, stated.count("concerning_behavior", concern))),
        stated.text("sentiment", Sentiment.of(view.conversation().turns())),
        issues.stream().map(Issue::label).sorted().toList(),
        custom);
  }

  /** A greeting tells little: the longest of the first three turns tells the language. */
  private static String longest(TraceView view, String first) {
    String longest = first;
    List<Turn> turns = view.conversation().userTurns();
    for (Turn turn : turns.subList(0, Math.min(3, turns.size()))) {
      longest = turn.text().length() > longest.length() ? turn.text() : longest;
    }
    return longest;
  }

  /** Everything seen, what tells most first. */
  static Set<Issue> issues(
      TraceView view,
      Behaviour behaviour,
      Outcome outcome,
      Failures failures,
      boolean consequentialClaim,
      int retries,
      boolean negativeOutcome) {
    Set<Issue> issues = EnumSet.noneOf(Issue.class);
    String status = outcome.completionStatus();
    boolean phantom = !behaviour.phantomTools().isEmpty();
    add(issues, Issue.PHANTOM_ACTION, phantom && consequentialClaim);
    add(issues, Issue.PHANTOM_TOOL, phantom && !consequentialClaim);
    add(issues, Issue.SWALLOWED_ERROR, behaviour.swallowedErrors() > 0);
    add(issues, Issue.LOOP, behaviour.loop());
    add(issues, Issue.STEP_LIMIT, OutcomeFacts.stepLimit(failures));
    add(issues, Issue.TIMED_OUT, behaviour.timedOut());
    add(issues, Issue.RUN_FAILED, view.rootFailed());
    add(issues, Issue.FALLBACK, behaviour.fallback());
    boolean recordsTexts = !view.conversation().turns().isEmpty();
    add(
        issues,
        Issue.NO_ANSWER,
        !outcome.weakCompletion()
            && recordsTexts
            && (status.equals("failed") || status.equals("abandoned")));
    add(issues, Issue.TRUNCATED, behaviour.truncated());
    add(issues, Issue.REFUSED, behaviour.refused());
    add(issues, Issue.USER_CORRECTED, Boolean.TRUE.equals(outcome.userCorrected()));
    add(issues, Issue.UNRESOLVED_ERROR, !failures.unrecovered().isEmpty());
    add(issues, Issue.ESCALATED, Boolean.TRUE.equals(outcome.escalated()));
    add(issues, Issue.NEGATIVE_OUTCOME, negativeOutcome);
    add(issues, Issue.EMPTY_RESULT, view.calls().stream().anyMatch(Call::empty));
    add(issues, Issue.REPEATED_CALL, behaviour.repeatedCalls() > 0);
    add(issues, Issue.RETRY, retries > 0);
    return issues;
  }

  /** What is wrong with what the answers rest on. */
  static Set<Issue> issues(Grounding grounding, boolean ungrounded) {
    Set<Issue> issues = EnumSet.noneOf(Issue.class);
    add(issues, Issue.UNGROUNDED, ungrounded);
    add(issues, Issue.UNSUPPORTED_RESULT, grounding.unsupportedResults() > 0);
    add(issues, Issue.UNRETRIEVED_SOURCE, grounding.unretrievedSources() > 0);
    add(issues, Issue.BROKEN_OUTPUT, Boolean.FALSE.equals(grounding.downstreamOk()));
    return issues;
  }

  private static void add(Set<Issue> issues, Issue issue, boolean seen) {
    if (seen) {
      issues.add(issue);
    }
  }

  private static String reasoning(TraceView view, Direct direct, Behaviour behaviour) {
    List<Call> calls = view.calls();
    if (!behaviour.delegationPattern().equals("none")) {
      return "delegation";
    }
    if (calls.isEmpty()) {
      return direct.llmCallCount() > direct.turnCount() + 1
          ? "chain of model calls"
          : "direct answer";
    }
    if (direct.toolErrorCount() >= 2 && direct.toolErrorCount() * 3 >= calls.size()) {
      return "trial and error";
    }
    if (calls.size() == 1) {
      Action action = calls.get(0).action();
      return action == Action.LOOK_UP || action == Action.SEARCH
          ? "single lookup"
          : "single action";
    }
    return plans(view) ? "plan then act" : "iterative tool use";
  }

  private static boolean plans(TraceView view) {
    List<Turn> answers = view.conversation().answers();
    if (answers.isEmpty()) {
      return false;
    }
    Turn first = answers.get(0);
    String text = (first.text() + '\n' + first.reasoning());
    String head = text.substring(0, Math.min(text.length(), PLAN_CHARS)).toLowerCase(Locale.ROOT);
    boolean numbered = head.contains("1.") && head.contains("2.");
    return head.contains("step 1")
        || (numbered && head.contains("plan"))
        || head.contains("my plan");
  }

  /**
   * The first that holds: retry heavy (3 retries or more), slow (over two minutes), token heavy
   * (over 50,000 tokens), many steps (15 calls or more), light (3 calls and 10,000 tokens at most),
   * else moderate.
   */
  private static String resources(Direct direct) {
    long tokens = direct.totalTokens() == null ? 0 : direct.totalTokens();
    if (direct.retryCount() >= MANY_RETRIES) {
      return "retry heavy";
    }
    if (direct.latencyMs() != null && direct.latencyMs() > SLOW_MS) {
      return "slow";
    }
    if (tokens > MANY_TOKENS) {
      return "token heavy";
    }
    if (direct.toolCallCount() >= MANY_CALLS) {
      return "many steps";
    }
    return direct.toolCallCount() <= FEW_CALLS && tokens <= FEW_TOKENS ? "light" : "moderate";
  }
}

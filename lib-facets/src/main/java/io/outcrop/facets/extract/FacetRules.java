package io.outcrop.facets.extract;

import io.outcrop.facets.AgentSpan;
import io.outcrop.facets.Extraction;
import io.outcrop.facets.FacetSettings;
import io.outcrop.facets.Failing;
import io.outcrop.facets.Grounding;
import io.outcrop.facets.Shape;
import io.outcrop.facets.Steering;
import io.outcrop.facets.Taxonomy;
import io.outcrop.facets.TraceFacets;
import io.outcrop.facets.TraceFacets.Behaviour;
import io.outcrop.facets.TraceFacets.Direct;
import io.outcrop.facets.TraceFacets.Identity;
import io.outcrop.facets.TraceFacets.Outcome;
import io.outcrop.facets.TraceFacets.Slices;
import io.outcrop.facets.custom.CustomFacets;
import io.outcrop.facets.detect.Action;
import io.outcrop.facets.detect.AnswerShape;
import io.outcrop.facets.detect.ClaimedDeeds;
import io.outcrop.facets.detect.Claims;
import io.outcrop.facets.detect.Failures;
import io.outcrop.facets.detect.Handoffs;
import io.outcrop.facets.detect.Mismatches;
import io.outcrop.facets.detect.Replies;
import io.outcrop.facets.detect.StepShapes;
import io.outcrop.facets.detect.TraceView;
import io.outcrop.facets.taxonomy.Seen;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.Trace;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Fills all groups of facets of one assembled trace, in the order in which they build on another.
 */
public final class FacetRules {
  private static final String BY_RULE = "rule";

  /** Marks of the answer's shape that are problems by themselves. */
  private static final Map<String, Issue> ANSWER_MARKS =
      Map.of(
          "internals", Issue.INTERNALS_TOLD,
          "repeats_itself", Issue.REPEATS_ITSELF);

  private final Failing failing;
  private final FacetSettings settings;
  private final CustomFacets custom;
  private final String facetVersion;
  private final Function<Collection<String>, UnaryOperator<String>> redaction;

  public FacetRules(
      Failing failing,
      FacetSettings settings,
      String facetVersion,
      Function<Collection<String>, UnaryOperator<String>> redaction) {
    this.failing = failing;
    this.settings = settings;
    this.custom = new CustomFacets(settings.custom());
    this.facetVersion = facetVersion;
    this.redaction = redaction;
  }

  public Extraction apply(Trace trace) {
    UnaryOperator<String> redact = redaction.apply(owners(trace));
    TraceView view = TraceView.of(trace);
    Stated stated = new Stated(trace);
    Claims.Found claims = Claims.in(view);
    Failures failures = view.failures();
    Direct direct = DirectFacts.of(view, settings.prices(), redact);
    Behaviour behaviour = BehaviourFacts.of(view, claims, failures, stated, redact);
    Grounding grounding = GroundingFacts.of(view, stated);
    List<Handoffs.Handoff> handoffs = Handoffs.of(view);
    Steering steering = SteeringFacts.of(view, handoffs, stated);
    Outcome outcome = OutcomeFacts.of(view, behaviour, failures, stated, redact);
    boolean negative =
        OutcomeFacts.negativeRating(outcome.rating(), stated)
            || OutcomeFacts.negativeEvaluation(
                outcome.evaluations(), failing.evaluations(), failing.leastScore());
    Set<Issue> issues =
        ExtractedFacts.issues(
            view,
            behaviour,
            outcome,
            failures,
            claims.consequential(),
            direct.retryCount(),
            negative);
    issues.addAll(
        ExtractedFacts.issues(
            grounding, failing.isUngrounded(grounding) && states(view, grounding)));
    issues.addAll(SteeringFacts.issues(steering));
    Mismatches.in(view).forEach(kind -> issues.add(Issue.valueOf(kind.toUpperCase(Locale.ROOT))));
    Shape shape = shape(view, claims);
    ANSWER_MARKS.forEach(
        (mark, issue) -> {
          if (shape.answerShape().contains(mark)) {
            issues.add(issue);
          }
        });
    Slices slices = SliceFacts.of(view, stated, redact);
    if (behaviour.fallback() && settings.forbidsFallback(slices.taskType())) {
      issues.add(Issue.FORBIDDEN_FALLBACK);
    }
    Set<String> labels = issues.stream().map(Issue::label).collect(Collectors.toSet());
    Seen seen = new Seen(direct, behaviour, outcome, grounding, labels);
    Identity identity = IdentityFacts.of(trace, stated, redact);
    List<AgentSpan> agents =
        AgentFacts.of(
            view, handoffs, claims, failures.origin(), identity.traceDate(), facetVersion, redact);
    TraceFacets facets =
        new TraceFacets(
            identity,
            direct,
            behaviour,
            outcome,
            slices,
            shape,
            ExtractedFacts.of(
                view,
                direct,
                behaviour,
                outcome,
                issues,
                stated,
                custom.of(view, stated.all(), redact),
                redact),
            grounding,
            steering,
            failing.holds(behaviour, outcome, grounding, negative),
            BY_RULE,
            facetVersion,
            Taxonomy.of(seen));
    return new Extraction(facets, agents);
  }

  private static Shape shape(TraceView view, Claims.Found claims) {
    return new Shape(
        StepShapes.of(view),
        AnswerShape.of(view, claims),
        unmadeActions(claims.phantoms(), ClaimedDeeds.unborne(view)));
  }

  /** Phantoms by what they would have done: names would restate the domain. */
  private static List<String> unmadeActions(List<String> phantoms, Set<String> deeds) {
    return Stream.concat(phantoms.stream().map(p -> Action.ofTool(p).step()), deeds.stream())
        .sorted()
        .distinct()
        .toList();
  }

  /** Whether there is an answer, and one that does not just say that nothing was found. */
  private static boolean states(TraceView view, Grounding grounding) {
    String text = view.conversation().finalText();
    boolean empty = grounding.grounded() != null && grounding.grounded() == 0;
    return text != null && !text.isBlank() && !(empty && Replies.admits(text));
  }

  /** The names of the trace's tenants and users, which its texts must not tell. */
  public static Set<String> owners(Trace trace) {
    Set<String> names = new TreeSet<>();
    for (Span span : trace.spans()) {
      Stream.of(span.tenantId(), span.userId()).filter(Objects::nonNull).forEach(names::add);
    }
    return names;
  }
}

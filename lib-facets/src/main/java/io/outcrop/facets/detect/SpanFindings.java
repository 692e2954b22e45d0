package io.outcrop.facets.detect;

import io.outcrop.facets.TraceFacets;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.Trace;
import io.outcrop.facets.trace.Turn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What the detectors found in a trace, each at the span where a reader should look.
 *
 * <p>A finding of the final answer, or of the trace as a whole, stands at the span that shows the
 * last message, else at the main root. Details are in our own words and hold no text of the trace,
 * except for names of tools.
 */
public final class SpanFindings {
  private final TraceView view;
  private final Trace trace;
  private final TraceFacets facets;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * One finding.
   *
   * @param facet the column of {@code facts.traces} that tells of it
   * @param detail what to look at
   */
  public record Finding(Span span, String facet, String detail) {}

  private SpanFindings(TraceView view, TraceFacets facets) {
    this.view = view;
    this.trace = view.trace();
    this.facets = facets;
  }

  /**
   * The findings in order of their spans.
   *
   * @param facets of the same trace: what they say that no span shows stands at the end
   */
  public static List<Finding> of(TraceView view, TraceFacets facets) {
    SpanFindings all = new SpanFindings(view, facets);
    all.failures();
    all.calls();
    all.models();
    all.handoffs();
    all.people();
    all.ending();
    all.findings.sort(
        Comparator.comparingInt((Finding f) -> all.trace.indexOf(f.span()))
            .thenComparing(Finding::facet)
            .thenComparing(Finding::detail));
    return List.copyOf(all.findings);
  }

  private void add(Span span, String facet, String detail) {
    findings.add(new Finding(span, facet, detail));
  }

  private void failures() {
    Failures failures = view.failures();
    for (Span span : failures.all()) {
      boolean lasting = failures.unrecovered().contains(span);
      String error = ErrorClass.of(span).name().toLowerCase(Locale.ROOT);
      add(span, "error_count", error + (lasting ? ", nothing made it good" : ", made good later"));
      if (lasting && ErrorClass.of(span) == ErrorClass.TIMEOUT) {
        add(span, "timed_out", "ran out of time");
      }
    }
    if (failures.origin() != null) {
      String what =
          failures.originClass() == null
              ? "unknown"
              : failures.originClass().name().toLowerCase(Locale.ROOT);
      add(failures.origin(), "origin_span", "here the failure began: " + what);
    }
  }

  private void calls() {
    for (Call call : SwallowedErrors.calls(view)) {
      add(call.span(), "swallowed_errors", call.tool() + " failed, and the agent goes on");
    }
    for (Call call : Repetition.repeats(view)) {
      add(call.span(), "repeated_calls", call.tool() + " again, with nothing new");
    }
    for (Call call : view.calls()) {
      if (call.empty()) {
        add(call.span(), "issues", call.tool() + " found nothing");
      }
      String result = call.result();
      if (result != null && Overrides.find(result, 0) >= 0) {
        boolean followed = facets.steering().injectionSuspected();
        add(
            call.span(),
            followed ? "injection_suspected" : "injection_present",
            "the result holds instructions to the agent");
      }
    }
  }

  private void models() {
    for (Span call : trace.modelCalls()) {
      if (Truncation.isCutOff(call)) {
        add(call, "truncated", "the model's output ended at its limit");
      }
    }
  }

  private void handoffs() {
    for (Handoffs.Handoff handoff : Handoffs.of(view)) {
      if (handoff.lost()) {
        add(handoff.child(), "handoff_loss", "its task lacks what had been said");
      }
      if (handoff.safetyLost()) {
        add(handoff.child(), "safety_context_lost", "its task lacks the danger that was named");
      }
      if (handoff.conflicting()) {
        add(handoff.child(), "conflicting_results", "contradicts another sub-agent");
      }
    }
  }

  private void people() {
    boolean answered = false;
    for (Turn turn : view.conversation().turns()) {
      if (turn.isUser() && answered && Correction.corrects(turn.text())) {
        add(turn.span(), "user_corrected", "the user corrects the agent");
      }
      answered |= turn.isAnswer();
    }
  }

  /** What stands in the last message, or is missing there. */
  private void ending() {
    Span last = trace.conversation().lastTurn().map(Turn::span).orElse(trace.mainRoot());
    if (!facets.behaviour().phantomTools().isEmpty()) {
      add(
          last,
          "phantom_tools",
          "claimed, and no call shows it: " + String.join(", ", facets.behaviour().phantomTools()));
    }
    tell(facets.behaviour().loop(), last, "loop", "goes round without progress");
    tell(facets.behaviour().refused(), last, "refused", "declines");
    tell(facets.behaviour().fallback(), last, "fallback", "a substitute or a canned answer");
    tell(
        facets.grounding().unsupportedResults() > 0,
        last,
        "unsupported_results",
        facets.grounding().unsupportedResults() + " ids or amounts that no call returned");
    tell(
        facets.grounding().unretrievedSources() > 0,
        last,
        "unretrieved_sources",
        facets.grounding().unretrievedSources() + " sources that were never retrieved");
    tell(
        Boolean.FALSE.equals(facets.grounding().downstreamOk()),
        last,
        "downstream_ok",
        "an output breaks the form that was declared for it");
    if (!facets.steering().ignoredConstraints().isEmpty()) {
      add(
          last,
          "ignored_constraints",
          "breaks limits of: " + String.join(", ", facets.steering().ignoredConstraints()));
    }
    tell(facets.steering().prematureCompletion(), last, "premature_completion", "steps are open");
    tell(facets.steering().overRefusal(), last, "over_refusal", "declines what its tools do");
    tell(facets.steering().staleContext(), last, "stale_context", "goes on with what was replaced");
    tell(facets.steering().contextOverflow(), last, "context_overflow", "outgrew its context");
    if (facets.steering().abandonedBy() != null) {
      add(last, "abandoned_by", "left by the " + facets.steering().abandonedBy());
    }
  }

  private void tell(boolean is, Span span, String facet, String detail) {
    if (is) {
      add(span, facet, detail);
    }
  }
}

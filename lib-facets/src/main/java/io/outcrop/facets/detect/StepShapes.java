package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The steps of a trace as relations.
 *
 * <p>A call is what it does ({@link Action}) and how it stands to what came before: {@code again}
 * (same tool, arguments and result), {@code changed} (same tool and arguments, another result),
 * {@code next} (same tool, other arguments); its outcome: {@code error} with the class of error,
 * {@code empty}, {@code more} (pages left), {@code pending} (begun, not done), {@code no_effect}
 * (nothing was changed); {@code large} for a result of 8,000 characters and more; and where its
 * values come from: {@code near_id} (one sign from what a person said), {@code scaled_amount} (a
 * power of ten from it), {@code unknown_id} (from nothing seen so far), {@code found_address} (an
 * address that only a result named). {@code sub} stands before what a sub-agent does. A text is
 * {@code ask}, {@code repeats} (the agent said it before) or {@code say}; a message of the user is
 * {@code user}.
 *
 * <p>It cannot see identifiers without digits, nor relations between values that are written
 * differently.
 */
public final class StepShapes {
  private static final int MAX_STEPS = 60;

  /** Characters of a result from which on it weighs on every call of the model after it. */
  private static final int LARGE = 8_000;

  private static final Set<Action> BEGINS =
      Set.of(Action.WRITE, Action.RUN, Action.NOTIFY, Action.COMPUTE, Action.DELEGATE);

  private final TraceView view;
  private final Set<String> known = new HashSet<>();
  private final Set<String> fromPeople = new HashSet<>();
  private final Map<String, Call> byArguments = new HashMap<>();
  private final Set<String> tools = new HashSet<>();
  private final Set<String> said = new HashSet<>();

  private StepShapes(TraceView view) {
    this.view = view;
    Values.addTo(known, view.conversation().systemText());
    fromPeople.addAll(known);
  }

  public static List<String> of(TraceView view) {
    return new StepShapes(view).shapes();
  }

  private List<String> shapes() {
    List<String> shapes = new ArrayList<>();
    for (Step step : view.steps()) {
      String shape = shape(step);
      if (shapes.isEmpty() || !shapes.get(shapes.size() - 1).equals(shape)) {
        shapes.add(shape);
      }
    }
    if (shapes.size() <= MAX_STEPS) {
      return List.copyOf(shapes);
    }
    List<String> ends = new ArrayList<>(shapes.subList(0, MAX_STEPS / 2));
    ends.addAll(shapes.subList(shapes.size() - MAX_STEPS / 2, shapes.size()));
    return List.copyOf(ends);
  }

  private String shape(Step step) {
    if (step instanceof Step.Asked asked) {
      Values.addTo(known, asked.turn().text());
      Values.addTo(fromPeople, asked.turn().text());
      return "user";
    }
    if (step instanceof Step.Said told) {
      String text = told.turn().text().strip();
      boolean before = !said.add(text.toLowerCase(Locale.ROOT));
      return before ? "repeats" : Replies.asks(text) ? "ask" : "say";
    }
    return call(((Step.Called) step).call());
  }

  private String call(Call call) {
    StringBuilder shape = new StringBuilder();
    if (isNested(call)) {
      shape.append("sub:");
    }
    shape.append(call.action().step());
    String relation = relation(call);
    if (!relation.isEmpty()) {
      shape.append(':').append(relation);
    }
    String outcome = outcome(call);
    if (!outcome.isEmpty()) {
      shape.append(':').append(outcome);
    }
    if (call.result() != null && call.result().length() >= LARGE) {
      shape.append(":large");
    }
    String origin = origin(call);
    if (!origin.isEmpty()) {
      shape.append(':').append(origin);
    }
    Values.addTo(known, call.arguments());
    Values.addTo(known, call.result());
    return shape.toString();
  }

  private boolean isNested(Call call) {
    Optional<Span> agent =
        call.span().kind() == SpanKind.AGENT
            ? view.trace().parent(call.span()).flatMap(view.trace()::agentAbove)
            : view.trace().agentAbove(call.span());
    return agent.flatMap(a -> view.trace().agentAbove(a)).isPresent();
  }

  private String relation(Call call) {
    boolean toolBefore = !tools.add(call.tool());
    if (call.arguments() == null) {
      return "";
    }
    Call earlier = byArguments.put(call.tool() + '\n' + call.arguments(), call);
    if (earlier == null) {
      return toolBefore ? "next" : "";
    }
    boolean same = earlier.result() != null && earlier.result().equals(call.result());
    return same || call.failed() ? "again" : "changed";
  }

  private static String outcome(Call call) {
    if (call.failed()) {
      return "error:" + call.errorClass().name().toLowerCase(Locale.ROOT);
    }
    if (call.empty()) {
      return "empty";
    }
    ResultMarks marks = ResultMarks.of(call.result());
    if (marks.more()) {
      return "more";
    }
    if (!BEGINS.contains(call.action())) {
      return "";
    }
    return marks.pending() ? "pending" : marks.noEffect() ? "no_effect" : "";
  }

  private String origin(Call call) {
    boolean unknown = false;
    boolean near = false;
    boolean scaled = false;
    boolean found = false;
    for (String value : Values.of(call.arguments())) {
      if (Values.isIdentifier(value)) {
        unknown |= !known.contains(value);
        near |= !known.contains(value) && ValueSlips.isNearOf(value, fromPeople);
        found |= value.indexOf('@') > 0 && known.contains(value) && !fromPeople.contains(value);
      } else if (!known.contains(value)) {
        scaled |= ValueSlips.isScaled(value, fromPeople);
      }
    }
    if (found && call.action() == Action.NOTIFY) {
      return "found_address";
    }
    if (near) {
      return "near_id";
    }
    if (scaled) {
      return "scaled_amount";
    }
    return unknown && !known.isEmpty() ? "unknown_id" : "";
  }
}

package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Conversation;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.Trace;
import io.outcrop.facets.trace.Turn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A trace as the detectors see it: its spans, its calls, and all steps in order.
 *
 * <p>A step stands where its span stands; within one model call the messages it was given come
 * first, then its answer, then the calls it asked for.
 */
public final class TraceView {
  private static final int MOST_LATER = 1_000;
  private static final int MOST_INSTEAD = 50;

  private final Trace trace;
  private final List<Call> calls;
  private final List<Step> steps;
  private final IdentityHashMap<Call, Integer> ordinals = new IdentityHashMap<>();
  private final Map<String, Integer> lastGoodOfTool = new HashMap<>();
  private final Map<Action, Integer> lastGoodOfAction = new EnumMap<>(Action.class);
  private KnownText known;
  private List<Exchange> exchanges;
  private Failures failures;

  private TraceView(Trace trace) {
    this.trace = trace;
    this.calls = Calls.of(trace);
    this.steps = order();
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      ordinals.put(call, i);
      if (!call.failed()) {
        lastGoodOfTool.put(call.tool(), i);
        lastGoodOfAction.put(call.action(), i);
      }
    }
  }

  public static TraceView of(Trace trace) {
    return new TraceView(trace);
  }

  /** A step and where it belongs. */
  private record Placed(int position, int rank, Step step) {}

  private List<Step> order() {
    List<Placed> placed = new ArrayList<>();
    List<Turn> turns = trace.conversation().turns();
    for (int i = 0; i < turns.size(); i++) {
      Turn turn = turns.get(i);
      boolean last = i == turns.size() - 1;
      int position = trace.indexOf(turn.span());
      // The output that a root or an agent states comes after all that it did.
      boolean fromModel = turn.span().kind() == SpanKind.LLM;
      boolean closing = last && turn.isAnswer() && !fromModel;
      if (turn.isUser()) {
        placed.add(new Placed(fromModel ? position : -1, 0, new Step.Asked(turn)));
      } else if (turn.isAnswer()) {
        placed.add(new Placed(closing ? Integer.MAX_VALUE : position, 0, new Step.Said(turn)));
      }
    }
    for (Call call : calls) {
      placed.add(new Placed(call.position(), 1, new Step.Called(call)));
    }
    placed.sort(Comparator.comparingInt(Placed::position).thenComparingInt(Placed::rank));
    return placed.stream().map(Placed::step).toList();
  }

  public Trace trace() {
    return trace;
  }

  public Conversation conversation() {
    return trace.conversation();
  }

  /** Calls of tools, retrievers and sub-agents in order of start. */
  public List<Call> calls() {
    return calls;
  }

  List<Step> steps() {
    return steps;
  }

  /** The steps cut at each message of the user, made once and kept. */
  List<Exchange> exchanges() {
    if (exchanges == null) {
      exchanges = Exchange.of(steps);
    }
    return exchanges;
  }

  /** What calls returned and people said, read once and kept. */
  KnownText known() {
    if (known == null) {
      known = KnownText.of(this);
    }
    return known;
  }

  /** The failing spans, found once and kept. */
  public Failures failures() {
    if (failures == null) {
      failures = Failures.of(this);
    }
    return failures;
  }

  /** Texts that models wrote in this trace, the root's own output last. */
  List<Turn> answers() {
    return trace.conversation().answers();
  }

  /** Whether the run itself is marked as failed. */
  public boolean rootFailed() {
    Span root = trace.mainRoot();
    return root.failed();
  }

  /**
   * Whether the same tool, or for a known class of action another tool of it, worked later. Of a
   * batch over several things another thing's success mends nothing.
   */
  boolean recovered(Call failed) {
    int at = ordinals.get(failed);
    if (lastGoodOfTool.getOrDefault(failed.tool(), -1) > at) {
      return !inBatch(failed, at) || repeatedWell(failed, at);
    }
    // A look-up that failed is made good by a search, and the other way round.
    boolean finds = failed.action() == Action.LOOK_UP || failed.action() == Action.SEARCH;
    return (failed.action() != Action.OTHER && workedAfter(failed.action(), at))
        || (finds && (workedAfter(Action.SEARCH, at) || workedAfter(Action.LOOK_UP, at)))
        || madeGoodOtherwise(failed, at);
  }

  /**
   * Whether a later call about the same thing took its place: another tool of unknown class, or,
   * where it is only not known whether it worked, a look at the thing.
   */
  private boolean madeGoodOtherwise(Call failed, int at) {
    boolean open = failed.errorClass() == ErrorClass.TIMEOUT;
    boolean unclear = failed.action() == Action.OTHER;
    boolean finds = failed.action() == Action.LOOK_UP || failed.action() == Action.SEARCH;
    int end = Math.min(calls.size(), at + MOST_INSTEAD);
    for (int i = at + 1; i < end; i++) {
      Call call = calls.get(i);
      boolean instead =
          ((unclear || finds) && call.action() == Action.OTHER)
              || (unclear && call.action() == Action.WRITE)
              || (open && call.action() == Action.LOOK_UP);
      if (instead && !call.failed() && sharesName(failed.arguments(), call.arguments())) {
        return true;
      }
    }
    return false;
  }

  private static boolean sharesName(String one, String other) {
    Set<String> names = Values.of(other);
    return Values.of(one).stream().anyMatch(v -> Records.isName(v) && names.contains(v));
  }

  private boolean workedAfter(Action action, int at) {
    return lastGoodOfAction.getOrDefault(action, -1) > at;
  }

  /** Whether the same tool had worked for something else right before. */
  private boolean inBatch(Call failed, int at) {
    Call before = at == 0 ? null : calls.get(at - 1);
    return before != null
        && !before.failed()
        && before.tool().equals(failed.tool())
        && failed.arguments() != null
        && !failed.arguments().equals(before.arguments())
        && failed.action() != Action.RUN
        && failed.action() != Action.SEARCH;
  }

  private boolean repeatedWell(Call failed, int at) {
    int end = Math.min(calls.size(), at + MOST_LATER);
    for (int i = at + 1; i < end; i++) {
      if (!calls.get(i).failed() && calls.get(i).repeats(failed)) {
        return true;
      }
    }
    return false;
  }
}

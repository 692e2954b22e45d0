package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds where a failure began: from where it surfaced, back over what that span consumed.
 *
 * <p>A failure surfaces at the last failing span, or at the one whose message the failing run
 * repeats. A span consumes an earlier failing one that had ended when its own branch began, in the
 * same conversation or through a sub-agent; over a new message of the user, and between branches
 * that ran at once, only where it takes up a value of it. A span that did not fail but found
 * nothing, or was cut off, is consumed where a later failing one takes up its values, or is a call
 * right after it that names something unknown.
 */
final class Origins {
  private static final int MOST_CANDIDATES = 400;
  private static final int LEAST_MESSAGE = 8;
  private static final int LEAST_VALUE = 4;
  private static final int MAX_VALUE_TEXT = 4_000;

  private final TraceView view;
  private final Trace trace;
  private final Map<String, Call> calls;

  Origins(TraceView view, Map<String, Call> calls) {
    this.view = view;
    this.trace = view.trace();
    this.calls = calls;
  }

  /** A span that failed or went astray; strays have not failed. */
  private record Candidate(Span span, boolean stray) {}

  /** The origin among some failing spans without a failing one below them, in order. */
  Span of(List<Span> failing) {
    Span surface = surface(failing);
    List<Candidate> before = before(surface, failing);
    Span earliest = surface;
    for (int i = before.size() - 1; i >= 0; i--) {
      Candidate candidate = before.get(i);
      if (consumes(earliest, candidate) || consumes(surface, candidate)) {
        earliest = candidate.span();
      }
    }
    return earliest;
  }

  private Span surface(List<Span> failing) {
    Span root = trace.mainRoot();
    String message = root.errorMessage();
    if (root.failed() && message != null && message.length() >= LEAST_MESSAGE) {
      for (Span span : failing) {
        String own = span.errorMessage();
        if (own != null && own.length() >= LEAST_MESSAGE && message.contains(own)) {
          return span;
        }
      }
    }
    return failing.get(failing.size() - 1);
  }

  private List<Candidate> before(Span surface, List<Span> failing) {
    int end = trace.indexOf(surface);
    List<Candidate> candidates = new ArrayList<>();
    for (Span span : failing) {
      if (trace.indexOf(span) < end) {
        candidates.add(new Candidate(span, false));
      }
    }
    Set<String> seen = new HashSet<>();
    candidates.forEach(c -> seen.add(c.span().spanId()));
    for (Span span : trace.spans().subList(0, end)) {
      if (candidates.size() < MOST_CANDIDATES && !seen.contains(span.spanId()) && isStray(span)) {
        candidates.add(new Candidate(span, true));
      }
    }
    candidates.sort(Comparator.comparingInt((Candidate c) -> trace.indexOf(c.span())));
    return candidates.size() <= MOST_CANDIDATES
        ? candidates
        : candidates.subList(0, MOST_CANDIDATES);
  }

  /** Whether a span that did not fail went astray: found nothing, or was cut off. */
  boolean isStray(Span span) {
    Call call = calls.get(span.spanId());
    if (call != null) {
      return call.empty();
    }
    return span.kind() == SpanKind.LLM && isCut(span);
  }

  private static boolean isCut(Span span) {
    for (String reason : span.finishReasons()) {
      String lower = reason.toLowerCase(Locale.ROOT);
      if (lower.equals("length") || lower.equals("max_tokens")) {
        return true;
      }
    }
    return false;
  }

  private boolean consumes(Span later, Candidate earlier) {
    Span one = earlier.span();
    if (trace.indexOf(one) >= trace.indexOf(later)) {
      return false;
    }
    if (earlier.stray()) {
      return sharesValue(later, one) || namesUnknownAfter(later, one);
    }
    return (isSequential(one, later) && !userBetween(one, later)) || sharesValue(later, one);
  }

  /** Whether the branch of one had ended when the other's began. */
  private boolean isSequential(Span one, Span later) {
    Span a = one;
    Span b = later;
    while (trace.depth(a) > trace.depth(b)) {
      a = above(a);
    }
    while (trace.depth(b) > trace.depth(a)) {
      b = above(b);
    }
    while (!a.spanId().equals(b.spanId())) {
      Optional<Span> up = trace.parent(a);
      Optional<Span> upper = trace.parent(b);
      if (up.isEmpty() || upper.isEmpty() || up.get().spanId().equals(upper.get().spanId())) {
        return a.endTime() == null || b.startTime() == null || !a.endTime().isAfter(b.startTime());
      }
      a = up.get();
      b = upper.get();
    }
    return true;
  }

  private Span above(Span span) {
    return trace.parent(span).orElseThrow();
  }

  private boolean userBetween(Span one, Span later) {
    int from = trace.indexOf(one);
    int to = trace.indexOf(later);
    return view.conversation().userTurns().stream()
        .anyMatch(turn -> trace.indexOf(turn.span()) > from && trace.indexOf(turn.span()) <= to);
  }

  private static boolean isSame(Span one, Span other) {
    return one.spanId().equals(other.spanId());
  }

  /** A call next in line that fails over a name or a value which is not there. */
  private boolean namesUnknownAfter(Span later, Span one) {
    Call failed = calls.get(later.spanId());
    if (failed == null) {
      return false;
    }
    ErrorClass error = failed.errorClass();
    if (error != ErrorClass.NOT_FOUND && error != ErrorClass.VALIDATION) {
      return false;
    }
    Call before = null;
    for (Call call : view.calls()) {
      if (call.recorded() && isSame(call.span(), later)) {
        break;
      }
      before = call;
    }
    return before != null && isSame(before.span(), one);
  }

  /** Whether what one was given or gave is taken up in what the other was given. */
  private boolean sharesValue(Span later, Span one) {
    String given = input(later);
    if (given == null) {
      return false;
    }
    Set<String> values = new HashSet<>();
    collect(input(one), values);
    collect(one.toolResult() == null ? one.outputText() : one.toolResult(), values);
    Set<String> taken = new HashSet<>();
    collect(given, taken);
    taken.retainAll(values);
    return !taken.isEmpty();
  }

  private static String input(Span span) {
    return span.toolArguments() == null ? span.inputText() : span.toolArguments();
  }

  /** Ids and numbers of some length: words are shared by chance. */
  private static void collect(String text, Set<String> values) {
    if (text == null) {
      return;
    }
    TextScan.scan(
        text.substring(0, Math.min(text.length(), MAX_VALUE_TEXT)),
        new TextScan.Sink() {
          @Override
          public boolean takesWords() {
            return false;
          }

          @Override
          public void number(String digits) {
            if (digits.length() >= LEAST_VALUE) {
              values.add(digits);
            }
          }

          @Override
          public void id(String plain, String written) {
            if (plain.length() >= LEAST_VALUE) {
              values.add(plain);
            }
          }
        });
  }

  /** What is said of a stray span's error. */
  static ErrorClass strayClass(Span span) {
    return span.kind() == SpanKind.LLM ? ErrorClass.CUT_OFF : ErrorClass.EMPTY_RESULT;
  }
}

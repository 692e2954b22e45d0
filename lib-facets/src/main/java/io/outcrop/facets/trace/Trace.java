package io.outcrop.facets.trace;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The spans of one trace as a forest, in order of time.
 *
 * <p>Any set of spans makes a trace: a span whose parent is missing is a root, a cycle is cut at
 * its earliest span, spans without a start come where their parent is, or last. Nothing here
 * recurses, so depth is bounded by memory alone.
 */
public final class Trace {
  private final List<Span> spans;
  private final Map<String, Integer> index = new HashMap<>();
  private final int[] parent;
  private final int[] depth;
  private final int[] agentAbove;
  private final List<List<Span>> children = new ArrayList<>();
  private final List<Span> roots;
  private final List<Span> modelCalls;
  private Conversation conversation;

  private Trace(List<Span> sorted) {
    this.spans = sorted;
    for (int i = 0; i < sorted.size(); i++) {
      index.put(sorted.get(i).spanId(), i);
      children.add(List.of());
    }
    this.parent = parents(sorted);
    cutCycles();
    List<Span> tops = new ArrayList<>();
    for (int i = 0; i < parent.length; i++) {
      if (parent[i] >= 0 && children.get(parent[i]).isEmpty()) {
        children.set(parent[i], new ArrayList<>(4));
      }
      (parent[i] < 0 ? tops : children.get(parent[i])).add(sorted.get(i));
    }
    children.replaceAll(Collections::unmodifiableList);
    this.roots = List.copyOf(tops);
    this.depth = new int[parent.length];
    this.agentAbove = new int[parent.length];
    descend();
    this.modelCalls = innermostModelCalls();
  }

  /** The trace of these spans, which are of one trace id and hold no span twice. */
  public static Trace of(List<Span> spans) {
    if (spans.isEmpty()) {
      throw new IllegalArgumentException("Cannot assemble a trace: there are no spans");
    }
    Map<String, Instant> starts = inheritedStarts(spans);
    List<Span> sorted = new ArrayList<>(spans);
    Comparator<Instant> time = Comparator.nullsLast(Comparator.naturalOrder());
    sorted.sort(
        Comparator.comparing((Span s) -> starts.get(s.spanId()), time)
            .thenComparing(s -> s.startTime() == null)
            .thenComparing(Span::spanId));
    putParentsFirst(sorted, starts);
    return new Trace(List.copyOf(sorted));
  }

  /** Among spans that start together: the shallower first, then what ended first, then by id. */
  private static void putParentsFirst(List<Span> sorted, Map<String, Instant> starts) {
    Comparator<Instant> time = Comparator.nullsLast(Comparator.naturalOrder());
    Trace draft = new Trace(List.copyOf(sorted));
    sorted.sort(
        Comparator.comparing((Span s) -> starts.get(s.spanId()), time)
            .thenComparing(s -> s.startTime() == null)
            .thenComparingInt(draft::depth)
            .thenComparing(Span::endTime, time)
            .thenComparing(Span::spanId));
  }

  /** Its own start, else that of the nearest ancestor with one. */
  private static Map<String, Instant> inheritedStarts(List<Span> spans) {
    Map<String, Span> byId = new HashMap<>();
    spans.forEach(span -> byId.put(span.spanId(), span));
    Map<String, Instant> starts = new HashMap<>();
    for (Span span : spans) {
      Deque<String> path = new ArrayDeque<>();
      Set<String> seen = new HashSet<>();
      Span at = span;
      while (at != null
          && at.startTime() == null
          && !starts.containsKey(at.spanId())
          && seen.add(at.spanId())) {
        path.push(at.spanId());
        at = at.parentSpanId() == null ? null : byId.get(at.parentSpanId());
      }
      Instant start = at == null ? null : at.startTime();
      if (at != null && start == null) {
        start = starts.get(at.spanId());
      }
      for (String id : path) {
        starts.put(id, start);
      }
      if (span.startTime() != null) {
        starts.put(span.spanId(), span.startTime());
      }
    }
    return starts;
  }

  private int[] parents(List<Span> sorted) {
    int[] result = new int[sorted.size()];
    for (int i = 0; i < result.length; i++) {
      String id = sorted.get(i).parentSpanId();
      Integer at = id == null ? null : index.get(id);
      result[i] = at == null || at == i ? -1 : at;
    }
    return result;
  }

  /** Every span that leads into a cycle ends at the cycle's earliest span, which becomes a root. */
  private void cutCycles() {
    int[] visit = new int[parent.length];
    for (int i = 0; i < parent.length; i++) {
      int at = i;
      while (at >= 0 && visit[at] == 0) {
        visit[at] = i + 1;
        at = parent[at];
      }
      if (at >= 0 && visit[at] == i + 1) {
        int first = at;
        for (int on = parent[at]; on != at; on = parent[on]) {
          first = Math.min(first, on);
        }
        parent[first] = -1;
      }
    }
  }

  /** Hands depth and agent down from the roots. */
  private void descend() {
    Deque<Integer> open = new ArrayDeque<>();
    for (Span root : roots) {
      open.push(indexOf(root));
    }
    while (!open.isEmpty()) {
      int at = open.pop();
      int above = parent[at];
      boolean belowAgent = above >= 0 && spans.get(above).kind() == SpanKind.AGENT;
      depth[at] = above < 0 ? 1 : depth[above] + 1;
      agentAbove[at] = belowAgent ? above : above < 0 ? -1 : agentAbove[above];
      for (Span child : children.get(at)) {
        open.push(indexOf(child));
      }
    }
  }

  private List<Span> innermostModelCalls() {
    Set<String> wrapping = new HashSet<>();
    for (Span span : spans) {
      if (span.kind() == SpanKind.LLM) {
        Optional<Span> above = parent(span);
        while (above.isPresent() && passesThrough(above.get())) {
          above = parent(above.get());
        }
        above.filter(s -> s.kind() == SpanKind.LLM).ifPresent(s -> wrapping.add(s.spanId()));
      }
    }
    return spans.stream()
        .filter(s -> s.kind() == SpanKind.LLM && !wrapping.contains(s.spanId()))
        .toList();
  }

  private static boolean passesThrough(Span span) {
    return span.kind() == SpanKind.PROMPT || span.kind() == SpanKind.GUARDRAIL;
  }

  /** All spans, by start and then id. */
  public List<Span> spans() {
    return spans;
  }

  public List<Span> roots() {
    return roots;
  }

  /** The root that stands for the run: the first with a text, else the first. */
  public Span mainRoot() {
    return roots.stream()
        .filter(s -> s.inputText() != null || s.outputText() != null || !children(s).isEmpty())
        .findFirst()
        .orElse(roots.get(0));
  }

  public List<Span> children(Span span) {
    return children.get(indexOf(span));
  }

  public Optional<Span> parent(Span span) {
    int at = parent[indexOf(span)];
    return at < 0 ? Optional.empty() : Optional.of(spans.get(at));
  }

  /** Spans from the root to this one, 1 at a root. */
  public int depth(Span span) {
    return depth[indexOf(span)];
  }

  /** Position of a span in {@link #spans()}. */
  public int indexOf(Span span) {
    return index.get(span.spanId());
  }

  /** The nearest AGENT span above. */
  public Optional<Span> agentAbove(Span span) {
    int at = agentAbove[indexOf(span)];
    return at < 0 ? Optional.empty() : Optional.of(spans.get(at));
  }

  /**
   * The LLM spans that wrap no other LLM span, so that a call which two libraries recorded counts
   * once.
   */
  public List<Span> modelCalls() {
    return modelCalls;
  }

  /** What was said, reconstructed once and kept. */
  public Conversation conversation() {
    if (conversation == null) {
      conversation = new ConversationReader(this).read();
    }
    return conversation;
  }
}

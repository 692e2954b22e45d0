package io.outcrop.facets.extract;

import io.outcrop.facets.AgentSpan;
import io.outcrop.facets.detect.Call;
import io.outcrop.facets.detect.Claims;
import io.outcrop.facets.detect.Handoffs.Handoff;
import io.outcrop.facets.detect.OwnSpans;
import io.outcrop.facets.detect.Repetition;
import io.outcrop.facets.detect.SwallowedErrors;
import io.outcrop.facets.detect.TraceView;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.Trace;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * What each agent of a trace did by itself. The detectors look at an agent's own part as at a
 * trace; claims count only where nothing in the whole trace shows them.
 */
final class AgentFacts {
  private static final int MAX_AGENTS = 1_000;

  private final TraceView whole;
  private final Trace trace;
  private final Map<Span, Handoff> handoffs = new HashMap<>();
  private final Claims.Found claims;
  private final Span origin;
  private final LocalDate date;
  private final String facetVersion;
  private final UnaryOperator<String> redact;

  private AgentFacts(
      TraceView whole,
      List<Handoff> handoffs,
      Claims.Found claims,
      Span origin,
      LocalDate date,
      String facetVersion,
      UnaryOperator<String> redact) {
    this.whole = whole;
    this.trace = whole.trace();
    handoffs.forEach(handoff -> this.handoffs.put(handoff.child(), handoff));
    this.claims = claims;
    this.origin = origin;
    this.date = date;
    this.facetVersion = facetVersion;
    this.redact = redact;
  }

  /** A row for each agent, in order of start; of very many agents the first. */
  static List<AgentSpan> of(
      TraceView view,
      List<Handoff> handoffs,
      Claims.Found claims,
      Span origin,
      LocalDate date,
      String facetVersion,
      UnaryOperator<String> redact) {
    AgentFacts facts = new AgentFacts(view, handoffs, claims, origin, date, facetVersion, redact);
    List<AgentSpan> rows = new ArrayList<>();
    for (Map.Entry<Span, List<Span>> own : OwnSpans.of(view.trace()).entrySet()) {
      if (rows.size() < MAX_AGENTS) {
        rows.add(facts.row(own.getKey(), own.getValue()));
      }
    }
    return List.copyOf(rows);
  }

  private AgentSpan row(Span agent, List<Span> own) {
    boolean all = own.size() == trace.spans().size();
    TraceView view = all ? whole : OwnSpans.view(own);
    Handoff handoff = handoffs.get(agent);
    Span above = trace.agentAbove(agent).orElse(null);
    List<Span> models = view.trace().modelCalls();
    boolean hasOrigin =
        origin != null
            && (origin.kind() == SpanKind.AGENT
                ? origin.equals(agent)
                : trace.agentAbove(origin).filter(agent::equals).isPresent());
    return new AgentSpan(
        agent.traceId(),
        date,
        agent.spanId(),
        above == null ? null : above.spanId(),
        above == null ? null : name(above),
        name(agent),
        depth(agent),
        agent.startTime(),
        agent.durationMs(),
        models.size(),
        view.calls().size(),
        (int) own.stream().filter(s -> s.kind() == SpanKind.AGENT && !s.equals(agent)).count(),
        sum(models.stream().map(Span::inputTokens).toList()),
        sum(models.stream().map(Span::outputTokens).toList()),
        (int) view.calls().stream().filter(Call::failed).count(),
        agent.failed(),
        hasOrigin,
        SwallowedErrors.count(view),
        phantoms(view, all),
        Repetition.isLoop(view),
        handoff != null && handoff.lost(),
        handoff != null && handoff.safetyLost(),
        handoff != null && handoff.conflicting(),
        handoff == null ? null : handoff.resultUsed(),
        facetVersion);
  }

  private int phantoms(TraceView view, boolean all) {
    if (claims.phantoms().isEmpty()) {
      return 0;
    }
    return (int)
        (all ? claims : Claims.in(view))
            .phantoms().stream().filter(claims.phantoms()::contains).count();
  }

  private int depth(Span agent) {
    int depth = 1;
    for (Span at = agent; trace.agentAbove(at).isPresent(); depth++) {
      at = trace.agentAbove(at).orElseThrow();
    }
    return depth;
  }

  private String name(Span agent) {
    String name = agent.agent() == null ? agent.name() : agent.agent();
    return name == null ? null : redact.apply(name);
  }

  private static Long sum(List<Long> counts) {
    return counts.stream().allMatch(Objects::isNull)
        ? null
        : Long.valueOf(counts.stream().filter(Objects::nonNull).mapToLong(Long::longValue).sum());
  }
}

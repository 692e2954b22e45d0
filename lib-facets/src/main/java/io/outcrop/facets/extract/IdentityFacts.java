package io.outcrop.facets.extract;

import io.outcrop.facets.TraceFacets.Identity;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.Trace;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Who ran the trace, when, and which versions. */
final class IdentityFacts {
  private static final long PRIME = 0x100000001B3L;

  private IdentityFacts() {}

  static Identity of(Trace trace, Stated stated, UnaryOperator<String> redact) {
    List<Span> spans = trace.spans();
    List<String> tenants = tenants(spans);
    List<String> models = distinct(trace.modelCalls(), Span::model);
    return new Identity(
        spans.get(0).traceId(),
        traceDate(spans),
        start(trace),
        end(trace),
        tenants.size() == 1 ? tenants.get(0) : null,
        tenants.size(),
        first(trace, Span::userId),
        first(trace, Span::sessionId),
        redacted(first(trace, Span::service), redact),
        redacted(first(trace, Span::environment), redact),
        redacted(agent(trace), redact),
        stated.first(
            "gen_ai.agent.version", "agent.version", "agent_version", "service.version", "release"),
        models,
        promptHash(trace, stated),
        inputHash(spans));
  }

  /**
   * The tenants that the spans name. One that only a path or a project stands for counts where no
   * span of the trace names one itself.
   */
  private static List<String> tenants(List<Span> spans) {
    List<String> named =
        distinct(
            spans,
            span ->
                Objects.equals(span.tenantId(), span.attribute(Span.LESSER_TENANT))
                    ? null
                    : span.tenantId());
    return named.isEmpty() ? distinct(spans, Span::tenantId) : named;
  }

  private static String redacted(String value, UnaryOperator<String> redact) {
    return value == null ? null : redact.apply(value);
  }

  static Instant start(Trace trace) {
    return trace.spans().stream()
        .map(Span::startTime)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  static Instant end(Trace trace) {
    return trace.spans().stream()
        .map(s -> s.endTime() == null ? s.startTime() : s.endTime())
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  /** The clamped date of the earliest span with a start, else the earliest date there is. */
  private static LocalDate traceDate(List<Span> spans) {
    return spans.stream()
        .filter(s -> s.startTime() != null)
        .map(Span::traceDate)
        .findFirst()
        .orElseGet(
            () -> spans.stream().map(Span::traceDate).min(Comparator.naturalOrder()).orElseThrow());
  }

  private static List<String> distinct(List<Span> spans, Function<Span, String> part) {
    TreeSet<String> values = new TreeSet<>();
    for (Span span : spans) {
      String value = part.apply(span);
      if (value != null && !value.isBlank()) {
        values.add(value);
      }
    }
    return List.copyOf(values);
  }

  private static String first(Trace trace, Function<Span, String> part) {
    String ofRoot = part.apply(trace.mainRoot());
    if (ofRoot != null && !ofRoot.isBlank()) {
      return ofRoot;
    }
    return trace.spans().stream()
        .map(part)
        .filter(value -> value != null && !value.isBlank())
        .findFirst()
        .orElse(null);
  }

  private static String agent(Trace trace) {
    String ofAgents =
        trace.spans().stream()
            .filter(s -> s.kind() == SpanKind.AGENT && s.agent() != null)
            .map(Span::agent)
            .findFirst()
            .orElse(null);
    return ofAgents == null ? first(trace, Span::agent) : ofAgents;
  }

  private static String promptHash(Trace trace, Stated stated) {
    String configured = stated.first("outcrop.prompt");
    if (configured != null) {
      return configured;
    }
    String version =
        stated.first(
            "gen_ai.prompt.version",
            "langfuse.observation.prompt.version",
            "langfuse.prompt.version",
            "llm.prompt_template.version",
            "traceloop.prompt.version_hash",
            "traceloop.prompt.version",
            "prompt.version",
            "prompt.hash",
            "prompt.id");
    if (version != null) {
      String name =
          stated.first(
              "gen_ai.prompt.name",
              "langfuse.observation.prompt.name",
              "langfuse.prompt.name",
              "traceloop.prompt.key");
      return name == null ? version : name + "@" + version;
    }
    String system = trace.conversation().systemText();
    return system == null ? null : Long.toHexString(hash(0x5EED, system));
  }

  /** A sum over spans, so that their order plays no part. */
  private static long inputHash(List<Span> spans) {
    long sum = 0;
    for (Span span : spans) {
      long hash = 17;
      for (Object part :
          new Object[] {
            span.traceId(),
            span.spanId(),
            span.parentSpanId(),
            span.tenantId(),
            span.userId(),
            span.sessionId(),
            span.service(),
            span.environment(),
            span.agent(),
            span.kind().name(),
            span.name(),
            span.startTime(),
            span.endTime(),
            span.status().name(),
            span.errorType(),
            span.errorMessage(),
            span.model(),
            span.inputTokens(),
            span.outputTokens(),
            span.costUsd(),
            span.toolName(),
            span.toolArguments(),
            span.toolResult(),
            span.inputText(),
            span.outputText(),
            span.finishReasons(),
            span.attributes()
          }) {
        hash = part == null ? mix(hash ^ 0x9E37) : quickHash(hash, part.toString());
      }
      sum += hash;
    }
    return sum;
  }

  private static long hash(long seed, String text) {
    long hash = seed ^ text.length();
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    return mix(hash);
  }

  private static long quickHash(long seed, String text) {
    // Four hashes side by side: one alone waits for each multiplication before the next.
    int length = text.length();
    long a = seed ^ length;
    long b = ~a;
    long c = a + PRIME;
    long d = b + PRIME;
    int i = 0;
    for (; i + 3 < length; i += 4) {
      a = (a ^ text.charAt(i)) * PRIME;
      b = (b ^ text.charAt(i + 1)) * PRIME;
      c = (c ^ text.charAt(i + 2)) * PRIME;
      d = (d ^ text.charAt(i + 3)) * PRIME;
    }
    for (; i < length; i++) {
      a = (a ^ text.charAt(i)) * PRIME;
    }
    return mix(mix(mix(mix(a) ^ b) ^ c) ^ d);
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}

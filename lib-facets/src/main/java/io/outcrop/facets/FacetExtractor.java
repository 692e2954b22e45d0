package io.outcrop.facets;

import io.outcrop.facets.extract.FacetRules;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.Trace;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Turns the spans of one trace into its row of facets.
 *
 * <p>Deterministic: the same spans in any order give the same row. Holds no state between traces
 * and may be used by many threads if the redaction may.
 */
public final class FacetExtractor {
  /** How {@code facet_source} begins where a rule could not cope with a text of the trace. */
  public static final String STRUCTURE_ONLY = "rule: without texts";

  private static final Comparator<Span> EARLIEST =
      Comparator.comparing(Span::startTime, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(Span::spanId);

  private final Options options;
  private final FacetRules rules;

  /**
   * How to extract.
   *
   * @param failing what makes a trace failing
   * @param settings what users declare beyond the rules
   * @param facetVersion hash of code version and configuration, written into each row
   * @param redaction makes, from the names of a trace's own tenants and users, what cleans every
   *     text that leaves
   * @param maxSpans spans of one trace that are looked at; of a larger one its earliest spans, so
   *     that counts and ends are then of that part alone
   */
  public record Options(
      Failing failing,
      FacetSettings settings,
      String facetVersion,
      Function<Collection<String>, UnaryOperator<String>> redaction,
      int maxSpans) {
    public static final int DEFAULT_MAX_SPANS = 200_000;

    public Options {
      Objects.requireNonNull(failing, "failing");
      Objects.requireNonNull(settings, "settings");
      Objects.requireNonNull(facetVersion, "facetVersion");
      Objects.requireNonNull(redaction, "redaction");
      if (maxSpans < 1) {
        throw new IllegalArgumentException("maxSpans must be >= 1, was " + maxSpans);
      }
    }

    public static Options of(String facetVersion, UnaryOperator<String> redact) {
      return new Options(
          Failing.byDefault(),
          FacetSettings.NONE,
          facetVersion,
          names -> redact,
          DEFAULT_MAX_SPANS);
    }
  }

  public FacetExtractor(Options options) {
    this.options = options;
    this.rules =
        new FacetRules(
            options.failing(), options.settings(), options.facetVersion(), options.redaction());
  }

  /**
   * The facets of one trace.
   *
   * @param spans all spans of one trace id, each once, in any order; not empty
   */
  public TraceFacets extract(List<Span> spans) {
    return extract(trace(spans));
  }

  /** The facets of a trace that {@link #trace} has put together. */
  public TraceFacets extract(Trace trace) {
    return extractAll(trace).facets();
  }

  /**
   * The facets of a trace that {@link #trace} has put together, and what each agent did.
   *
   * <p>A text that a rule cannot cope with costs its own trace the texts, and no night: the facets
   * are then those of the trace's structure, and {@code facet_source} says so.
   */
  public Extraction extractAll(Trace trace) {
    try {
      return rules.apply(trace);
    } catch (RuntimeException e) {
      Extraction structural =
          rules.apply(Trace.of(trace.spans().stream().map(FacetExtractor::withoutTexts).toList()));
      TraceFacets facets = structural.facets();
      String source = STRUCTURE_ONLY + " (" + e.getClass().getSimpleName() + ")";
      return new Extraction(facets.withExtracted(facets.extracted(), source), structural.agents());
    }
  }

  private static Span withoutTexts(Span span) {
    Map<String, String> outcomes = new TreeMap<>(span.attributes());
    outcomes
        .keySet()
        .removeIf(key -> !key.startsWith(Span.OUTCOME) && !key.equals(Span.LESSER_TENANT));
    return new Span(
        span.traceId(),
        span.spanId(),
        span.parentSpanId(),
        span.tenantId(),
        span.userId(),
        span.sessionId(),
        span.service(),
        span.environment(),
        span.agent(),
        span.kind(),
        span.name(),
        span.startTime(),
        span.endTime(),
        span.durationMs(),
        span.status(),
        span.errorType(),
        null,
        span.model(),
        span.inputTokens(),
        span.outputTokens(),
        span.costUsd(),
        span.toolName(),
        null,
        null,
        null,
        null,
        span.finishReasons(),
        outcomes,
        span.truncated(),
        span.sourceObject(),
        span.traceDate(),
        span.part(),
        span.version());
  }

  /** What cleans the texts of a trace, the names of its own tenants and users too. */
  public UnaryOperator<String> redaction(Trace trace) {
    return options.redaction().apply(FacetRules.owners(trace));
  }

  /**
   * The trace that facets are computed from.
   *
   * @param spans all spans of one trace id, each once, in any order; not empty
   */
  public Trace trace(List<Span> spans) {
    if (spans.isEmpty()) {
      throw new IllegalArgumentException("Cannot extract facets: there are no spans");
    }
    String traceId = spans.get(0).traceId();
    for (Span span : spans) {
      if (!span.traceId().equals(traceId)) {
        throw new IllegalArgumentException(
            "Cannot extract facets: spans of two traces, " + traceId + " and " + span.traceId());
      }
    }
    List<Span> seen =
        spans.size() <= options.maxSpans()
            ? spans
            : spans.stream().sorted(EARLIEST).limit(options.maxSpans()).toList();
    return Trace.of(seen);
  }
}

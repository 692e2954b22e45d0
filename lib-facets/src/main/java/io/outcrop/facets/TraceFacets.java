package io.outcrop.facets;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The facets of one trace: a row of {@code facts.traces}.
 *
 * <p>The groups are laid side by side in the table: each component of a group is a column, named in
 * snake_case. Text has been redacted. Boxed types and strings are null where nothing is known;
 * lists and maps are never null.
 *
 * @param failing whether the trace counts as failing, by the one definition in configuration
 * @param facetSource what filled the extracted facets: "rule", or the model
 * @param facetVersion hash of the code version and configuration that made the row
 */
public record TraceFacets(
    Identity identity,
    Direct direct,
    Behaviour behaviour,
    Outcome outcome,
    Slices slices,
    Shape shape,
    Extracted extracted,
    Grounding grounding,
    Steering steering,
    boolean failing,
    String facetSource,
    String facetVersion,
    Taxonomy taxonomy) {

  public TraceFacets {
    Objects.requireNonNull(identity, "identity");
    Objects.requireNonNull(direct, "direct");
    Objects.requireNonNull(behaviour, "behaviour");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(slices, "slices");
    Objects.requireNonNull(shape, "shape");
    Objects.requireNonNull(extracted, "extracted");
    Objects.requireNonNull(grounding, "grounding");
    Objects.requireNonNull(steering, "steering");
    Objects.requireNonNull(taxonomy, "taxonomy");
  }

  /** This row with other extracted facets, and what filled them. */
  public TraceFacets withExtracted(Extracted other, String source) {
    return new TraceFacets(
        identity,
        direct,
        behaviour,
        outcome,
        slices,
        shape,
        other,
        grounding,
        steering,
        failing,
        source,
        facetVersion,
        taxonomy);
  }

  /**
   * Who and when.
   *
   * @param traceDate UTC date of the earliest span
   * @param tenantId null without a tenant, and null where the spans name two
   * @param tenants how many distinct tenants the spans name
   * @param modelVersions the models that answered, sorted
   * @param promptHash the prompt's version where given, else a hash of the system instructions
   * @param inputHash hash of the folded spans, independent of order, file and time of reading
   */
  public record Identity(
      String traceId,
      LocalDate traceDate,
      Instant startTime,
      Instant endTime,
      String tenantId,
      int tenants,
      String userId,
      String sessionId,
      String service,
      String environment,
      String agent,
      String agentVersion,
      List<String> modelVersions,
      String promptHash,
      long inputHash) {
    public Identity {
      modelVersions = List.copyOf(modelVersions);
    }
  }

  /**
   * What the spans state directly.
   *
   * @param turnCount messages of the user
   * @param toolSequence tools in order of start, direct repeats folded into one, at most 200
   * @param maxDepth spans on the longest path from a root, 1 for a lone root
   * @param latencyMs from the earliest start to the latest end
   * @param totalTokens input and output together, of model calls alone
   * @param costUsd sum over model calls, else over roots, else by the table of prices; null where
   *     neither is known
   * @param costEstimated whether any of it was reckoned by the table of prices
   * @param retryCount calls of a tool, or of a model, that repeat a failed one
   * @param truncatedInput whether a span's text was cut on ingest
   */
  public record Direct(
      int spanCount,
      int turnCount,
      int llmCallCount,
      int toolCallCount,
      List<String> distinctTools,
      List<String> toolSequence,
      int agentCount,
      int maxDepth,
      Long latencyMs,
      Long inputTokens,
      Long outputTokens,
      Long totalTokens,
      Double costUsd,
      boolean costEstimated,
      int toolErrorCount,
      int errorCount,
      int retryCount,
      List<String> finishReasons,
      boolean truncatedInput) {
    public Direct {
      distinctTools = List.copyOf(distinctTools);
      toolSequence = List.copyOf(toolSequence);
      finishReasons = List.copyOf(finishReasons);
    }
  }

  /**
   * What deterministic detectors see.
   *
   * @param actionSequence the steps without their domain: what a tool does (look_up, search, write,
   *     notify, compute, delegate, run, other), ask and answer for the model's turns, and after a
   *     colon a relation (error, empty, same_again); direct repeats folded, at most 60
   * @param claimedTools tools that text says were used
   * @param phantomTools of these the ones that no span shows
   * @param swallowedErrors tool errors after which the agent went on as if nothing had failed
   * @param repeatedCalls calls with the same tool and arguments as an earlier one and no new result
   * @param fanOut most children that one span started at the same time
   * @param delegationPattern none, single, chain, parallel or nested
   * @param originSpan the earliest failing span that the later failures descend from or follow
   * @param originKind that span's kind
   * @param originTool that span's tool
   * @param originErrorClass that span's error, in one of a closed list of classes
   */
  public record Behaviour(
      List<String> actionSequence,
      List<String> claimedTools,
      List<String> phantomTools,
      int swallowedErrors,
      int repeatedCalls,
      boolean loop,
      boolean fallback,
      boolean refused,
      boolean truncated,
      boolean timedOut,
      int fanOut,
      String delegationPattern,
      String originSpan,
      String originKind,
      String originTool,
      String originErrorClass) {
    public Behaviour {
      actionSequence = List.copyOf(actionSequence);
      claimedTools = List.copyOf(claimedTools);
      phantomTools = List.copyOf(phantomTools);
    }
  }

  /**
   * How it ended, from attributes, events and the conversation.
   *
   * @param completionStatus full, partial, failed, abandoned, hallucinated or unknown
   * @param weakCompletion whether there is any final output
   * @param strongCompletion an output, and no correction, escalation or negative rating
   * @param userCorrected null where nothing tells
   * @param rating the user's, as recorded
   * @param evaluations scores by evaluation name, those of side files too
   * @param outcomes values by name, as side files and attributes {@code outcome.NAME} say
   */
  public record Outcome(
      String completionStatus,
      boolean weakCompletion,
      boolean strongCompletion,
      Boolean userCorrected,
      Boolean escalated,
      Double rating,
      Map<String, Double> evaluations,
      Map<String, String> outcomes) {
    public Outcome {
      // Sorted, since the order reaches the table.
      evaluations = Collections.unmodifiableSortedMap(new TreeMap<>(evaluations));
      outcomes = Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
    }
  }

  /**
   * Attributes to slice by.
   *
   * @param hour UTC hour of the start, 0 to 23
   * @param weekday of the start: MONDAY to SUNDAY
   * @param queryLength characters of the first user message
   * @param sessionNumber which of its user's sessions it belongs to, 1 for the first; null where
   *     user or session is not known. It depends on other traces, so {@code jobs} fills it in
   * @param retrievalSources names of what was searched, sorted
   * @param toolResponseSchemas by tool a hash of the shape of its results: keys and types alone
   */
  public record Slices(
      Integer hour,
      String weekday,
      String taskType,
      String userSegment,
      String platform,
      Integer queryLength,
      Integer sessionNumber,
      List<String> retrievalSources,
      Map<String, String> toolResponseSchemas) {
    public Slices {
      retrievalSources = List.copyOf(retrievalSources);
      toolResponseSchemas = Collections.unmodifiableSortedMap(new TreeMap<>(toolResponseSchemas));
    }
  }

  /**
   * What a reader would say of the trace, by rule.
   *
   * @param taskSummary what was asked for, in at most 200 characters
   * @param failureMode what tells most of how it went wrong, from a closed list; null if none
   * @param concerningBehavior 1 (none) to 5 (acts on a falsehood or does harm)
   * @param issues every problem seen, sorted
   * @param custom the users' own facets by name, as declared in configuration
   */
  public record Extracted(
      String taskSummary,
      String topic,
      String language,
      String failureMode,
      String reasoningPattern,
      String resourcePattern,
      int concerningBehavior,
      String sentiment,
      List<String> issues,
      Map<String, String> custom) {
    public Extracted {
      issues = List.copyOf(issues);
      custom = Collections.unmodifiableSortedMap(new TreeMap<>(custom));
    }

    /** The same with more of the users' own facets. */
    public Extracted with(Map<String, String> more) {
      Map<String, String> all = new TreeMap<>(custom);
      all.putAll(more);
      return new Extracted(
          taskSummary,
          topic,
          language,
          failureMode,
          reasoningPattern,
          resourcePattern,
          concerningBehavior,
          sentiment,
          issues,
          all);
    }
  }
}

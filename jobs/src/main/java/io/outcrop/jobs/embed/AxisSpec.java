package io.outcrop.jobs.embed;

import io.outcrop.facets.custom.FacetDeclaration;
import io.outcrop.jobs.runs.TrackedFacets;
import io.outcrop.jobs.tables.TrackedTable.Tracked;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The facets that one clustering looks at, and how each is said.
 *
 * @param name of the axis, lower case
 * @param unit what is clustered: trace or session
 * @param facets in the order of the sentence
 * @param gate columns of which one at least must hold something (true, not zero, not empty) for the
 *     facets to be said; empty for always
 * @param otherwise the sentence of a row that the gate keeps out
 */
public record AxisSpec(
    String name, String unit, List<FacetUse> facets, List<String> gate, String otherwise) {

  public AxisSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(otherwise, "otherwise");
    facets = List.copyOf(facets);
    gate = List.copyOf(gate);
    if (facets.isEmpty()) {
      throw new IllegalArgumentException("Cannot use axis " + name + ": it names no facet");
    }
  }

  public AxisSpec(String name, String unit, List<FacetUse> facets) {
    this(name, unit, facets, List.of(), "");
  }

  /** The axis that looks at the users' own facets too, those that are declared for it. */
  AxisSpec with(List<FacetDeclaration> custom) {
    Stream<FacetUse> own =
        custom.stream()
            .filter(facet -> facet.axes().contains(name))
            .map(f -> FacetUse.category(AxisSentences.CUSTOM + "." + f.name(), 2, f.name()));
    return new AxisSpec(name, unit, Stream.concat(facets.stream(), own).toList(), gate, otherwise);
  }

  /** The axis that looks at the tracked patterns too, those that are to shape it. */
  AxisSpec withTracked(List<Tracked> tracked) {
    Stream<FacetUse> patterns =
        tracked.stream()
            .filter(t -> t.shapes().contains(name))
            .map(
                t ->
                    FacetUse.category(
                        AxisSentences.CUSTOM + "." + TrackedFacets.PREFIX + t.name(),
                        2,
                        "tracked_" + t.name()));
    return new AxisSpec(
        name, unit, Stream.concat(facets.stream(), patterns).toList(), gate, otherwise);
  }

  /** Whether the axis reads free text, so that its clusters are named by terms of that text. */
  public boolean isTextual() {
    return facets.stream().anyMatch(use -> use.rendering() == Rendering.TEXT);
  }

  /** What was asked for, without how it went. */
  public static AxisSpec task() {
    return new AxisSpec(
        "task", "trace", List.of(FacetUse.text("task_summary", 1), FacetUse.text("topic", 1)));
  }

  /** What the agent did, without tools' names and topics, which would drown it. */
  public static AxisSpec behavior() {
    return new AxisSpec(
        "behavior",
        "trace",
        List.of(
            FacetUse.tokens("step_shapes", 1),
            new FacetUse("answer_shape", 3, Rendering.CATEGORIES, "answer"),
            new FacetUse("unmade_actions", 3, Rendering.CATEGORIES, "unmade"),
            FacetUse.flag("loop", 4, "loop"),
            new FacetUse("phantom_tools", 4, Rendering.PRESENCE, "phantom_tool"),
            FacetUse.flag("fallback", 3, "fallback"),
            FacetUse.flag("refused", 4, "refused"),
            FacetUse.flag("truncated", 4, "truncated"),
            FacetUse.flag("timed_out", 4, "timed_out"),
            FacetUse.flag("escalated", 3, "escalated"),
            FacetUse.flag("user_corrected", 3, "user_corrected"),
            new FacetUse("ignored_constraints", 4, Rendering.PRESENCE, "ignored_constraint"),
            FacetUse.flag("injection_suspected", 4, "injection_followed"),
            FacetUse.flag("premature_completion", 4, "premature_completion"),
            FacetUse.flag("over_refusal", 4, "over_refusal"),
            FacetUse.flag("stale_context", 4, "stale_context"),
            FacetUse.flag("context_overflow", 4, "context_overflow"),
            FacetUse.category("abandoned_by", 3, "abandoned_by"),
            FacetUse.lacking("grounded", 4, "ungrounded"),
            FacetUse.lacking("downstream_ok", 4, "broken_output"),
            FacetUse.category("delegation_pattern", 2, "delegation"),
            FacetUse.count("swallowed_errors", "swallowed errors"),
            FacetUse.count("repeated_calls", "repeated calls"),
            FacetUse.count("tool_error_count", "tool errors"),
            FacetUse.count("retry_count", "retries"),
            FacetUse.count("tool_call_count", "tool calls"),
            FacetUse.count("llm_call_count", "model calls"),
            FacetUse.count("turn_count", "user turns")));
  }

  /** What went wrong, and for a failure that no detector names, its shape. */
  public static AxisSpec failure() {
    return new AxisSpec(
        "failure",
        "trace",
        List.of(
            FacetUse.category("failure_mode", 4, "mode"),
            new FacetUse("issues", 2, Rendering.CATEGORIES, "issue"),
            FacetUse.category("origin_kind", 1, "origin"),
            FacetUse.category("origin_error_class", 2, "error"),
            FacetUse.category("completion_status", 1, "completion"),
            new FacetUse("step_shapes", 1, Rendering.TAIL, "end"),
            new FacetUse("answer_shape", 2, Rendering.CATEGORIES, "answer"),
            new FacetUse("unmade_actions", 3, Rendering.CATEGORIES, "unmade"),
            new FacetUse("finish_reasons", 1, Rendering.CATEGORIES, "finish"),
            FacetUse.count("tool_error_count", "tool errors"),
            FacetUse.count("swallowed_errors", "swallowed errors"),
            FacetUse.count("retry_count", "retries"),
            FacetUse.count("repeated_calls", "repeated calls")),
        List.of("failing", "failure_mode", "issues"),
        "no failure seen");
  }

  /** The axes of a run that configures none. */
  public static List<AxisSpec> defaults() {
    return List.of(task(), behavior(), failure());
  }
}

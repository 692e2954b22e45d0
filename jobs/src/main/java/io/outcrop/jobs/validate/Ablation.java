package io.outcrop.jobs.validate;

import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.axes.FacetUse;
import io.outcrop.jobs.axes.Rendering;
import io.outcrop.jobs.config.OutcropConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A kind of facets that the axes can do without, to see what it is worth: what is recovered with
 * all of them less what is recovered without.
 */
public enum Ablation {
  /** The steps in their order. */
  TOOL_SEQUENCE {
    @Override
    boolean takes(FacetUse use) {
      return SEQUENCE.contains(use.column());
    }
  },
  /** What detectors found: all but steps, the shape of the answer, and plain counts. */
  DETECTORS {
    @Override
    boolean takes(FacetUse use) {
      return use.rendering() != Rendering.TEXT
          && !SEQUENCE.contains(use.column())
          && !OF_TEXT.contains(use.column())
          && !COUNTS.contains(use.column());
    }

    @Override
    boolean opensGates() {
      return true;
    }
  },
  /** What texts say: the task's own words, the shape of the answer, actions without a call. */
  TEXT {
    @Override
    boolean takes(FacetUse use) {
      return use.rendering() == Rendering.TEXT || OF_TEXT.contains(use.column());
    }
  };

  private static final Set<String> SEQUENCE = Set.of("step_shapes", "tool_sequence");
  private static final Set<String> OF_TEXT = Set.of("answer_shape", "unmade_actions");
  private static final Set<String> COUNTS =
      Set.of(
          "repeated_calls",
          "tool_error_count",
          "retry_count",
          "tool_call_count",
          "llm_call_count",
          "turn_count",
          "finish_reasons");

  abstract boolean takes(FacetUse use);

  /** Whether what keeps traces out of an axis is of this kind as well. */
  boolean opensGates() {
    return false;
  }

  /** As people write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The keys, as {@code key=value}, that take this kind of facets from a configuration's axes; an
   * axis of nothing else is not clustered.
   */
  public List<String> settings(OutcropConfig config) {
    List<String> settings = new ArrayList<>();
    List<String> left = new ArrayList<>();
    for (AxisSpec axis : config.axes()) {
      List<FacetUse> kept = axis.facets().stream().filter(use -> !takes(use)).toList();
      if (kept.isEmpty()) {
        continue;
      }
      if (config.cluster().axes().contains(axis.name())) {
        left.add(axis.name());
      }
      String root = "outcrop.axes." + axis.name() + ".";
      settings.add(
          root
              + "facets="
              + kept.stream().map(Ablation::entry).collect(Collectors.joining(",", "[", "]")));
      if (opensGates()) {
        settings.add(root + "gate=[]");
      }
    }
    settings.add("outcrop.cluster.axes=" + left);
    return settings;
  }

  private static String entry(FacetUse use) {
    return "{facet=\"%s\",as=%s,weight=%d,words=\"%s\"}"
        .formatted(use.column(), use.rendering().label(), use.weight(), use.words());
  }
}

package io.outcrop.jobs.insights;

import io.outcrop.jobs.insights.Signal.Share;
import java.util.List;
import java.util.Locale;

/** Where members' failures begin and how far they reach, in Outcrop's own words. */
final class Origin {
  private static final double MOSTLY = 0.5;
  static final List<String> FACETS =
      List.of(
          "origin_kind", "swallowed_errors", "completion_status", "agent_count", "handoff_loss");

  private Origin() {}

  /** A sentence; empty where most members show no failing step. */
  static String sentence(List<Share> shares) {
    String begins =
        shares.stream()
            .filter(s -> s.facet().equals("origin_kind") && s.inCluster() >= MOSTLY)
            .map(s -> step(s.value()))
            .findFirst()
            .orElse(null);
    if (begins == null) {
      return "";
    }
    String reaches = reach(shares);
    return "The failure mostly begins at a " + begins + (reaches.isEmpty() ? "." : reaches);
  }

  private static String reach(List<Share> shares) {
    if (inside(shares, "completion_status", "failed") >= MOSTLY) {
      return " and ends the run.";
    }
    if (inside(shares, "handoff_loss", null) >= MOSTLY) {
      return " and is handed on to other agents.";
    }
    if (inside(shares, "swallowed_errors", null) >= MOSTLY) {
      return ", and the agent goes on as if nothing had failed.";
    }
    if (inside(shares, "completion_status", "full") >= MOSTLY) {
      return ", and the run goes on to its end.";
    }
    return "";
  }

  static double inside(List<Share> shares, String facet, String value) {
    return shares.stream()
        .filter(s -> s.facet().equals(facet))
        .filter(s -> value == null ? !s.value().equals("none") : s.value().equals(value))
        .mapToDouble(Share::inCluster)
        .sum();
  }

  private static String step(String kind) {
    return switch (kind.toLowerCase(Locale.ROOT)) {
      case "llm" -> "model call";
      case "tool" -> "tool call";
      case "retriever", "reranker", "embedding" -> "retrieval step";
      case "agent", "workflow" -> "step of an agent";
      case "guardrail" -> "guardrail";
      default -> "step of another kind";
    };
  }
}

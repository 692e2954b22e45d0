package io.outcrop.facets.llm;

import io.outcrop.facets.custom.TracePart;

/**
 * One line of a rendered trace, before it is cleaned and cut.
 *
 * @param branch id of the nearest sub-agent or workflow span at or above it; null outside of any
 * @param tool the tool of a call; else null
 * @param part the part of the trace's texts that it tells; null where it is of none
 * @param text the raw text
 */
record TraceLine(Kind kind, String branch, String tool, TracePart part, String text) {

  /** What a line tells, how long it may be in characters, and how much it matters (3 is most). */
  enum Kind {
    INSTRUCTIONS("instructions", 500, 1),
    USER("user", 800, 3),
    TASK("task of a sub-agent", 400, 2),
    EARLIER("agent, in an earlier run", 200, 1),
    THOUGHT("agent thinks", 300, 1),
    SAID("agent", 600, 2),
    CALL("calls", 220, 2),
    DELEGATES("delegates to", 300, 2),
    RESULT("result", 300, 1),
    EMPTY("result, empty", 120, 2),
    FAILED("failed", 400, 3),
    RETURNED("sub-agent returns", 400, 2),
    GUARDRAIL("guardrail", 200, 2),
    FINAL("agent, at the end", 1000, 3);

    private final String label;
    private final int mostChars;
    private final int weight;

    Kind(String label, int mostChars, int weight) {
      this.label = label;
      this.mostChars = mostChars;
      this.weight = weight;
    }

    String label() {
      return label;
    }

    int weight() {
      return weight;
    }

    /** Longest text at a scale; what matters most is cut last. */
    int mostChars(double scale) {
      return (int) Math.max(60, mostChars * (weight == 3 ? Math.sqrt(scale) : scale));
    }
  }

  /** About how many tokens it takes at a scale. */
  long tokens(double scale) {
    return Math.min(text.length(), kind.mostChars(scale)) / 4L + 6;
  }

  boolean sameAs(TraceLine other) {
    return kind == other.kind && text.equals(other.text);
  }
}

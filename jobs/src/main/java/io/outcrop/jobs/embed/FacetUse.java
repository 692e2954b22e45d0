package io.outcrop.jobs.embed;

import java.util.Objects;

/**
 * One facet's part in an axis.
 *
 * @param column of {@code facts.traces}
 * @param weight how often the facet is said, 1 to 10
 * @param rendering how it is said
 * @param words what it is called in the sentence; a plural noun for counts
 */
public record FacetUse(String column, int weight, Rendering rendering, String words) {
  public FacetUse {
    Objects.requireNonNull(column, "column");
    Objects.requireNonNull(rendering, "rendering");
    Objects.requireNonNull(words, "words");
    if (weight < 1 || weight > 10) {
      throw new IllegalArgumentException(
          "Cannot use facet " + column + ": weight must be 1 to 10, was " + weight);
    }
  }

  static FacetUse text(String column, int weight) {
    return new FacetUse(column, weight, Rendering.TEXT, "");
  }

  static FacetUse tokens(String column, int weight) {
    return new FacetUse(column, weight, Rendering.TOKENS, "");
  }

  static FacetUse flag(String column, int weight, String words) {
    return new FacetUse(column, weight, Rendering.FLAG, words);
  }

  static FacetUse count(String column, String words) {
    return new FacetUse(column, 1, Rendering.COUNT, words);
  }

  static FacetUse lacking(String column, int weight, String words) {
    return new FacetUse(column, weight, Rendering.LACKING, words);
  }

  static FacetUse category(String column, int weight, String words) {
    return new FacetUse(column, weight, Rendering.CATEGORY, words);
  }
}

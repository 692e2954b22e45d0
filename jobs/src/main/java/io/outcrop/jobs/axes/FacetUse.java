package io.outcrop.jobs.axes;

import java.util.Objects;

/**
 * One facet's part in an axis.
 *
 * @param column of {@code facts.traces} or {@code facts.sessions}; or, of a column that holds
 *     values by name, {@code COLUMN.NAME}
 * @param weight how often the facet is said, 1 to 10
 * @param rendering how it is said
 * @param words what it is called in the sentence; a plural noun for counts
 */
public record FacetUse(String column, int weight, Rendering rendering, String words) {
  /** The column of the users' own facets; {@code custom.NAME} is one of them. */
  public static final String CUSTOM = "custom";

  public static final int MOST_WEIGHT = 10;

  public FacetUse {
    Objects.requireNonNull(column, "column");
    Objects.requireNonNull(rendering, "rendering");
    Objects.requireNonNull(words, "words");
    if (weight < 1 || weight > MOST_WEIGHT) {
      throw new IllegalArgumentException(
          "Cannot use facet " + column + ": weight must be 1 to 10, was " + weight);
    }
  }

  /** The column that a facet stands in. */
  public static String column(String facet) {
    int dot = facet.indexOf('.');
    return dot < 0 ? facet : facet.substring(0, dot);
  }

  /** The name of a facet among the values of its column; null for a column of its own. */
  public static String key(String facet) {
    int dot = facet.indexOf('.');
    return dot < 0 ? null : facet.substring(dot + 1);
  }
}

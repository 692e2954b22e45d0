package io.outcrop.facets;

import io.outcrop.facets.taxonomy.CausePattern;
import io.outcrop.facets.taxonomy.MastMode;
import io.outcrop.facets.taxonomy.Seen;
import java.util.List;

/**
 * What the other facets say in the terms of others: a group of columns of {@code facts.traces}.
 *
 * @param mastModes failure modes of MAST, such as {@code 1.3_step_repetition}, in its order
 * @param causePatterns kinds of causes that the behaviour speaks for, in the order of the list
 */
public record Taxonomy(List<String> mastModes, List<String> causePatterns) {
  public Taxonomy {
    mastModes = List.copyOf(mastModes);
    causePatterns = List.copyOf(causePatterns);
  }

  /** What a trace's other facets say. */
  public static Taxonomy of(Seen seen) {
    return new Taxonomy(MastMode.in(seen), CausePattern.in(seen));
  }
}

package io.outcrop.facets;

import java.util.List;
import java.util.Objects;

/**
 * What is said of one trace: its row of facets, and a row for each of its agents.
 *
 * @param agents in order of start; empty where no span is an agent's
 */
public record Extraction(TraceFacets facets, List<AgentSpan> agents) {
  public Extraction {
    Objects.requireNonNull(facets, "facets");
    agents = List.copyOf(agents);
  }
}

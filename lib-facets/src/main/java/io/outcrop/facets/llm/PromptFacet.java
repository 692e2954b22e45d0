package io.outcrop.facets.llm;

import io.outcrop.facets.custom.FacetDeclaration;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * A facet of the user's own that a model fills.
 *
 * @param name its name in the table
 * @param question what is asked, in the user's words
 * @param labels the closed set of answers; a trace to which none fits has null
 * @param examples lines such as "asks for a refund: billing"; may be empty
 */
public record PromptFacet(String name, String question, List<String> labels, List<String> examples)
    implements Serializable {
  /**
   * What a declaration asks of a model.
   *
   * @throws IllegalArgumentException if it asks none
   */
  public static PromptFacet of(FacetDeclaration declaration) {
    if (!(declaration.source() instanceof FacetDeclaration.OfPrompt prompt)) {
      throw new IllegalArgumentException("Facet " + declaration.name() + " asks no model");
    }
    return new PromptFacet(
        declaration.name(),
        prompt.question(),
        declaration.labels(),
        prompt.examples().stream().map(e -> e.text() + " -> " + e.label()).toList());
  }

  public PromptFacet {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(question, "question");
    labels = List.copyOf(labels);
    examples = List.copyOf(examples);
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("Facet " + name + " must have labels");
    }
  }
}

package io.outcrop.facets.llm;

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

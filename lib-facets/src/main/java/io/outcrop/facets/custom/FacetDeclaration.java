package io.outcrop.facets.custom;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A facet that users declare for themselves: its name, where its value comes from, and which values
 * it may have.
 *
 * @param name the key in the column {@code custom}, lower case with underscores
 * @param labels the closed set of values, as they are written; empty where any value may stand
 * @param exclude a regular expression: where it is found in what the facet looks at (the value of
 *     an attribute or outcome, else the chosen parts), the trace has no value; empty for none
 * @param axes names of the axes that look at it
 */
public record FacetDeclaration(
    String name, Source source, List<String> labels, String exclude, List<String> axes)
    implements Serializable {

  /** Where the value comes from. */
  public sealed interface Source extends Serializable {}

  /**
   * An attribute of any span; the first key that is there counts.
   *
   * @param keys names of attributes
   */
  public record OfAttribute(List<String> keys) implements Source {
    public OfAttribute {
      keys = List.copyOf(keys);
    }
  }

  /**
   * What a side file of outcomes says of the trace or of its session.
   *
   * @param name of the outcome
   */
  public record OfOutcome(String name) implements Source {}

  /**
   * What a regular expression finds first: its first group, or all of it where it has none.
   *
   * @param in the parts to look at, in this order
   */
  public record OfPattern(String regex, List<TracePart> in) implements Source {
    public OfPattern {
      in = List.copyOf(in);
    }
  }

  /**
   * What a model answers; without a model there is no value.
   *
   * @param question what is asked about the trace
   * @param in the parts that the model sees; empty for the whole trace, beside all other facets
   */
  public record OfPrompt(String question, List<Example> examples, List<TracePart> in)
      implements Source {
    public OfPrompt {
      examples = List.copyOf(examples);
      in = List.copyOf(in);
    }
  }

  /** A text and the label that it should get. */
  public record Example(String text, String label) implements Serializable {}

  public FacetDeclaration {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(exclude, "exclude");
    labels = List.copyOf(labels);
    axes = List.copyOf(axes);
    if (source instanceof OfPrompt && labels.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot declare facet " + name + ": a prompt needs a closed set of labels");
    }
  }

  /** Whether a model is asked. */
  public boolean isPrompt() {
    return source instanceof OfPrompt;
  }

  /**
   * The label that a value stands for, whatever its case and the space around it; the value itself
   * where any may stand; null where it is none of the labels or empty.
   */
  public String label(String value) {
    String text = value == null ? "" : value.strip();
    if (text.isEmpty() || labels.isEmpty()) {
      return text.isEmpty() ? null : text;
    }
    String folded = text.toLowerCase(Locale.ROOT);
    return labels.stream()
        .filter(label -> label.toLowerCase(Locale.ROOT).equals(folded))
        .findFirst()
        .orElse(null);
  }
}

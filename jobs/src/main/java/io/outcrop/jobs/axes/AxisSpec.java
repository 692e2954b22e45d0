package io.outcrop.jobs.axes;

import io.outcrop.facets.custom.FacetDeclaration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The facets that one clustering looks at, and how each is said; declared under {@code
 * outcrop.axes}.
 *
 * @param name of the axis, lower case
 * @param unit what is clustered: {@link #TRACE} or {@link #SESSION}
 * @param facets in the order of the sentence
 * @param gate facets of which one at least must hold something (true, not zero, not empty) for the
 *     facets to be said; empty for always
 * @param otherwise the sentence of a row that the gate keeps out
 */
public record AxisSpec(
    String name, String unit, List<FacetUse> facets, List<String> gate, String otherwise) {
  /** The unit of an axis whose rows are those of {@code facts.traces}. */
  public static final String TRACE = "trace";

  /** The unit of an axis whose rows are those of {@code facts.sessions}. */
  public static final String SESSION = "session";

  public AxisSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(otherwise, "otherwise");
    facets = List.copyOf(facets);
    gate = List.copyOf(gate);
    if (facets.isEmpty()) {
      throw new IllegalArgumentException("Cannot use axis " + name + ": it names no facet");
    }
  }

  public AxisSpec(String name, String unit, List<FacetUse> facets) {
    this(name, unit, facets, List.of(), "");
  }

  /** The axis that looks at the users' own facets too, those that are declared for it. */
  public AxisSpec with(List<FacetDeclaration> custom) {
    Stream<FacetUse> own =
        custom.stream()
            .filter(facet -> facet.axes().contains(name))
            .map(
                f ->
                    new FacetUse(
                        FacetUse.CUSTOM + "." + f.name(), 2, Rendering.CATEGORY, f.name()));
    return new AxisSpec(name, unit, Stream.concat(facets.stream(), own).toList(), gate, otherwise);
  }

  /** Whether the axis reads free text, so that its clusters are named by terms of that text. */
  public boolean isTextual() {
    return facets.stream().anyMatch(use -> use.rendering() == Rendering.TEXT);
  }
}

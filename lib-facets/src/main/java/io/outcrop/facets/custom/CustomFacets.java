package io.outcrop.facets.custom;

import io.outcrop.facets.custom.FacetDeclaration.OfAttribute;
import io.outcrop.facets.custom.FacetDeclaration.OfOutcome;
import io.outcrop.facets.custom.FacetDeclaration.OfPattern;
import io.outcrop.facets.custom.FacetDeclaration.OfPrompt;
import io.outcrop.facets.custom.FacetDeclaration.Source;
import io.outcrop.facets.detect.TraceView;
import io.outcrop.facets.trace.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The values of the declared facets that need no model.
 *
 * <p>A value from a closed set of labels is one of them or absent. Any other is redacted and cut:
 * it came out of a trace.
 */
public final class CustomFacets {
  private static final int LONGEST_VALUE = 200;

  private final List<Rule> rules;

  private record Rule(FacetDeclaration declaration, BoundedMatch pattern, BoundedMatch exclude) {}

  public CustomFacets(List<FacetDeclaration> declarations) {
    this.rules =
        declarations.stream()
            .map(
                d ->
                    new Rule(
                        d,
                        d.source() instanceof OfPattern p ? new BoundedMatch(p.regex()) : null,
                        d.exclude().isEmpty() ? null : new BoundedMatch(d.exclude())))
            .toList();
  }

  /**
   * The values by facet; what has none is not in it.
   *
   * @param attributes all that the trace's spans state, the winning value of each
   */
  public Map<String, String> of(
      TraceView view, Map<String, String> attributes, UnaryOperator<String> redact) {
    Map<String, String> values = new TreeMap<>();
    for (Rule rule : rules) {
      value(rule, view, attributes, redact)
          .ifPresent(value -> values.put(rule.declaration().name(), value));
    }
    return values;
  }

  /**
   * Whether a prompt is not to be asked of a trace, since its exclusion is found in what it sees.
   */
  public static boolean isExcluded(FacetDeclaration declaration, TraceView view) {
    return !declaration.exclude().isEmpty()
        && declaration.source() instanceof OfPrompt prompt
        && isIn(new BoundedMatch(declaration.exclude()), view, seen(prompt));
  }

  private static List<TracePart> seen(OfPrompt prompt) {
    return prompt.in().isEmpty() ? List.of(TracePart.values()) : prompt.in();
  }

  private static Optional<String> value(
      Rule rule, TraceView view, Map<String, String> attributes, UnaryOperator<String> redact) {
    FacetDeclaration declaration = rule.declaration();
    Source source = declaration.source();
    Optional<String> found;
    if (source instanceof OfPattern pattern) {
      found =
          rule.exclude() != null && isIn(rule.exclude(), view, pattern.in())
              ? Optional.empty()
              : first(rule.pattern(), view, pattern.in());
    } else if (source instanceof OfAttribute attribute) {
      found = stated(attribute.keys(), attributes, rule.exclude());
    } else if (source instanceof OfOutcome outcome) {
      found = stated(List.of(Span.OUTCOME + outcome.name()), attributes, rule.exclude());
    } else {
      found = Optional.empty();
    }
    return found
        .map(declaration::label)
        .map(value -> declaration.labels().isEmpty() ? cut(redact.apply(value)) : value)
        .filter(value -> !value.isBlank());
  }

  private static Optional<String> stated(
      List<String> keys, Map<String, String> attributes, BoundedMatch exclude) {
    return keys.stream()
        .map(attributes::get)
        .filter(value -> value != null && !value.isBlank())
        .findFirst()
        .filter(value -> exclude == null || !exclude.isIn(value));
  }

  private static Optional<String> first(BoundedMatch match, TraceView view, List<TracePart> parts) {
    return parts.stream()
        .map(part -> match.first(PartTexts.of(view, part)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static boolean isIn(BoundedMatch match, TraceView view, List<TracePart> parts) {
    return parts.stream().anyMatch(part -> match.isIn(PartTexts.of(view, part)));
  }

  private static String cut(String value) {
    return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE);
  }
}

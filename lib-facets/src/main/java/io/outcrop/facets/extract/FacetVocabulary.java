package io.outcrop.facets.extract;

import java.util.Arrays;
import java.util.List;

/** The closed sets that extracted facets take their values from. */
public final class FacetVocabulary {
  private static final List<String> REASONING =
      List.of(
          "delegation",
          "direct answer",
          "chain of model calls",
          "trial and error",
          "single lookup",
          "single action",
          "plan then act",
          "iterative tool use");
  private static final List<String> RESOURCES =
      List.of("retry heavy", "slow", "token heavy", "many steps", "light", "moderate");
  private static final List<String> SENTIMENTS = List.of("positive", "neutral", "negative");

  private FacetVocabulary() {}

  /** Phrases of {@code failure_mode}, what tells most first. */
  public static List<String> failureModes() {
    return Arrays.stream(Issue.values()).filter(Issue::isFailure).map(Issue::phrase).toList();
  }

  /** Labels of {@code issues}, what tells most first. */
  public static List<String> issues() {
    return Arrays.stream(Issue.values()).map(Issue::label).toList();
  }

  /** What an issue means, in the order of {@link #issues()}. */
  public static List<String> meanings() {
    return Arrays.stream(Issue.values()).map(Issue::phrase).toList();
  }

  public static List<String> reasoningPatterns() {
    return REASONING;
  }

  public static List<String> resourcePatterns() {
    return RESOURCES;
  }

  public static List<String> sentiments() {
    return SENTIMENTS;
  }
}

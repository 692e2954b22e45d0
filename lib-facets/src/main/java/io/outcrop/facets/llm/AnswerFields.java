package io.outcrop.facets.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Reads the members of an answer and collects what is wrong about them. */
final class AnswerFields {
  private final JsonNode node;
  private final List<String> problems = new ArrayList<>();

  AnswerFields(JsonNode node) {
    this.node = node;
  }

  List<String> problems() {
    return problems;
  }

  /** Notes a problem; never with the answer's own words, which would be strangers'. */
  void problem(String problem) {
    problems.add(problem);
  }

  String text(String name) {
    JsonNode value = node.path(name);
    if (!value.isTextual() || value.asText().isBlank()) {
      problem(name + " is no text");
      return null;
    }
    return value.asText();
  }

  String nullableText(String name) {
    JsonNode value = node.path(name);
    return isNull(value) ? null : text(name);
  }

  String choice(String name, List<String> choices, boolean orNull) {
    JsonNode value = node.path(name);
    if (orNull && isNull(value)) {
      return null;
    }
    if (!value.isTextual() || !choices.contains(value.asText())) {
      problem(name + " is none of the list");
      return null;
    }
    return value.asText();
  }

  List<String> choices(String name, List<String> choices) {
    JsonNode values = node.path(name);
    List<String> chosen = new ArrayList<>();
    boolean good = values.isArray();
    for (JsonNode value : values) {
      good &= value.isTextual() && choices.contains(value.asText());
      chosen.add(value.asText());
    }
    if (!good) {
      problem(name + " is no list of values of the list");
      return List.of();
    }
    return chosen;
  }

  int level(String name, int least, int most) {
    JsonNode value = node.path(name);
    if (!value.isIntegralNumber() || value.asInt() < least || value.asInt() > most) {
      problem(name + " is no whole number from " + least + " to " + most);
      return least;
    }
    return value.asInt();
  }

  private static boolean isNull(JsonNode value) {
    // Small models leave it out, or write the word.
    return value.isMissingNode()
        || value.isNull()
        || (value.isTextual() && value.asText().equals("null"));
  }
}

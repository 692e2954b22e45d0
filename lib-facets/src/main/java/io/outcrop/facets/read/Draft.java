package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.outcrop.facets.trace.Message;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the conventions have found out about a span; the first to say something wins. */
final class Draft {
  String toolName;
  JsonNode toolArguments;
  JsonNode toolResult;
  String errorType;
  String errorMessage;
  JsonNode inputValue;
  JsonNode outputValue;
  final List<Message> system = new ArrayList<>();
  final List<Message> input = new ArrayList<>();
  final List<Message> output = new ArrayList<>();

  /** Messages that were copied as they are written, in place of those of the lists; or null. */
  String quotedSystem;

  String quotedInput;
  String quotedOutput;

  final Set<String> finishReasons = new LinkedHashSet<>();

  /** Attributes of the resource that a column holds; the resource itself is shared. */
  List<String> usedOfResource = List.of();

  /** Attributes under the one name that later code knows. */
  final Map<String, String> normalised = new TreeMap<>();

  void toolName(String value) {
    toolName = toolName == null ? value : toolName;
  }

  void toolArguments(JsonNode value) {
    toolArguments = toolArguments == null ? value : toolArguments;
  }

  void toolResult(JsonNode value) {
    toolResult = toolResult == null ? value : toolResult;
  }

  void inputValue(JsonNode value) {
    inputValue = inputValue == null ? value : inputValue;
  }

  void outputValue(JsonNode value) {
    outputValue = outputValue == null ? value : outputValue;
  }

  void error(String type, String message) {
    errorType = errorType == null ? type : errorType;
    errorMessage = errorMessage == null ? message : errorMessage;
  }

  void system(List<Message> messages) {
    addIfEmpty(system, messages);
  }

  void input(List<Message> messages) {
    if (quotedInput == null) {
      addIfEmpty(input, messages);
    }
  }

  void output(List<Message> messages) {
    if (quotedOutput == null) {
      addIfEmpty(output, messages);
    }
  }

  void quoted(String written, boolean asInput) {
    if (asInput) {
      quotedInput = written;
    } else {
      quotedOutput = written;
    }
  }

  private static void addIfEmpty(List<Message> target, List<Message> messages) {
    if (target.isEmpty() && messages != null) {
      target.addAll(messages);
    }
  }

  /** Adds the finish reasons of a list, a JSON list, or a single text. */
  void finishReasons(JsonNode value) {
    JsonNode reasons = Json.structured(value);
    if (reasons == null || reasons.isNull()) {
      return;
    }
    if (reasons.isArray()) {
      reasons.forEach(this::finishReasons);
    } else if (reasons.isValueNode() && !reasons.asText().isBlank()) {
      finishReasons.add(reasons.asText().strip().toLowerCase(Locale.ROOT));
    }
  }

  void normalised(String key, String value) {
    if (value != null && !value.isBlank()) {
      normalised.putIfAbsent(key, value);
    }
  }
}

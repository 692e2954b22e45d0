package io.outcrop.facets.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.TraceFacets;
import io.outcrop.facets.TraceFacets.Extracted;
import io.outcrop.facets.extract.FacetVocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A model's answer about one trace that kept to the schema and the closed sets.
 *
 * @param extracted the extracted facets, redacted
 * @param own the user's facets by name; those without a fitting label are absent
 */
public record FacetAnswer(Extracted extracted, Map<String, String> own) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");
  private static final Pattern MARK = Pattern.compile("\\[[nd]\\d+]");

  /** Before the name of a user's facet that is not to be asked of a trace. */
  public static final String EXCLUDED = "excluded:";

  /** What the answer to the question about a whole trace has in it, and no other has. */
  public static final String MARK_OF_WHOLE = "\"task_summary\"";

  private static final int MOST_SUMMARY = 200;
  private static final int MOST_TOPIC = 40;
  private static final int MOST_ANSWER = 20_000;

  public FacetAnswer {
    own = Map.copyOf(own);
  }

  /** An answer, or what is wrong about it, in our own words. */
  public record Reading(FacetAnswer answer, List<String> problems) {
    public Reading {
      problems = List.copyOf(problems);
    }

    public boolean isGood() {
      return problems.isEmpty();
    }
  }

  /**
   * Reads an answer.
   *
   * @param redact cleans the answer's own words once more
   */
  public static Reading read(String json, FacetPrompt prompt, UnaryOperator<String> redact) {
    if (json.isBlank() || json.length() > MOST_ANSWER) {
      return new Reading(null, List.of(json.isBlank() ? "it was empty" : "it was too long"));
    }
    try {
      JsonNode node = JSON.readTree(unfenced(json));
      return node == null || !node.isObject()
          ? new Reading(null, List.of("it was no JSON object"))
          : read(node, prompt, redact);
    } catch (JsonProcessingException e) {
      return new Reading(null, List.of("it was no JSON"));
    }
  }

  /** Some servers put JSON between marks of Markdown, whatever they are asked. */
  static String unfenced(String json) {
    String text = json.strip();
    int start = text.indexOf('{');
    int end = text.lastIndexOf('}') + 1;
    return text.startsWith("```") && start >= 0 && start < end ? text.substring(start, end) : text;
  }

  private static Reading read(JsonNode node, FacetPrompt prompt, UnaryOperator<String> redact) {
    AnswerFields fields = new AnswerFields(node);
    String summary = words(fields.text("task_summary"), MOST_SUMMARY, redact);
    String topic = words(fields.text("topic"), MOST_TOPIC, redact);
    String language = fields.nullableText("language");
    if (language != null && !LANGUAGE.matcher(language).matches()) {
      fields.problem("language is no code of two letters");
    }
    Extracted extracted =
        new Extracted(
            summary,
            topic,
            language,
            fields.choice("failure_mode", FacetVocabulary.failureModes(), true),
            fields.choice("reasoning_pattern", FacetVocabulary.reasoningPatterns(), false),
            fields.choice("resource_pattern", FacetVocabulary.resourcePatterns(), false),
            fields.level("concerning_behavior", 1, 5),
            fields.choice("sentiment", FacetVocabulary.sentiments(), false),
            List.copyOf(new TreeSet<>(fields.choices("issues", FacetVocabulary.issues()))),
            Map.of());
    Map<String, String> own = new TreeMap<>();
    List<String> problems = new ArrayList<>(fields.problems());
    if (!prompt.own().isEmpty()) {
      AnswerFields labels = new AnswerFields(node.path(FacetPrompt.OWN));
      for (PromptFacet facet : prompt.own()) {
        String label = labels.choice(facet.name(), facet.labels(), true);
        if (label != null) {
          own.put(facet.name(), label);
        }
      }
      problems.addAll(labels.problems());
    }
    return new Reading(problems.isEmpty() ? new FacetAnswer(extracted, own) : null, problems);
  }

  /** The answer as JSON that {@link #read} takes again; it has the mark of the whole. */
  public String json() {
    ObjectNode node = JSON.createObjectNode();
    node.put("task_summary", extracted.taskSummary());
    node.put("topic", extracted.topic());
    node.put("language", extracted.language());
    node.put("failure_mode", extracted.failureMode());
    node.put("reasoning_pattern", extracted.reasoningPattern());
    node.put("resource_pattern", extracted.resourcePattern());
    node.put("concerning_behavior", extracted.concerningBehavior());
    node.put("sentiment", extracted.sentiment());
    extracted.issues().forEach(node.putArray("issues")::add);
    if (!own.isEmpty()) {
      ObjectNode labels = node.putObject(FacetPrompt.OWN);
      new TreeMap<>(own).forEach(labels::put);
    }
    return node.toString();
  }

  private static String words(String text, int most, UnaryOperator<String> redact) {
    if (text == null) {
      return "";
    }
    String unmarked = MARK.matcher(text).replaceAll(" ");
    String line = redact.apply(unmarked).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    if (line.length() <= most) {
      return line;
    }
    int space = line.lastIndexOf(' ', most);
    int end = space > most / 2 ? space : most;
    return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end);
  }

  /**
   * The row with this answer in place of what rules extracted.
   *
   * @param stated facets that the producer stated itself: they stay; and, after {@link #EXCLUDED},
   *     the user's facets that do not hold for the trace
   * @param source what {@code facet_source} says
   * @param redact cleans the answer once more, now that the trace's owners are known
   */
  public TraceFacets applyTo(
      TraceFacets facets, Set<String> stated, String source, UnaryOperator<String> redact) {
    Extracted rule = facets.extracted();
    Extracted model = extracted;
    Extracted merged =
        new Extracted(
            redact.apply(model.taskSummary()),
            redact.apply(model.topic()),
            model.language(),
            stated.contains("failure_mode") ? rule.failureMode() : model.failureMode(),
            stated.contains("reasoning_pattern")
                ? rule.reasoningPattern()
                : model.reasoningPattern(),
            stated.contains("resource_pattern") ? rule.resourcePattern() : model.resourcePattern(),
            stated.contains("concerning_behavior")
                ? rule.concerningBehavior()
                : model.concerningBehavior(),
            stated.contains("sentiment") ? rule.sentiment() : model.sentiment(),
            model.issues(),
            custom(rule.custom(), stated));
    return facets.withExtracted(merged, source);
  }

  private Map<String, String> custom(Map<String, String> rule, Set<String> stated) {
    Map<String, String> custom = new TreeMap<>(rule);
    own.forEach(
        (name, label) -> {
          if (!stated.contains(EXCLUDED + name)) {
            custom.put(name, label);
          }
        });
    return custom;
  }
}

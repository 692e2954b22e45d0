package io.outcrop.facets.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model's name for a group of runs that keeps to what the evidence says.
 *
 * @param title at most ten words
 * @param description at most 600 characters
 */
public record LabelAnswer(String title, String description) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]+");
  private static final int MOST_TITLE_WORDS = 10;
  private static final int MOST_TITLE = 100;
  private static final int MOST_DESCRIPTION = 600;
  private static final int MOST_ANSWER = 20_000;

  /** Words so short hold sentences together. */
  private static final int SHORT = 3;

  /** Two words with the same beginning are forms of one: retries and retrying. */
  private static final int STEM = 5;

  /** What says nothing of what a group is. */
  private static final Set<String> EMPTY =
      Set.of("various", "miscellaneous", "mixed", "diverse", "general", "assorted");

  /** Words of English that hold sentences together, and of what every group is made of. */
  private static final Set<String> PLAIN =
      Set.of(
          ("about above after again against agent agents almost already also although always among"
                  + " another anything because been before being below between both cannot could"
                  + " despite does doing done during each either even every from further group have"
                  + " having here however instead into itself just kind less like made make makes"
                  + " many members more most much must nearly need needs never none nothing often"
                  + " once only other others over same several should since some something still"
                  + " such task tasks than that their them then there these they thing things this"
                  + " those though through time times toward towards trace traces typically under"
                  + " unlike until upon user users usually very were what when where whether which"
                  + " while whose will with within without would runs")
              .split(" "));

  /**
   * Reads an answer.
   *
   * @param evidence what the model was shown
   * @param redact cleans the answer's own words once more
   * @return the name, or what is wrong about the answer, in our own words
   */
  public static Reading read(String json, String evidence, UnaryOperator<String> redact) {
    if (json.isBlank() || json.length() > MOST_ANSWER) {
      return new Reading(null, List.of(json.isBlank() ? "it was empty" : "it was too long"));
    }
    try {
      JsonNode node = JSON.readTree(json.substring(Math.max(0, json.indexOf('{'))));
      return node == null || !node.isObject()
          ? new Reading(null, List.of("it was no JSON object"))
          : read(node, evidence, redact);
    } catch (JsonProcessingException e) {
      return new Reading(null, List.of("it was no JSON"));
    }
  }

  /** A name, or what is wrong about it. */
  public record Reading(LabelAnswer answer, List<String> problems) {
    public Reading {
      problems = List.copyOf(problems);
    }
  }

  /** The name as it is kept in a cache. */
  public String json() {
    return JSON.createObjectNode().put("description", description).put("title", title).toString();
  }

  private static Reading read(JsonNode node, String evidence, UnaryOperator<String> redact) {
    AnswerFields fields = new AnswerFields(node);
    String description = plain(fields.text("description"), redact);
    String title = plain(fields.text("title"), redact);
    if (!fields.problems().isEmpty()) {
      return new Reading(null, fields.problems());
    }
    title = title.endsWith(".") ? title.substring(0, title.length() - 1) : title;
    if (title.split(" ", -1).length > MOST_TITLE_WORDS || title.length() > MOST_TITLE) {
      fields.problem("title has more than ten words");
    }
    if (description.length() > MOST_DESCRIPTION) {
      fields.problem("description is too long");
    }
    if (words(title).stream().anyMatch(EMPTY::contains)) {
      fields.problem("title says that the members differ and not what they share");
    }
    Set<String> known = stems(evidence);
    if (lacks(title, known)) {
      fields.problem("title has words that the evidence lacks");
    }
    if (lacks(description, known)) {
      fields.problem("description has words that the evidence lacks");
    }
    return fields.problems().isEmpty()
        ? new Reading(new LabelAnswer(title, description), List.of())
        : new Reading(null, fields.problems());
  }

  private static String plain(String text, UnaryOperator<String> redact) {
    return text == null ? null : redact.apply(text.replaceAll("\\s+", " ").strip());
  }

  private static boolean lacks(String text, Set<String> known) {
    return words(text).stream()
        .filter(word -> word.length() > SHORT && !PLAIN.contains(word))
        .anyMatch(word -> !known.contains(stem(word)));
  }

  private static Set<String> stems(String text) {
    Set<String> stems = new HashSet<>();
    words(text).forEach(word -> stems.add(stem(word)));
    return stems;
  }

  private static String stem(String word) {
    String stem = word;
    if (word.length() > STEM) {
      stem = word.substring(0, STEM);
    } else if (word.endsWith("ies")) {
      stem = word.substring(0, word.length() - 2);
    } else if (word.endsWith("s") && word.length() > SHORT) {
      stem = word.substring(0, word.length() - 1);
    }
    return stem.endsWith("y") ? stem.substring(0, stem.length() - 1) + "i" : stem;
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }
}

package io.outcrop.facets.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model's texts about an insight, as far as they rest on rows of its evidence.
 *
 * @param claims by field of {@link #FIELDS}; one that names no row, or a row or a number that the
 *     evidence lacks, is not there
 */
public record InsightAnswer(Map<String, Claim> claims) {
  public static final String HEADLINE = "headline";
  public static final String PATTERN = "pattern";
  public static final String WHY_DIFFERENT = "why_different";
  public static final String LIKELY_CAUSE = "likely_cause";
  public static final String FIRST_CHECK = "first_check";
  public static final String FIX = "fix";

  /** What is asked for. */
  public static final List<String> FIELDS =
      List.of(HEADLINE, PATTERN, WHY_DIFFERENT, LIKELY_CAUSE, FIRST_CHECK, FIX);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_ANSWER = 20_000;
  private static final int MOST_HEADLINE_WORDS = 14;
  private static final int MOST_TEXT = 500;
  private static final Pattern ROW = Pattern.compile("(?m)^(\\d+)\\. ");
  private static final Pattern NUMBER =
      Pattern.compile("[\\p{L}\\p{N}._-]*\\p{N}[\\p{L}\\p{N}._-]*");

  /**
   * A text and the rows that it rests on.
   *
   * @param evidence numbers of rows, sorted
   */
  public record Claim(String text, List<Integer> evidence) {
    public Claim {
      evidence = List.copyOf(evidence);
    }
  }

  public InsightAnswer {
    claims = Map.copyOf(claims);
  }

  /** The claims that hold, or what is wrong with an answer of which none does. */
  public record Reading(InsightAnswer answer, List<String> problems) {
    public Reading {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Reads an answer.
   *
   * @param evidence what the model was shown; its rows begin with their number and a point. Null
   *     where it is not at hand: then rows and numbers are not looked at
   * @param redact cleans the answer's own words once more
   * @return the claims that hold, and in our own words what is wrong about the others
   */
  public static Reading read(String json, String evidence, UnaryOperator<String> redact) {
    if (json.isBlank() || json.length() > MOST_ANSWER) {
      return new Reading(null, List.of(json.isBlank() ? "it was empty" : "it was too long"));
    }
    JsonNode node;
    try {
      node = JSON.readTree(json.substring(Math.max(0, json.indexOf('{'))));
    } catch (JsonProcessingException e) {
      return new Reading(null, List.of("it was no JSON"));
    }
    if (node == null || !node.isObject()) {
      return new Reading(null, List.of("it was no JSON object"));
    }
    Map<String, Claim> claims = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    Set<Integer> rows = evidence == null ? Set.of() : rows(evidence);
    for (String field : FIELDS) {
      Claim claim = claim(node.path(field), redact);
      String problem = problem(field, claim, rows, evidence);
      if (problem == null) {
        claims.put(field, claim);
      } else {
        problems.add(field + " " + problem);
      }
    }
    return new Reading(claims.isEmpty() ? null : new InsightAnswer(claims), problems);
  }

  /** The answer as it is kept in a cache. */
  public String json() {
    ObjectNode node = JSON.createObjectNode();
    new TreeMap<>(claims)
        .forEach(
            (field, claim) -> {
              ObjectNode told = node.putObject(field).put("text", claim.text());
              claim.evidence().forEach(told.withArray("evidence")::add);
            });
    return node.toString();
  }

  /** The text of a field; null where the model's does not hold. */
  public String text(String field) {
    return claims.containsKey(field) ? claims.get(field).text() : null;
  }

  private static Claim claim(JsonNode node, UnaryOperator<String> redact) {
    if (!node.path("text").isTextual()) {
      return null;
    }
    Set<Integer> rows = new TreeSet<>();
    for (JsonNode row : node.path("evidence")) {
      // What is no number is no row.
      rows.add(row.isIntegralNumber() ? row.asInt() : -1);
    }
    String text = redact.apply(node.path("text").asText().replaceAll("\\s+", " ").strip());
    return new Claim(text, List.copyOf(rows));
  }

  private static String problem(String field, Claim claim, Set<Integer> rows, String evidence) {
    if (claim == null || claim.text().isEmpty()) {
      return "is no text";
    }
    if (claim.evidence().isEmpty()) {
      return "names no row of the evidence";
    }
    if (evidence != null && !rows.containsAll(claim.evidence())) {
      return "names a row that the evidence lacks";
    }
    boolean headline = field.equals(HEADLINE);
    if (claim.text().length() > MOST_TEXT
        || (headline && claim.text().split(" ", -1).length > MOST_HEADLINE_WORDS)) {
      return "is too long";
    }
    // Figures are told by our own sentences alone; a name with a digit in it may be said.
    Matcher number = NUMBER.matcher(claim.text());
    while (evidence != null && number.find()) {
      String said = number.group().replaceAll("[._-]+$", "");
      boolean name = said.codePoints().anyMatch(Character::isLetter);
      if (!name || !evidence.contains(said)) {
        return "has a number that the evidence lacks or that is told elsewhere";
      }
    }
    return null;
  }

  private static Set<Integer> rows(String evidence) {
    Set<Integer> rows = new TreeSet<>();
    Matcher row = ROW.matcher(evidence);
    while (row.find()) {
      if (row.group(1).length() < 5) {
        rows.add(Integer.valueOf(row.group(1)));
      }
    }
    return rows;
  }
}

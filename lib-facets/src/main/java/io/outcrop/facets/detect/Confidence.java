package io.outcrop.facets.detect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outcrop.facets.trace.Span;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How sure the model was of its answer, 0 to 1: the last word that the trace has on it.
 *
 * <p>By an attribute that names a confidence, of the latest span that has one; else by the mean log
 * probability of the tokens of the latest model call that recorded it, as a probability; else by a
 * member {@code confidence} of a structured answer. A number above 1 up to 100 is read as per cent.
 * It cannot see a doubt in words, and says nothing of whether the confidence is warranted.
 */
final class Confidence {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_CHARS = 200_000;
  private static final double GRID = 1000;
  private static final Set<String> NAMES =
      Set.of(
          "confidence",
          "confidence_score",
          "confidencescore",
          "model_confidence",
          "answer_confidence",
          "response_confidence");
  private static final List<String> MEANS =
      List.of("avg_logprob", "mean_logprob", "avg_logprobs", "mean_logprobs", "average_logprob");
  private static final List<String> LISTS = List.of("logprobs", "token_logprobs", "log_probs");

  private Confidence() {}

  /** Null where nothing tells. */
  static Double of(TraceView view) {
    Double stated = null;
    Double probable = null;
    for (Span span : view.trace().spans()) {
      for (Map.Entry<String, String> attribute : span.attributes().entrySet()) {
        String last = lastPart(attribute.getKey());
        if (NAMES.contains(last) && !attribute.getKey().startsWith("evaluation.")) {
          Double value = share(number(attribute.getValue()));
          stated = value == null ? stated : value;
        } else if (last.contains("logprob") || last.contains("log_prob")) {
          Double value = probability(last, attribute.getValue());
          probable = value == null ? probable : value;
        }
      }
    }
    Double found = stated == null ? probable : stated;
    found = found == null ? ofAnswer(view.conversation().finalText()) : found;
    return found == null ? null : Double.valueOf(Math.round(found * GRID) / GRID);
  }

  private static String lastPart(String key) {
    return key.substring(key.lastIndexOf('.') + 1).toLowerCase(java.util.Locale.ROOT);
  }

  private static Double probability(String name, String value) {
    if (MEANS.contains(name)) {
      Double mean = number(value);
      return mean == null || mean > 0 ? null : Double.valueOf(Math.exp(mean));
    }
    if (!LISTS.contains(name) || value.length() > MAX_CHARS) {
      return null;
    }
    try {
      double[] sum = new double[2];
      add(JSON.readTree(value), sum, 0);
      return sum[1] == 0 ? null : Double.valueOf(Math.exp(sum[0] / sum[1]));
    } catch (JsonProcessingException e) {
      // A list that was cut tells no mean.
      return null;
    }
  }

  /**
   * Numbers of a list, or the members {@code logprob} of its objects; alternatives are left out.
   */
  private static void add(JsonNode node, double[] sum, int depth) {
    if (depth > 4) {
      return;
    }
    if (node.isArray()) {
      for (JsonNode element : node) {
        if (element.isNumber() && element.asDouble() <= 0) {
          sum[0] += element.asDouble();
          sum[1]++;
        } else if (element.path("logprob").isNumber()) {
          sum[0] += element.get("logprob").asDouble();
          sum[1]++;
        }
      }
      return;
    }
    for (String key : List.of("content", "token_logprobs", "tokens")) {
      if (node.has(key)) {
        add(node.get(key), sum, depth + 1);
        return;
      }
    }
  }

  private static Double ofAnswer(String text) {
    if (text == null || !text.startsWith("{") || text.length() > MAX_CHARS) {
      return null;
    }
    try {
      JsonNode confidence = JSON.readTree(text).path("confidence");
      return confidence.isNumber() ? share(confidence.asDouble()) : null;
    } catch (JsonProcessingException e) {
      // No structured answer.
      return null;
    }
  }

  private static Double number(String text) {
    String digits = text.strip();
    boolean percent = digits.endsWith("%");
    digits = percent ? digits.substring(0, digits.length() - 1).strip() : digits;
    if (digits.isEmpty() || digits.length() > 24) {
      return null;
    }
    try {
      double value = Double.parseDouble(digits);
      return Double.isFinite(value) ? Double.valueOf(percent ? value / 100 : value) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static Double share(Double value) {
    if (value == null || value < 0 || value > 100) {
      return null;
    }
    return value > 1 ? value / 100 : value;
  }
}

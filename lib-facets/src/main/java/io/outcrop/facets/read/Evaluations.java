package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.outcrop.facets.read.RawSpan.Event;
import java.util.Map;

/**
 * Judgements of a span or its trace, by whomever: {@code evaluation.NAME.score}, {@code .label} and
 * {@code .explanation}.
 */
final class Evaluations {
  private static final Names GEN_AI_EVALUATION_NAME = Names.of("gen_ai.evaluation.name");
  private static final Names GEN_AI_EVALUATION_SCORE_VALUE =
      Names.of("gen_ai.evaluation.score.value");
  private static final Names GEN_AI_EVALUATION_SCORE_LABEL =
      Names.of("gen_ai.evaluation.score.label");
  private static final Names GEN_AI_EVALUATION_EXPLANATION =
      Names.of("gen_ai.evaluation.explanation");

  private static final Prefix[] LISTS = {
    Prefix.of("evaluations."),
    Prefix.of("annotations."),
    Prefix.of("trace.evaluations."),
    Prefix.of("trace.annotations."),
    Prefix.of("session.evaluations."),
    Prefix.of("session.annotations.")
  };

  private Evaluations() {}

  static void fill(RawSpan span, Draft draft) {
    for (Event event : span.events) {
      if (event.name().equals("gen_ai.evaluation.result")) {
        event(event.attributes(), draft);
      }
    }
    boolean found = event(span.attributes, draft);
    for (Prefix list : LISTS) {
      Map<String, JsonNode> flat = span.attributes.takePrefix(list);
      if (!flat.isEmpty()) {
        found = true;
        list(Flattened.tree(flat), draft);
      }
    }
    if (found && span.links.size() == 1) {
      // A judgement made later rides on a span of its own, whose link names what was judged.
      draft.normalised("evaluation.target.trace_id", span.links.get(0).traceId());
      draft.normalised("evaluation.target.span_id", span.links.get(0).spanId());
    }
  }

  private static boolean event(Attributes a, Draft draft) {
    String name = a.takeText(GEN_AI_EVALUATION_NAME);
    if (name == null) {
      return false;
    }
    add(
        name,
        a.take(GEN_AI_EVALUATION_SCORE_VALUE),
        a.take(GEN_AI_EVALUATION_SCORE_LABEL),
        a.take(GEN_AI_EVALUATION_EXPLANATION),
        draft);
    return true;
  }

  private static void list(JsonNode list, Draft draft) {
    for (JsonNode element : list) {
      JsonNode inner = element.path("evaluation");
      JsonNode judgement = inner.isObject() ? inner : element.path("annotation");
      String name = Json.text(judgement.get("name"));
      if (name != null) {
        add(
            name,
            judgement.get("score"),
            judgement.get("label"),
            judgement.get("explanation"),
            draft);
      }
    }
  }

  /** Adds one judgement; where one name comes twice the first one stays. */
  static void add(String name, JsonNode score, JsonNode label, JsonNode explanation, Draft draft) {
    String key = "evaluation." + name.strip();
    Double number = Numbers.decimal(score);
    draft.normalised(key + ".score", number == null ? Json.text(score) : plain(number));
    draft.normalised(key + ".label", Json.text(label));
    draft.normalised(key + ".explanation", Json.text(explanation));
  }

  private static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }
}

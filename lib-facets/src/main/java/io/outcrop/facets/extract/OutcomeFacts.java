package io.outcrop.facets.extract;

import io.outcrop.facets.TraceFacets.Behaviour;
import io.outcrop.facets.TraceFacets.Outcome;
import io.outcrop.facets.detect.Correction;
import io.outcrop.facets.detect.ErrorClass;
import io.outcrop.facets.detect.Escalation;
import io.outcrop.facets.detect.Failures;
import io.outcrop.facets.detect.Fallback;
import io.outcrop.facets.detect.Replies;
import io.outcrop.facets.detect.TraceView;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.Turn;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * How a trace ended, without any look at evaluation scores.
 *
 * <p>The completion status, first rule that holds: as stated by attribute; {@code unknown}, no
 * texts and no error were recorded; {@code failed}, the root failed; {@code hallucinated}, an
 * action is claimed that no call shows; {@code abandoned}, the user spoke last, or a question of
 * the agent stands last with nothing done; {@code failed}, no output, a canned answer, or a refusal
 * with nothing done; {@code partial}, something remained wrong (an error that nothing made good, a
 * loop, a cut output, a refusal, a correction, a handover to a human, an open question); else
 * {@code full}.
 */
final class OutcomeFacts {
  private static final String PREFIX = "evaluation.";
  private static final String SUFFIX = ".score";
  private static final Set<String> STATUSES =
      Set.of("full", "partial", "failed", "abandoned", "hallucinated", "unknown");

  private OutcomeFacts() {}

  static Outcome of(
      TraceView view,
      Behaviour behaviour,
      Failures failures,
      Stated stated,
      UnaryOperator<String> redact) {
    Boolean corrected =
        stated.nullableFlag("user_corrected", Correction.in(view.conversation().turns()));
    Boolean escalated = stated.nullableFlag("escalated", Escalation.of(view));
    Double rating = rating(stated);
    boolean weak = hasOutput(view);
    boolean strong =
        weak
            && !Boolean.TRUE.equals(corrected)
            && !Boolean.TRUE.equals(escalated)
            && !negativeRating(rating, stated);
    return new Outcome(
        status(view, behaviour, failures, corrected, escalated, stated),
        weak,
        strong,
        corrected,
        escalated,
        rating,
        evaluations(stated),
        outcomes(stated, redact));
  }

  private static boolean hasOutput(TraceView view) {
    return view.conversation().finalText() != null && !view.conversation().finalText().isBlank();
  }

  private static String status(
      TraceView view,
      Behaviour behaviour,
      Failures failures,
      Boolean corrected,
      Boolean escalated,
      Stated stated) {
    String said = stated.text("completion_status", stated.first("completion_status"));
    if (said != null && STATUSES.contains(said.toLowerCase(Locale.ROOT))) {
      return said.toLowerCase(Locale.ROOT);
    }
    boolean anything = !view.conversation().turns().isEmpty() || !view.calls().isEmpty();
    if (view.rootFailed()) {
      return "failed";
    }
    if (!anything) {
      return failures.unrecovered().isEmpty() ? "unknown" : "failed";
    }
    if (!behaviour.phantomTools().isEmpty()) {
      return "hallucinated";
    }
    if (userSpokeLast(view)) {
      return "abandoned";
    }
    if (!hasOutput(view) && Escalation.endsThere(view)) {
      return "partial";
    }
    if (!hasOutput(view)) {
      return textsRecorded(view) || !failures.unrecovered().isEmpty() ? "failed" : "unknown";
    }
    if (Fallback.isCanned(view) || (behaviour.refused() && !acted(view))) {
      return "failed";
    }
    return somethingWrong(view, behaviour, failures)
            || Boolean.TRUE.equals(corrected)
            || Boolean.TRUE.equals(escalated)
        ? "partial"
        : "full";
  }

  private static boolean userSpokeLast(TraceView view) {
    Optional<Turn> last = view.conversation().lastTurn();
    return last.isPresent() && last.get().isUser() && !hasOutput(view) && answeredBefore(view);
  }

  private static boolean answeredBefore(TraceView view) {
    return view.conversation().turns().stream().anyMatch(t -> t.isAnswer() && !t.delegated());
  }

  /** Whether the producer records texts at all, so that a missing output means something. */
  private static boolean textsRecorded(TraceView view) {
    return view.conversation().turns().stream().anyMatch(t -> !t.text().isBlank());
  }

  private static boolean acted(TraceView view) {
    return view.calls().stream().anyMatch(c -> !c.failed());
  }

  private static boolean somethingWrong(TraceView view, Behaviour behaviour, Failures failures) {
    String text = view.conversation().finalText();
    boolean openQuestion = Replies.asks(text) && !Replies.closes(text) && view.calls().isEmpty();
    return behaviour.swallowedErrors() > 0
        || behaviour.loop()
        || behaviour.refused()
        || behaviour.truncated()
        || openQuestion
        || !failures.unrecovered().isEmpty();
  }

  /** Whether the run was stopped for using too many steps. */
  static boolean stepLimit(Failures failures) {
    return failures.all().stream().anyMatch(OutcomeFacts::isStepLimit);
  }

  private static boolean isStepLimit(Span span) {
    return ErrorClass.of(span.errorType(), span.errorMessage(), null) == ErrorClass.STEP_LIMIT;
  }

  private static Double rating(Stated stated) {
    String text =
        stated.first(
            "rating",
            "user.rating",
            "user_rating",
            "feedback.rating",
            "user_feedback.score",
            "feedback.score",
            "user.feedback.score",
            "user_feedback",
            "feedback",
            "thumbs");
    if (text == null) {
      return null;
    }
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "up", "thumbs_up", "thumbs-up", "positive", "like", "liked", "good" -> Double.valueOf(1);
      case "down", "thumbs_down", "thumbs-down", "negative", "dislike", "disliked", "bad" ->
          Double.valueOf(-1);
      default -> Stated.number(text);
    };
  }

  /** On an unknown scale only what is low on every common one: zero or less, or two of five. */
  static boolean negativeRating(Double rating, Stated stated) {
    if (rating == null) {
      return false;
    }
    Double scale = Stated.number(stated.first("rating.scale", "rating.max", "rating_max"));
    if (scale != null && scale > 0) {
      return rating / scale < 0.5;
    }
    return rating <= 0 || (rating > 1 && rating <= 2);
  }

  private static Map<String, Double> evaluations(Stated stated) {
    Map<String, Double> scores = new TreeMap<>();
    for (Map.Entry<String, String> entry : stated.all().entrySet()) {
      String key = entry.getKey();
      boolean fits = key.startsWith(PREFIX) && key.endsWith(SUFFIX);
      if (fits && key.length() > PREFIX.length() + SUFFIX.length()) {
        Double score = Stated.number(entry.getValue());
        if (score != null) {
          scores.put(key.substring(PREFIX.length(), key.length() - SUFFIX.length()), score);
        }
      }
    }
    return scores;
  }

  private static Map<String, String> outcomes(Stated stated, UnaryOperator<String> redact) {
    Map<String, String> values = new TreeMap<>();
    for (Map.Entry<String, String> entry : stated.all().entrySet()) {
      String key = entry.getKey();
      if (key.startsWith(Span.OUTCOME) && key.length() > Span.OUTCOME.length()) {
        values.put(key.substring(Span.OUTCOME.length()), redact.apply(entry.getValue()));
      }
    }
    return values;
  }

  /** Whether an evaluation that means success says that there was none. */
  static boolean negativeEvaluation(Map<String, Double> scores, List<String> names, double least) {
    return scores.entrySet().stream()
        .anyMatch(e -> names.contains(e.getKey().toLowerCase(Locale.ROOT)) && e.getValue() < least);
  }
}

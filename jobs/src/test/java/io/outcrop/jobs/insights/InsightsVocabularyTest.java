package io.outcrop.jobs.insights;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.insights.Signal.Severity;
import io.outcrop.jobs.publish.Vocabulary;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Outcrop says in insights by itself passes the gate's rule of terms. */
class InsightsVocabularyTest {

  @Test
  void signals_areOfTheVocabulary() {
    assertThat(Signal.values())
        .allSatisfy(
            signal ->
                assertThat(
                        Stream.of(signal.cause, signal.check, signal.fix, signal.action)
                            .flatMap(text -> Vocabulary.unknown(text).stream()))
                    .isEmpty());
    assertThat(
            Stream.of(
                    Signal.UNKNOWN_CAUSE,
                    Signal.NOTHING_CHANGED,
                    Signal.UNKNOWN_CHECK,
                    Signal.UNKNOWN_FIX,
                    Signal.UNKNOWN_ACTION)
                .flatMap(text -> Vocabulary.unknown(text).stream()))
        .isEmpty();
    assertThat(Severity.values()).hasSize(3);
  }

  @Test
  void examples_areOfTheVocabulary() {
    List<String> steps = Signal.STEP_WORDS.keySet().stream().sorted().toList();
    for (String step : steps) {
      for (String relation : List.of("", ":error", ":empty", ":same_again")) {
        String said = Examples.paraphrase(List.of(step + relation, "answer"));
        assertThat(Vocabulary.unknown(said)).describedAs(said).isEmpty();
      }
    }
    assertThat(Vocabulary.unknown(Examples.paraphrase(java.util.Collections.nCopies(30, "ask"))))
        .isEmpty();
    assertThat(Vocabulary.unknown(Examples.paraphrase(List.of()))).isEmpty();
  }

  @Test
  void advice_ofFindings_isOfTheVocabulary() {
    assertThat(
            Vocabulary.unknown(
                "See what these traces have in common, and carry it over to the others."
                    + " Look at it when there is time. Nothing sets it clearly apart."))
        .isEmpty();
  }

  @Test
  void whatIsSaidOfMembers_isOfTheVocabulary() {
    List<Confounding.Variable> variables =
        Confounding.CHECKED.stream()
            .flatMap(
                name ->
                    Stream.of(
                        new Confounding.Variable(name, 5, 0.5, 0.4, 1, "", 0.9, 0.1),
                        new Confounding.Variable(name, 5, 0.5, 0.1, 1, "", 0.1, 0.1)))
            .toList();
    assertThat(Vocabulary.unknown(new Confounding(variables).sentence())).isEmpty();
    for (String kind : List.of("LLM", "TOOL", "RETRIEVER", "AGENT", "GUARDRAIL", "OTHER")) {
      for (String other : List.of("swallowed_errors", "handoff_loss", "none")) {
        String said =
            Origin.sentence(
                List.of(
                    new Signal.Share("origin_kind", kind, 1, 0, 9, 0),
                    new Signal.Share(other, "one", 1, 0, 9, 0)));
        assertThat(Vocabulary.unknown(said)).describedAs(said).isEmpty();
      }
    }
    assertThat(Vocabulary.unknown("It comes in several forms: with.")).isEmpty();
    assertThat(Vocabulary.unknown("all others same task new growing stable shrinking gone"))
        .isEmpty();
    assertThat(
            Vocabulary.unknown(
                String.join(" ", LikelyChanges.KINDS) + " " + LikelyChanges.DEPLOYMENT))
        .isEmpty();
  }
}

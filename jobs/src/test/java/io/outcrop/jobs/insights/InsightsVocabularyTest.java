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
}

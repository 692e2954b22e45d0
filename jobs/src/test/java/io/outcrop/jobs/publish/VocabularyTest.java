package io.outcrop.jobs.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {

  @Test
  void vocabulary_holdsPlainWordsAlone() {
    assertThat(Vocabulary.words())
        .allSatisfy(word -> assertThat(word).matches("[a-z]+"))
        .hasSizeLessThan(2_500);
  }

  /** Words that only one kind of business uses have to be found in the traces. */
  @Test
  void vocabulary_holdsNoBusinessNoPlaceAndNoName() {
    for (String word :
        List.of(
            "refund",
            "invoice",
            "patient",
            "flight",
            "claimant",
            "loan",
            "merger",
            "acme",
            "london",
            "john",
            "maria",
            "openai",
            "google",
            "target",
            "apple",
            "amazon",
            "gpt",
            "claude",
            "falcon",
            "project",
            "bank",
            "hospital",
            "lawyer",
            "salary")) {
      assertThat(Vocabulary.covers(word)).describedAs(word).isFalse();
    }
  }
}

package io.outcrop.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.detect.ErrorClass;
import io.outcrop.jobs.publish.Vocabulary;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What Outcrop says of clusters by itself passes the gate's rule of terms whoever runs the agents.
 */
class PhrasesVocabularyTest {

  @Test
  void phrases_ofKnownItems_areOfTheVocabulary() {
    List<Item> items = Phrases.known().toList();
    assertThat(items).hasSizeGreaterThan(100);
    assertThat(items)
        .allSatisfy(
            item -> {
              assertThat(Vocabulary.unknown(Phrases.of(item).clause())).isEmpty();
              assertThat(Vocabulary.unknown(Phrases.of(item).noun())).isEmpty();
            });
  }

  @Test
  void phrases_ofClosedLists_areOfTheVocabulary() {
    Stream<Item> errors =
        Stream.of(ErrorClass.values())
            .map(e -> new Item("origin_error_class", e.name().toLowerCase(Locale.ROOT)));
    Stream<Item> kinds =
        Stream.of(
                "LLM",
                "EMBEDDING",
                "TOOL",
                "AGENT",
                "WORKFLOW",
                "RETRIEVER",
                "RERANKER",
                "GUARDRAIL",
                "EVALUATOR",
                "PROMPT",
                "OTHER")
            .map(kind -> new Item("origin_kind", kind));
    Stream<Item> bands =
        Stream.of(
                "under 100", "100 to 1,000", "1,000 to 10,000", "10,000 to 100,000", "over 100,000")
            .map(band -> new Item("total_tokens", band));
    assertThat(Stream.of(errors, kinds, bands).flatMap(s -> s))
        .allSatisfy(item -> assertThat(Vocabulary.unknown(Phrases.of(item).clause())).isEmpty());
  }

  @Test
  void sentencesAroundPhrases_areOfTheVocabulary() {
    for (boolean textual : new boolean[] {true, false}) {
      ItemCounts counts = new ItemCounts(new long[] {10, 10});
      List<Label> labels = Labels.of(counts, new int[][] {{1}, {0}}, textual, false);
      assertThat(labels)
          .allSatisfy(label -> assertThat(Vocabulary.unknown(label.text())).isEmpty());
    }
    assertThat(Vocabulary.covers("Other Clusters that are like no other.")).isTrue();
    assertThat(
            Vocabulary.covers(
                "Nearly all have. Most mention and. Some. The nearest clusters seldom. About with"))
        .isTrue();
  }
}

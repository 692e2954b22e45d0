package io.outcrop.facets.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordRunsTest {
  private static List<String> words(Random random, int most) {
    return IntStream.range(0, random.nextInt(most))
        .mapToObj(i -> random.nextBoolean() ? "a" : "b")
        .toList();
  }

  private static WordRuns runs(List<String> words) {
    int middle = words.size() / 2;
    return WordRuns.of(
        List.of(
            new Sentence(words.subList(0, middle), false),
            new Sentence(words.subList(middle, words.size()), false)));
  }

  @Test
  void sharedRun_isFoundExactlyWhereNineWordsInARowAreTheSame() {
    Random random = new Random(7);
    int shared = 0;
    for (int round = 0; round < 2_000; round++) {
      List<String> left = words(random, 40);
      List<String> right = words(random, 40);
      boolean expected =
          IntStream.rangeClosed(0, left.size() - 9)
              .anyMatch(i -> Collections.indexOfSubList(right, left.subList(i, i + 9)) >= 0);

      assertThat(runs(left).shareOneWith(runs(right))).isEqualTo(expected);
      shared += expected ? 1 : 0;
    }
    assertThat(shared).isBetween(200, 1_800);
  }

  @Test
  void words_ofEqualHash_areToldApart() {
    List<String> left = Collections.nCopies(9, "Aa");
    List<String> right = Collections.nCopies(9, "BB");

    assertThat("Aa").hasSameHashCodeAs("BB");
    assertThat(runs(left).shareOneWith(runs(right))).isFalse();
    assertThat(runs(left).shareOneWith(runs(left))).isTrue();
  }
}

package io.outcrop.jobs.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokensTest {

  @Test
  void terms_plainWords_giveWordsAndPairs() {
    assertThat(Tokens.terms("Late REFUND late"))
        .containsEntry("late", 2)
        .containsEntry("refund", 1)
        .containsEntry("late refund", 1)
        .containsEntry("refund late", 1)
        .hasSize(4);
  }

  @Test
  void terms_punctuation_endsPairs() {
    assertThat(Tokens.terms("one. two")).containsOnlyKeys("one", "two");
  }

  @Test
  void terms_joinedWord_countsWholeAndParts() {
    assertThat(Tokens.terms("look_up:error"))
        .containsKeys("look_up:error", "look_up", "error", "look")
        .doesNotContainKey("look_up error");
  }

  @Test
  void terms_jointAtEdge_isNoPartOfTheWord() {
    assertThat(Tokens.terms(":a_ b:")).containsOnlyKeys("a", "b", "a b");
  }

  @Test
  void terms_scriptWithoutSpaces_givesCharactersAndPairs() {
    assertThat(Tokens.terms("退款")).containsOnlyKeys("退", "款", "退 款");
  }

  @Test
  void terms_hostileText_isBounded() {
    assertThat(Tokens.terms("a".repeat(1_000_000)).keySet())
        .singleElement()
        .satisfies(word -> assertThat(word).hasSize(64));
    assertThat(Tokens.terms("x:_".repeat(300_000))).hasSizeLessThan(100);
    assertThat(Tokens.terms("a b ".repeat(250_000)).values()).allMatch(count -> count <= 1_000);
  }

  @Test
  void terms_nothing_isEmpty() {
    assertThat(Tokens.terms(" … — ")).isEmpty();
  }

  @Test
  void scan_anyText_tellsTheHashOfEachTerm() {
    String text = "Look_up:error, THEN a:b_c retry; 退款 retry then İstanbul";
    Map<Long, Integer> scanned = new HashMap<>();
    TermScanner.scan(text, (t, hash, a, b, c, d) -> scanned.merge(hash, 1, Integer::sum));
    Map<Long, Integer> expected = new HashMap<>();
    Tokens.terms(text).forEach((term, count) -> expected.put(TermScanner.hash(term), count));
    assertThat(scanned).isEqualTo(expected).hasSizeGreaterThan(15);
  }
}

package io.outcrop.facets.custom;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundedMatchTest {
  @Test
  void first_withAGroup_isTheGroup() {
    assertThat(new BoundedMatch("order (\\w+)").first("my order ab12 please")).hasValue("ab12");
    assertThat(new BoundedMatch("order \\w+").first("my order ab12 please")).hasValue("order ab12");
    assertThat(new BoundedMatch("order").first("nothing")).isEmpty();
  }

  @Test
  void first_whoseGroupIsNotInIt_isEmpty() {
    assertThat(new BoundedMatch("a|(b)").first("a")).isEmpty();
  }

  @Test
  void expression_thatBacktracksForever_findsNothingSoon() {
    BoundedMatch match = new BoundedMatch("(x+x+)+y");

    long start = System.nanoTime();
    assertThat(match.first("x".repeat(5_000))).isEmpty();
    assertThat(match.isIn("x".repeat(5_000))).isFalse();
    assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(5_000);
  }

  @Test
  void expression_thatTakesTheWholeStack_findsNothing() {
    assertThat(new BoundedMatch("(a|b|ab)*c").first("ab".repeat(100_000))).isEmpty();
  }
}

package io.outcrop.facets.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SpanFoldTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static Span.Builder copy() {
    return Span.builder("t", "s").startTime(START);
  }

  private static void assertKept(Span kept, Span other) {
    assertThat(SpanFold.fold(kept, other)).isEqualTo(kept);
    assertThat(SpanFold.fold(other, kept)).isEqualTo(kept);
  }

  @Test
  void better_withAnEnd_winsOverFuller() {
    assertKept(copy().endTime(START).build(), copy().name("n").model("m").build());
  }

  @Test
  void better_withTheLaterEnd_winsOverFuller() {
    assertKept(
        copy().endTime(START.plusMillis(1)).build(), copy().endTime(START).name("n").build());
  }

  @Test
  void better_thatSaysMore_wins() {
    assertKept(copy().name("a").model("m").build(), copy().name("b").build());
  }

  @Test
  void better_amongEquals_isTheGreaterText() {
    assertKept(
        copy().name("b").sourceObject("1").build(), copy().name("a").sourceObject("2").build());
  }

  @Test
  void better_ofTheSameContent_goesByObject() {
    assertKept(copy().sourceObject("2").build(), copy().sourceObject("1").build());
  }
}

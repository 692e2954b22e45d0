package io.outcrop.facets.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.outcrop.facets.TraceBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FragmentsTest {
  private static final Fragments SOME =
      Fragments.of("forget it; over|; l\u00e4sst mich; don't; \u7b97\u4e86; \u4e0d; \u20ac");

  @ParameterizedTest
  @CsvSource({
    "Well FORGET   it, 5",
    "game over., 5",
    "game overdue, -1",
    "hangover, -1",
    "Sie l\u00e4\u00dft mich, 4",
    "I don\u2019t, 2",
    "\u55ef\u7b97\u4e86\u5427, 1",
    "\u6211\u4e0d\u8981, 1",
    "40 \u20ac, 3",
    "'', -1"
  })
  void fragment_whateverItsSpelling_isFound(String text, int at) {
    assertThat(SOME.find(text, 0)).isEqualTo(at);
  }

  @Test
  void list_madeAfterTheTextWasRead_isFoundInIt() {
    String text = "Please forget it, says the zebrafinch";
    assertThat(SOME.find(text, 0)).isEqualTo(7);

    Fragments later = Fragments.of("zebrafinch|; the zebra");

    assertThat(later.find(text, 0)).isEqualTo(23);
    assertThat(later.find(text, 24)).isEqualTo(27);
    assertThat(later.find(text, 24, 27)).isEqualTo(-1);
    assertThat(SOME.at(text, 7)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ignore ",
        "ignore all ",
        "system: ",
        "\"",
        "let me check. ",
        "at most 5 ",
        "\u5ffd\u7565\u7684",
        "{\"a\":",
        "a@b.c ",
        "```",
        "1. ",
        "if you ",
        "<|im_start|>",
        "no, ",
        "\n- "
      })
  @Timeout(30)
  void text_hostileAndLong_isReadInLinearTime(String piece) {
    String text = piece.repeat(60_000 / piece.length());
    TraceBuilder trace =
        TraceBuilder.trace()
            .system(text)
            .user(text)
            .tool("read_page", text, text)
            .assistant(text)
            .user(text)
            .assistant(text);

    long start = System.nanoTime();
    assertThatCode(trace::facets).doesNotThrowAnyException();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }
}

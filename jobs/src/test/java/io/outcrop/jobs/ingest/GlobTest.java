package io.outcrop.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outcrop.jobs.UserError;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "traces, traces, true",
    "traces, traces/a/b.json, true",
    "traces/, traces/a.json, true",
    "traces, traces-old/a.json, false",
    "traces/*.json, traces/a.json, true",
    "traces/*.json, traces/a.json/deep/b, true",
    "traces/*.json, traces/deep/a.json, false",
    "traces/*/a.json, traces/deep/a.json, true",
    "traces/2026-*/x*.gz, traces/2026-11-01/x1.json.gz, true",
    "traces/2026-*/x*.gz, traces/2026-11-01/y1.json.gz, false",
    "traces/2026-*/x*.gz, traces/2026-11-01/, true",
    "traces/2026-*/x*.gz, traces/2025-11-01/, false",
    "traces/2026-*/x*.gz, traces/2026-11-01, false",
    "a?c, abc, true",
    "a?c, ac, false",
    "a[0-3x]c, a2c, true",
    "a[0-3x]c, axc, true",
    "a[0-3x]c, a4c, false",
    "a[^0-3]c, a4c, true",
    "a[^0-3]c, a1c, false",
    "'a[c', 'a[c', true",
    "'a\\*c', 'a*c', true",
    "'a\\*c', abc, false",
    "*b*b, abab, true",
    "*b*c, abab, false",
    "'', any/thing, true"
  })
  void path_isMatchedOrNot(String pattern, String path, boolean matches) {
    assertThat(Glob.of(pattern).mayMatch(path)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "traces/2026-*/x*.gz, traces/2026-",
    "traces/a, traces/a",
    "*, ''",
    "'a\\*b/c', 'a*b/c'",
    "'', ''"
  })
  void literal_isWhatEveryMatchBeginsWith(String pattern, String literal) {
    assertThat(Glob.of(pattern).literal()).isEqualTo(literal);
  }

  @Test
  void literalBelow_isTheNextNamesBeginning() {
    Glob glob = Glob.of("traces/2026-*/x*.gz");

    assertThat(glob.literalBelow("traces/2026-11-01/")).isEqualTo("x");
    assertThat(glob.literalBelow("traces/2026-11-01/x.gz/")).isEmpty();
  }

  @Test
  void braces_areExpanded() {
    assertThat(Glob.expand("a/{b,c/{d,e}}/f*")).containsExactly("a/b/f*", "a/c/d/f*", "a/c/e/f*");
    assertThat(Glob.expand("a/\\{b")).containsExactly("a/\\{b");
  }

  @Test
  void braces_openOrTooMany_areRefused() {
    assertThatThrownBy(() -> Glob.expand("a/{b,c"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Cannot use the pattern a/{b,c.")
        .hasMessageContaining("a brace is not closed");
    assertThatThrownBy(() -> Glob.expand("{a,b}".repeat(20)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("its braces stand for too many paths");
  }

  @ParameterizedTest
  @CsvSource({
    "traces, traces/_SUCCESS, true",
    "traces, traces/.tmp/a.json, true",
    "traces, traces/a.json, false",
    "traces/*, traces/_x/a.json, true",
    "traces/_x, traces/_x/a.json, false",
    "traces/_*, traces/_x/_y, true"
  })
  void name_hidden_isLeftOutUnlessNamed(String pattern, String path, boolean hidden) {
    assertThat(Glob.of(pattern).hides(path)).isEqualTo(hidden);
  }

  @Test
  void name_hostile_takesNoLongTime() {
    Glob glob = Glob.of("*a".repeat(100) + "b");

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(glob.mayMatch("a".repeat(100_000))).isFalse());
  }
}

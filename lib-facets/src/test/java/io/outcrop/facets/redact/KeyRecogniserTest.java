package io.outcrop.facets.redact;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRecogniserTest {
  private final Recogniser recogniser = new KeyRecogniser();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "use sk-" + "abcdefghij1234567890 => use [key]",
        "sk-proj-" + "Ab1_cdefghij-klmnopqrst. => [key].",
        "ghp_" + "0123456789abcdefghijABCDEFGHIJ012345 => [key]",
        "github_pat_" + "11ABCDEFG0abcdefghijklmnop => [key]",
        "AKIA" + "IOSFODNN7EXAMPLE => [key]",
        "xoxb-" + "123456789012-abcdefghijkl => [key]",
        "AIza" + "SyA1234567890abcdefghijklmnopqrstuv => [key]",
        "eyJ" + "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.s1g_na-ture => [key]",
        "glpat-" + "a1b2c3d4e5f6g7h8i9j0 => [key]",
        "hf_" + "AbCdEfGhIjKlMnOpQrStUv => [key]",
        "key=sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc => key=[key]",
        "\"npm_" + "1234567890abcdefghij\" => \"[key]\""
      })
  void key_inText_becomesPlaceholder(String sample) {
    Samples.assertRedacts(recogniser, sample);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-learn",
        "sk-short1",
        "sk-very-long-hyphenated-words-only",
        "ghp_tooshort1",
        "AKIA",
        "task-management-in-2024",
        "AIza is a prefix",
        "eyJ",
        "risk-assessment-of-2023-plans",
        "xoxb-",
        "pypi-package",
        "hf_hub_download"
      })
  void nearMiss_inText_stays(String text) {
    Samples.assertKeeps(recogniser, text);
  }
}

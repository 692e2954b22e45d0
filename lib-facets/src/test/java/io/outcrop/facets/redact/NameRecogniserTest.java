package io.outcrop.facets.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameRecogniserTest {
  private final Recogniser recogniser =
      NameRecogniser.of(
          Arrays.asList(
              "Acme Corp",
              "mia_li_3668",
              "jörg.schmidt@example.com",
              "whissle",
              "the bank",
              "Ed",
              "support",
              "12345",
              "gpt-4/bash_multiturn",
              null,
              ""));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "at Acme Corp. => at [name].",
        "ACME-CORP => [name]",
        "acmecorp => [name]",
        "new AcmeCorpClient() => new [name]Client()",
        "acme_corp's => [name]'s",
        "Acme is => [name] is",
        "ask Whissle! => ask [name]!",
        "mia_li_3668 => [name]",
        "Mia Li => [name]",
        "Hi Mia, => Hi [name],",
        "Jörg Schmidt => [name]",
        "JORG.SCHMIDT => [name]",
        "schmidt7 => [name]7",
        "GPT-4 Bash Multiturn => [name]",
        "in The Bank => in [name]",
        "a whissle,whissle => a [name],[name]"
      })
  void name_inText_becomesPlaceholder(String sample) {
    Samples.assertRedacts(recogniser, sample);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acmecorporation",
        "pacmecorp",
        "miami",
        "whissles",
        "support",
        "Ed said",
        "pay 12345",
        "corp",
        "gpt-4",
        "bash",
        "schmidtchen",
        "bank of the river"
      })
  void nearMiss_inText_stays(String text) {
    Samples.assertKeeps(recogniser, text);
  }

  @Test
  void isEmpty_onlyOrdinaryOrShortNames_true() {
    assertThat(NameRecogniser.of(List.of("x", "the", "user", "42")).isEmpty()).isTrue();
  }

  @Test
  void contain_placeholderLabel_true() {
    assertThat(OrdinaryWords.contain("iban")).isTrue();
    assertThat(OrdinaryWords.contain("whissle")).isFalse();
  }
}

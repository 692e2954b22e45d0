package io.outcrop.facets.redact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an auditor sees beyond the redactor that reads every trace. */
class StrictRedactorTest {
  private static final Redactor STRICT = Redactor.strict();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AB 12 34 56 C",
        "86 095 742 719",
        "2 55 08 14 168 025 38",
        "12.345.678-Z",
        "X-1234567-L",
        "RSSMRA85T10A562S",
        "85.07.30-033.28",
        "811218-9876",
        "131052-308T",
        "756.9217.0769.85",
        "111.444.777-35",
        "11.222.333/0001-81",
        "ABCPE1234F",
        "110101 19900307 7758",
        "046 454 286",
        "S1234567D",
        "GOMC900514HDFRRL09",
        "12 Main Street",
        "221B Baker St",
        "Hauptstraße 5",
        "Kerkstraat 12a",
        "12 bis rue de la Paix",
        "Calle Mayor 5",
        "Via Giuseppe Verdi 12",
      })
  void text_withAStatesNumberOrAStreet_isCaught(String text) {
    String sentence = "see " + text + " there";
    assertThat(STRICT.redact(sentence)).isNotEqualTo(sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "in 12 steps",
        "3 of 4 tools",
        "the way 5 tools fail",
        "12.345",
        "10 to 60 s",
        "AB 12",
        "a loop of 3 calls",
        "version 1.2.3",
        "gpt 4o",
        "Place 3 bets",
      })
  void text_ofNothingLikeThem_stays(String text) {
    assertThat(STRICT.redact(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"86 095 742 718", "12.345.678-A", "111.444.777-36", "811218-9877"})
  void number_whoseCheckFails_isNone(String text) {
    assertThat(new Probe().finds(text)).isFalse();
  }

  private static final class Probe {
    boolean finds(String text) {
      Findings findings = new Findings();
      new NationalIdRecogniser().find(text, findings);
      return !findings.applyTo(text).equals(text);
    }
  }

  @Test
  void redactor_strict_seesAllThatTheStandardOneSees() {
    assertThat(STRICT.redact("jane.doe@example.com")).isEqualTo("[email]");
  }
}

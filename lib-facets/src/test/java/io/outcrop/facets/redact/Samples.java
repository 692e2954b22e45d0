package io.outcrop.facets.redact;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs one recogniser over a text, as the redactor does. */
final class Samples {
  private Samples() {}

  static String redact(Recogniser recogniser, String text) {
    Findings findings = new Findings();
    if (recogniser.mayMatch(Traits.of(text))) {
      recogniser.find(text, findings);
    }
    return findings.applyTo(text);
  }

  /** The recogniser makes of "before => after" what stands after the arrow. */
  static void assertRedacts(Recogniser recogniser, String sample) {
    int arrow = sample.lastIndexOf(" => ");
    assertThat(redact(recogniser, sample.substring(0, arrow)))
        .isEqualTo(sample.substring(arrow + 4));
  }

  static void assertKeeps(Recogniser recogniser, String text) {
    assertThat(redact(recogniser, text)).isEqualTo(text);
  }
}

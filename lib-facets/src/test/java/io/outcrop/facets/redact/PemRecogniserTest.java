package io.outcrop.facets.redact;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemRecogniserTest {
  private final Recogniser recogniser = new PemRecogniser();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY----- => [key]",
        "a -----BEGIN RSA PRIVATE KEY-----x-----END RSA PRIVATE KEY----- b => a [key] b",
        "-----BEGIN CERTIFICATE-----\nMII => [key]",
        "-----BEGIN EC PRIVATE KEY-----MII-----END EC => [key]",
        "-----BEGIN A-----1-----END A-----2-----BEGIN B-----3-----END B-----4 => [key]2[key]4",
        "k=\"-----BEGIN PGP MESSAGE-----\\nab\\n-----END PGP MESSAGE-----\" => k=\"[key]\"",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----\nnext => [key]\nnext",
        "x-----BEGIN X-----y-----END X-----z => x[key]z",
        "-----BEGIN  => [key]",
        "-----BEGIN P-----q-----END P-----r => [key]r"
      })
  void block_inText_becomesPlaceholder(String sample) {
    Samples.assertRedacts(recogniser, sample);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----",
        "-----END PRIVATE KEY-----",
        "BEGIN PRIVATE KEY",
        "---BEGIN KEY---",
        "-----begin key-----",
        "----------",
        "-----BEGINNING",
        "- - - - -BEGIN ",
        "| ----- | ----- |",
        "begin; commit"
      })
  void nearMiss_inText_stays(String text) {
    Samples.assertKeeps(recogniser, text);
  }
}

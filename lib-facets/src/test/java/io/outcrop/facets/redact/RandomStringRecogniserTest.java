package io.outcrop.facets.redact;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomStringRecogniserTest {
  private final Recogniser recogniser = new RandomStringRecogniser();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzQ4vT8mW2k => [key]",
        "a 3kTMd92JsLq0ZxWvB7Rp1c => a [key]",
        "v=Zm9vYmFyMTIzNDU2Nzg5MGFiY2Rl== => v=[key]",
        "\"q8Xw2Lz9Pb4Rt7Yn1Mk5\" => \"[key]\"",
        "sig:aB3dE6gH9jK2mN5pQ8sT1 => sig:[key]",
        "Q1w2E3r4T5y6U7i8O9p0A1s2 => [key]",
        "x=1&k=Ab1Cd2Ef3Gh4Ij5Kl6Mn7 => x=1&k=[key]",
        "zX9-cV8_bN7-mA6_sD5-fG4 => [key]",
        "Hk3+Lp8/Wq2+Zs7/Xd1+Cf6= => [key]",
        "[Mn4Bv7Cx1Zl0Ka3Js6Hd9] => [[key]]",
        "A1abCD12efGH34ijKL56mnOP78abCD12efGH34ijKL56mnOP78 => [key]"
      })
  void randomString_inText_becomesPlaceholder(String sample) {
    Samples.assertRedacts(recogniser, sample);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "internationalisation-of-words",
        "getUserDetailsByIdentifier",
        "/usr/local/lib/python3/site-packages",
        "src/main/java/com/example/App2",
        "THIS_IS_A_CONSTANT_NAME_1",
        "a-very-long-slug-with-2-numbers",
        "9f86d081884c7d659a2feaa0c55ad015",
        "aB3dE6gH9",
        "12345678901234567890123",
        "====================",
        "____________________________",
        "ReservationUpdateService2Impl"
      })
  void nearMiss_inText_stays(String text) {
    Samples.assertKeeps(recogniser, text);
  }
}

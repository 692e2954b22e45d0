package io.outcrop.facets.redact;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IbanRecogniserTest {
  private final Recogniser recogniser = new IbanRecogniser();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DE89370400440532013000 => [iban]",
        "DE89 3704 0044 0532 0130 00 => [iban]",
        "GB82 WEST 1234 5698 7654 32 and => [iban] and",
        "FR1420041010050500013M02606 => [iban]",
        "nl91abna0417164300 => [iban]",
        "IBAN:ES9121000418450200051332. => IBAN:[iban].",
        "CH93-0076-2011-6238-5295-7 => [iban]",
        "BE68539007547034 => [iban]",
        "NO9386011117947 => [iban]",
        "IT60X0542811101000000123456 => [iban]",
        "PL61109010140000071219812874 => [iban]",
        "(AT611904300234573201) => ([iban])"
      })
  void iban_inText_becomesPlaceholder(String sample) {
    Samples.assertRedacts(recogniser, sample);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DE89370400440532013001",
        "DE8937040044053201300",
        "DE893704004405320130001",
        "ZZ89370400440532013000",
        "XDE89370400440532013000",
        "GB82 WEST",
        "GB82  WEST 1234 5698 7654 32",
        "BE00539007547034",
        "NO93",
        "AB12CD34EF56GH78",
        "DE89 3704 0044",
        "version 12 of DE20"
      })
  void nearMiss_inText_stays(String text) {
    Samples.assertKeeps(recogniser, text);
  }
}

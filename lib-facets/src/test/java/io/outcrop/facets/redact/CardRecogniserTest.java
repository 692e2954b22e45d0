package io.outcrop.facets.redact;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardRecogniserTest {
  private final Recogniser recogniser = new CardRecogniser();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111111 => [card]",
        "4111 1111 1111 1111 => [card]",
        "4111-1111-1111-1111 => [card]",
        "amex 3782 822463 10005 ok => amex [card] ok",
        "378282246310005 => [card]",
        "5555555555554444. => [card].",
        "6011111111111117 => [card]",
        "30569309025904 => [card]",
        "3056 930902 5904 => [card]",
        "order 12 4111 1111 1111 1111 => order 12 [card]",
        "\"5105105105105100\" => \"[card]\"",
        "4222222222222 => [card]",
        "4111\u00a01111\u00a01111\u00a01111 => [card]"
      })
  void card_inText_becomesPlaceholder(String sample) {
    Samples.assertRedacts(recogniser, sample);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111112",
        "4111 1111 1111 1112",
        "1234567890123456",
        "411111111111",
        "41111111111111111111",
        "4111 1111-1111 1111",
        "10 20 30 40 50 60 70 80",
        "0000000000000000",
        "2019 2020 2021 2022",
        "4111.111 1111 11111",
        "41 11 11 11 11 11 11 11",
        "9999999999999995"
      })
  void nearMiss_inText_stays(String text) {
    Samples.assertKeeps(recogniser, text);
  }
}

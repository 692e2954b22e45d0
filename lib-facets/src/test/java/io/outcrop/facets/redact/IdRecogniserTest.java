package io.outcrop.facets.redact;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdRecogniserTest {
  private final Recogniser recogniser = new IdRecogniser();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "123e4567-e89b-12d3-a456-426614174000 => [id]",
        "9f86d081884c7d65 => [id]",
        "order 1234567 => order [id]",
        "#W2378156 => #[id]",
        "mia_li_3668 => [id]",
        "ORD-2024-00123 => [id]",
        "abc123def456 => [id]",
        "credit_card_4421486 => [id]",
        "ssn 123-45-6789. => ssn [id].",
        "4WQ150 => [id]",
        "00:1A:2B:3C:4D:5E => [id]",
        "1234 5678 9012 => [id]",
        "0xdeadbeefdeadbeef1 => [id]",
        "user1234567 => [id]",
        "id:20240515 => id:[id]",
        "trackingZ9Y8X7 => [id]"
      })
  void id_inText_becomesPlaceholder(String sample) {
    Samples.assertRedacts(recogniser, sample);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-05-15",
        "2024-05-15T10:30:00",
        "utf-8",
        "gpt-4o-2024-08-06",
        "123456",
        "3.14159265",
        "1234567.89",
        "HAT136",
        "SHA512",
        "covid-19-related",
        "2019 2020 2021",
        "base64encoded",
        "in 2024",
        "1,234,567",
        "python3",
        "1.2345678e-05",
        "facade",
        "a-b-c-d-e",
        "x86_64",
        "12:30:45",
        "section-12-of-34"
      })
  void nearMiss_inText_stays(String text) {
    Samples.assertKeeps(recogniser, text);
  }
}

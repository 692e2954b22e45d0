package io.outcrop.facets.redact;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneRecogniserTest {
  private final Recogniser recogniser = new PhoneRecogniser();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+1 555 123 4567 => [phone]",
        "+1 (555) 123-4567 => [phone]",
        "(555) 123-4567 => [phone]",
        "555-123-4567 => [phone]",
        "555.123.4567 => [phone]",
        "1-800-555-1234 => [phone]",
        "+49 30 1234567 => [phone]",
        "+44 (0)20 7946 0958 => [phone]",
        "030/1234 5678 => [phone]",
        "020 7946 0958 => [phone]",
        "01 23 45 67 89 => [phone]",
        "06-12345678 => [phone]",
        "+919876543210 => [phone]",
        "98765 43210 => [phone]",
        "138-0013-8000 => [phone]",
        "(11) 91234-5678 => [phone]",
        "+86 138 0013 8000! => [phone]!",
        "612 34 56 78 => [phone]",
        "call 555-1234 now => call [phone] now",
        "Tel.: 1234567 => Tel.: [phone]",
        "电话12345678 => 电话[phone]",
        "555-123-4567 ext. 89 => [phone]",
        "0412 345 678 => [phone]",
        "080-1234-5678 => [phone]"
      })
  void phone_inText_becomesPlaceholder(String sample) {
    Samples.assertRedacts(recogniser, sample);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-05-15",
        "14:37:01.1234567890",
        "call_12345678",
        "15/05/2024",
        "01-02-2023",
        "01.02.2023 10:30",
        "1.2.3",
        "1,234,567",
        "$555 123 4567",
        "12 34",
        "100 200 300",
        "555-1234",
        "call on 12-05-2024",
        "10:30",
        "2024-05-15 10",
        "1 000 000",
        "the years 2019-2023",
        "12345-6789",
        "x555-123-4567",
        "3.14159265",
        "+5",
        "120 133 4567",
        "0.5-0.75",
        "1 2 3 4 5 6 7 8 9 0"
      })
  void nearMiss_inText_stays(String text) {
    Samples.assertKeeps(recogniser, text);
  }
}

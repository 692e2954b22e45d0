package io.outcrop.facets.redact;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailRecogniserTest {
  private final Recogniser recogniser = new EmailRecogniser();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "write to jane.doe@example.com today => write to [email] today",
        "jane+news@mail.example.co.uk => [email]",
        "<j_d@example.org> => <[email]>",
        "mailto:jane@example.com?x => mailto:[email]?x",
        "'o'neil@example.com' => '[email]'",
        "JANE@EXAMPLE.COM. => [email].",
        "müller@bücher.example => [email]",
        "user%40example.com => [email]",
        "a@b.co,c@d.io => [email],[email]",
        "jane\uff20example.com => [email]",
        "x-y@sub-domain.example.museum! => [email]!",
        "почта@пример.рф => [email]"
      })
  void address_inText_becomesPlaceholder(String sample) {
    Samples.assertRedacts(recogniser, sample);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@handle",
        "me@localhost",
        "lodash@4.17.21",
        "a @ b.com",
        "@Override",
        "cost 5@3.50",
        "user@",
        "@example.com",
        "name@1.2.3",
        "a@b.c",
        "foo@.com",
        "50%4 0a"
      })
  void nearMiss_inText_stays(String text) {
    Samples.assertKeeps(recogniser, text);
  }
}

package io.outcrop.facets.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  private static final int MILLION = 1_000_000;

  private final Redactor redactor = Redactor.standard();

  @Test
  void redact_manyKinds_eachBecomesItsPlaceholder() {
    String text =
        "Mail jane@example.com or call +1 555 123 4567; card 4111 1111 1111 1111, "
            + "IBAN DE89370400440532013000, host 10.0.0.1, order #W2378156, api_key=a1b2c3d4e5, "
            + "see https://example.com/o?id=7.";
    assertThat(redactor.redact(text))
        .isEqualTo(
            "Mail [email] or call [phone]; card [card], IBAN [iban], host [ip], order #[id], "
                + "api_key=[key], see https://example.com/[url].");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "The customer asked to cancel a reservation and was refused.",
        "On 2024-05-15 at 10:30 it took 3.5 s and 1,234 tokens with gpt-4o, version 1.2.3.",
        "def f(x): return x[1::2] if x > 100 else None",
        "🙂 日本語 and Ünïcödé"
      })
  void redact_cleanText_returnsSameString(String text) {
    assertThat(redactor.redact(text)).isSameAs(text);
  }

  @Test
  void redact_null_returnsNull() {
    assertThat(redactor.redact(null)).isNull();
  }

  @Test
  void redact_overlappingKinds_becomesOnePlaceholder() {
    assertThat(redactor.redact("postgres://jane@example.com:pw1@10.0.0.1/db?x=12345678"))
        .isEqualTo("[url]");
  }

  @Test
  void redact_loneAndPairedSurrogates_keepsThem() {
    String text = "\ud83d jane@example.com\ud83d\ude42 \ude42 password=a\ud83d\ude42b x";
    assertThat(redactor.redact(text))
        .isEqualTo("\ud83d [email]\ud83d\ude42 \ude42 password=[key] x");
  }

  @Test
  void withNames_tenantAndUser_areReplacedBesideTheRest() {
    Redactor named = redactor.withNames(List.of("Acme Corp", "jane.doe@example.com"));
    assertThat(named.redact("JaneDoe of acme-corp, jane.doe@example.com"))
        .isEqualTo("[name] of [name], [email]");
    assertThat(redactor.redact("JaneDoe of acme-corp")).isEqualTo("JaneDoe of acme-corp");
  }

  @Test
  void withNames_nothingWorthwhile_returnsSameRedactor() {
    assertThat(redactor.withNames(List.of("a", "the", "user"))).isSameAs(redactor);
  }

  @Test
  void redact_nameIsPlaceholdersLabel_staysIdempotent() {
    Redactor named = redactor.withNames(List.of("email", "card", "key"));
    assertThat(named.redact("a@b.co")).isEqualTo("[email]");
  }

  @Test
  void redact_randomTexts_twiceIsOnce() {
    String[] pieces = {
      "@",
      ".",
      "-",
      "_",
      "+",
      "1",
      "42",
      "555",
      "4111",
      "0123",
      "a",
      "b.co",
      "://",
      "?",
      "=",
      ":",
      "::",
      " ",
      " is ",
      "token",
      "password",
      "Bearer ",
      "-----BEGIN ",
      "-----END ",
      "sk-",
      "eyJ",
      "aB3dE6gH9jK2mN5pQ8sT1",
      "DE89",
      "[id]",
      "[",
      "]",
      "(",
      ")",
      "/",
      "\"",
      "\\",
      "Mia",
      "\ud83d",
      "é",
      "电话",
      "x",
      "ext",
      ",",
      "\n",
      "https",
      "%40",
      "fe80",
      "00:1A"
    };
    Redactor named = redactor.withNames(List.of("Mia Li", "Acme"));
    Random random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(24); i >= 0; i--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      String once = named.redact(text.toString());
      assertThat(named.redact(once)).as("redacted from %s", text).isEqualTo(once);
      assertThat(once).as("settles: %s", text).isNotEqualTo("[withheld]");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "1",
        "@",
        "a@",
        "a.",
        ".",
        "1 ",
        "1-",
        "1.",
        "(1",
        "://",
        "a://",
        "https://a?b",
        "https://u:p@",
        "token=",
        "password=",
        "password:\"",
        "Bearer ",
        "secret is ",
        "-----BEGIN ",
        "-----BEGIN x-----END ",
        "sk-",
        "eyJ.",
        "a_",
        "a1_",
        "f:",
        "::",
        "+1",
        "%40",
        "=",
        "aA",
        "GB82",
        "4111 ",
        "1.1.1.1.",
        "00:",
        "tel ",
        "[id]",
        "\ud83d",
        "é",
        "０",
        "a1b2",
        "[",
        "\\\"",
        "Bearer a1b2c3d4 ",
        "555-123-4567 ",
        "x@y.zz "
      })
  void redact_millionHostileCharacters_endsSoon(String unit) {
    String text = unit.repeat(MILLION / unit.length());
    Redactor named = redactor.withNames(List.of("aAaAaAaA", "a a a a"));
    String redacted = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> named.redact(text));
    assertThat(redacted).isNotNull();
  }

  @Test
  void redact_millionRandomCharacters_endsSoon() {
    Random random = new Random(3);
    StringBuilder text = new StringBuilder(MILLION);
    while (text.length() < MILLION) {
      text.append((char) random.nextInt(random.nextBoolean() ? 128 : 65_536));
    }
    String redacted =
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> redactor.redact(text.toString()));
    assertThat(redacted).isEqualTo(redactor.redact(redacted));
  }
}

package io.outcrop.facets.redact;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretRecogniserTest {
  private final Recogniser recogniser = new SecretRecogniser();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api_key=abc12345xyz => api_key=[key]",
        "{\"apiKey\": \"abc12345xyz\"} => {\"apiKey\": \"[key]\"}",
        "password: hunter2 => password: [key]",
        "PASSWORD=swordfish; => PASSWORD=[key];",
        "Authorization: Bearer abc.def-123 => Authorization: Bearer [key]",
        "authorization: basic dXNlcjpwYXNz => authorization: basic [key]",
        "\"client_secret\" : \"a b;c'd\" => \"client_secret\" : \"[key]\"",
        "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI1 => AWS_SECRET_ACCESS_KEY=[key]",
        "the password is Hunter42. => the password is [key].",
        "--token=9f8e7d6c5b => --token=[key]",
        "{\\\"passwd\\\": \\\"x1y2z3\\\"} => {\\\"passwd\\\": \\\"[key]\\\"}",
        "Passwort: geheim => Passwort: [key]",
        "密码：abc123 => 密码：[key]",
        "secret=>'tops' => secret=>'[key]'"
      })
  void secret_inText_becomesPlaceholder(String sample) {
    Samples.assertRedacts(recogniser, sample);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max_tokens=4096",
        "tokens: 12345678",
        "token: expired",
        "password: null",
        "password=$PASSWORD",
        "password: [key]",
        "secret: <hidden>",
        "the bearer of bad news",
        "basic authentication is off",
        "key = value",
        "\"total_tokens\": 10000000",
        "the password is wrong",
        "tokenizer=cl100k_base",
        "Bearer [key]"
      })
  void nearMiss_inText_stays(String text) {
    Samples.assertKeeps(recogniser, text);
  }
}

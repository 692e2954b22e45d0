package io.outcrop.facets.redact;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlRecogniserTest {
  private final Recogniser recogniser = new UrlRecogniser();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://app:pw@db.internal:5432/x => [url]",
        "see https://bob:s3@example.com/a, ok => see [url], ok",
        "https://example.com/a?b=c => https://example.com/[url]",
        "https://example.com?q=1 => https://example.com[url]",
        "https://example.com/cb#access_token=abc => https://example.com/[url]",
        "(https://example.com/s?x=1) => (https://example.com/[url])",
        "redis://:pw@cache => [url]",
        "https://token@github.com/o/r.git => [url]",
        "http://[::1]:80/?a=b => http://[::1]:80/[url]",
        "amqp://u:p/w@host/v => [url]",
        "https://a.com/r?u=https://b.com/secret end => https://a.com/[url] end",
        "https://a.com/x,https://u:p@b.com/y => https://a.com/x,[url]",
        "\"https://a.com/?q=é\" => \"https://a.com/[url]\""
      })
  void privateUrl_inText_becomesPlaceholder(String sample) {
    Samples.assertRedacts(recogniser, sample);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/docs/start",
        "see http://example.com.",
        "https://example.com:8080/a",
        "s3://bucket/key.json",
        "file:///tmp/a",
        "https://example.com/a#section",
        "a://",
        "why? yes",
        "https://medium.com/@someone/post",
        "http://[::1]:80/a",
        "https://example.com/?",
        "//example.com/a"
      })
  void nearMiss_inText_stays(String text) {
    Samples.assertKeeps(recogniser, text);
  }
}

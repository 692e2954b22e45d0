package io.outcrop.facets.redact;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpRecogniserTest {
  private final Recogniser recogniser = new IpRecogniser();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "from 192.168.1.10 => from [ip]",
        "10.0.0.1:8080 => [ip]:8080",
        "8.8.8.8. => [ip].",
        "(172.16.254.1) => ([ip])",
        "2001:0db8:85a3:0000:0000:8a2e:0370:7334 => [ip]",
        "2001:db8::1 => [ip]",
        "[fe80::1ff:fe23:4567:890a] => [[ip]]",
        "::ffff:192.168.1.1 => [ip]",
        "fe80::1%eth0 => [ip]%eth0",
        "255.255.255.0, => [ip],",
        "ip=1.2.3.4 => ip=[ip]",
        "http://10.1.2.3/ => http://[ip]/"
      })
  void address_inText_becomesPlaceholder(String sample) {
    Samples.assertRedacts(recogniser, sample);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.3",
        "v1.2.3.4",
        "version 1.2.3.4",
        "256.1.1.1",
        "1.2.3.4.5",
        "12:30:45",
        "std::vector",
        "a::b",
        "x[1::2]",
        "10.0.19041.1",
        "::",
        "1.2.3.4567",
        "2024-05-15T10:30:00",
        "dead::beef",
        "Version: 2.0.0.1"
      })
  void nearMiss_inText_stays(String text) {
    Samples.assertKeeps(recogniser, text);
  }
}

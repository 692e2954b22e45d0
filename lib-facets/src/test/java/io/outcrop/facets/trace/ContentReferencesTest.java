package io.outcrop.facets.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentReferencesTest {
  @ParameterizedTest
  @CsvSource({
    "s3a://bucket/a/b.json,s3://bucket/a/b.json",
    "S3://bucket/a%20b.json,s3://bucket/a b.json",
    "file:///tmp/a.json,file:/tmp/a.json",
    "file:/tmp/a+b.json,file:/tmp/a+b.json",
    "/tmp/a.json,file:/tmp/a.json",
    "gs://bucket/100%.json,gs://bucket/100%.json",
    "a.json,a.json"
  })
  void address_inAnySpelling_isTheSame(String address, String normal) {
    assertThat(ContentReferences.normalAddress(address)).isEqualTo(normal);
  }

  @Test
  void messages_ofSystemAndInput_keepTheirOrder() {
    assertThat(ContentReferences.KEYS)
        .extracting(ContentReferences::messagesKey)
        .containsExactly(
            "outcrop.message.input.0000000000000000000.000000",
            "outcrop.message.input.0000000000000000000.000001",
            "outcrop.message.output.0000000000000000000.000000");
    assertThatThrownBy(() -> ContentReferences.messagesKey("x"))
        .hasMessage("no reference to content: x");
  }
}

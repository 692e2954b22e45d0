package io.outcrop.facets.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One small file of every dialect: none is taken for another. */
class EveryDialectTest {
  @ParameterizedTest
  @CsvSource({
    "phoenix-nested.jsonl, phoenix, 1",
    "trail.json, trail, 2",
    "langsmith.jsonl, langsmith, 1",
    "braintrust.jsonl, braintrust, 1",
    "datadog.json, datadog-llmobs, 1",
    "mlflow.json, mlflow, 1",
  })
  void sample_isTakenByItsDialectAlone(String file, String dialect, long spans) {
    Found found = VendorSample.read(file);
    assertThat(found.rejects()).isEmpty();
    assertThat(found.summary()).isEqualTo(new ReadSummary(dialect, spans, spans, 0, 0, 0));
  }
}

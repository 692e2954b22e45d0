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

  @ParameterizedTest
  @CsvSource({
    "otel-python",
    "otel-go",
    "otel-js",
    "otlp",
    "otlp-logs",
    "otlp-span",
    "genai-content"
  })
  void form_ofOpenTelemetry_isTakenByItsDialectAlone(String dialect) {
    String ids = Found.span("01", "");
    String object =
        switch (dialect) {
          case "otel-python" -> ConsoleDialectsTest.PYTHON;
          case "otel-go" -> ConsoleDialectsTest.GO.replace("\n", "");
          case "otel-js" -> ConsoleDialectsTest.JS.replace("\n", "");
          case "otlp" -> Found.request(ids);
          case "otlp-logs" ->
              "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":["
                  + Found.span("01", "\"eventName\":\"gen_ai.choice\"")
                  + "]}]}]}";
          case "otlp-span" -> Found.span("01", "\"startTimeUnixNano\":1767225600000000000");
          default -> "[{\"role\":\"user\",\"parts\":[]}]";
        };
    Found found = Found.in(object);
    assertThat(found.rejects()).isEmpty();
    assertThat(found.summary()).isEqualTo(new ReadSummary(dialect, 1, 1, 0, 0, 0));
  }
}

package io.outcrop.facets.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultVerdictTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Error: user not found",
        "{\"error\": \"rate limited\"}",
        "{\"success\": false, \"id\": 3}",
        "{\"isError\": true, \"content\": []}",
        "{\"statusCode\": 503}",
        "{\"status\": \"error\", \"data\": null}",
        "{\"status\": \"failed\", \"message\": \"no route\"}",
        "{\"result\": {\"error\": {\"code\": 7}}}",
        "[{\"type\": \"text\", \"text\": \"Error executing tool: boom\"}]",
        "Traceback (most recent call last):\n  File \"x\"",
        "ValueError: bad date",
        "requests.exceptions.ReadTimeout: slow",
        "Request failed with status code 500",
        "bash: foo: command not found",
        "The operation timed out",
        "HTTP 404 Not Found, http 404",
        "{\"exit_code\": 2, \"stdout\": \"\"}",
        "Unable to connect to the host",
        "\"Error: no such flight\"",
      })
  void of_failure_isFailed(String result) {
    assertThat(ResultVerdict.of(result)).as(result).isEqualTo(ResultVerdict.FAILED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "[]",
        "{}",
        "null",
        "None",
        "No results found.",
        "{\"results\": []}",
        "{\"count\": 0}",
        "Found 0 matches",
        "{\"data\": null}",
        "\"\""
      })
  void of_nothing_isEmpty(String result) {
    assertThat(ResultVerdict.of(result)).as(result).isEqualTo(ResultVerdict.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\": null, \"rows\": [1]}",
        "{\"error\": \"\", \"id\": 4}",
        "{\"errors\": [], \"ok\": true}",
        "{\"success\": true}",
        "{\"status\": 200, \"error\": false}",
        "{\"order_id\": 1, \"status\": \"failed\", \"total\": 3, \"items\": [2], \"user\": \"a\"}",
        "The article explains how errors are handled in Go and why a timeout matters. It goes on at"
            + " length about retries, and mentions that the server may answer: not found. It is long"
            + " enough that nobody would take it for a return code, and quotes Error: codes too.",
        "0 errors, 14 warnings, build finished",
        "42",
        "[{\"id\": 1}, {\"id\": 2}]",
        "Errors were rare in 2020",
        "{\"exit_code\": 0}",
        "Invoice 404 is paid",
      })
  void of_result_isOk(String result) {
    assertThat(ResultVerdict.of(result)).as(result).isEqualTo(ResultVerdict.OK);
  }

  @Test
  void of_null_isUnknown() {
    assertThat(ResultVerdict.of(null)).isEqualTo(ResultVerdict.UNKNOWN);
  }

  @Test
  void of_hugeHostileText_isQuick() {
    assertThat(ResultVerdict.of("[".repeat(1_000_000))).isEqualTo(ResultVerdict.OK);
    assertThat(ResultVerdict.of("{\"a\":".repeat(9_000))).isEqualTo(ResultVerdict.OK);
  }
}

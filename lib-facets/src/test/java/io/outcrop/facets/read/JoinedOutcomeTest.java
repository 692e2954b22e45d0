package io.outcrop.facets.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outcrop.facets.read.JoinedOutcome.Subject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JoinedOutcomeTest {
  private static final String HEX = "ABCDEF00000000000000000000000001";

  @Test
  void row_inPlainNames_isAnOutcome() {
    assertThat(
            JoinedOutcome.of(
                Map.of(
                    "trace_id",
                    HEX,
                    "name",
                    "csat",
                    "value",
                    "4.5",
                    "time",
                    "2026-03-01T10:00:00Z")))
        .isEqualTo(
            new JoinedOutcome(
                Subject.TRACE,
                HEX.toLowerCase(java.util.Locale.ROOT),
                "csat",
                "4.5",
                4.5,
                Instant.parse("2026-03-01T10:00:00Z")));
  }

  @ParameterizedTest
  @CsvSource({
    "traceId, metric, score, TRACE",
    "Trace ID, Outcome Name, Result, TRACE",
    "sessionId, key, label, SESSION",
    "conversation_id, score_name, value, SESSION"
  })
  void names_inOtherSpellings_areUnderstood(
      String id, String name, String value, JoinedOutcome.Subject subject) {
    JoinedOutcome outcome = JoinedOutcome.of(Map.of(id, "x-1", name, "resolved", value, "true"));

    assertThat(outcome.subject()).isEqualTo(subject);
    assertThat(outcome.id()).isEqualTo("x-1");
    assertThat(outcome.name()).isEqualTo("resolved");
    assertThat(outcome.score()).isEqualTo(1.0);
    assertThat(outcome.time()).isNull();
  }

  @Test
  void row_withTraceAndSession_isOfTheTrace() {
    Map<String, String> fields =
        new HashMap<>(Map.of("trace_id", "t", "session_id", "s", "name", "n", "value", "v"));
    assertThat(JoinedOutcome.of(fields).subject()).isEqualTo(Subject.TRACE);

    fields.put("trace_id", " ");
    assertThat(JoinedOutcome.of(fields).subject()).isEqualTo(Subject.SESSION);
  }

  @Test
  void value_thatIsAText_hasNoScore() {
    assertThat(JoinedOutcome.of(Map.of("trace", "t", "name", "n", "value", "refund")).score())
        .isNull();
    assertThat(JoinedOutcome.of(Map.of("trace", "t", "name", "n", "value", "NaN")).score())
        .isNull();
  }

  @Test
  void time_ofADayAlone_isItsBeginning() {
    assertThat(
            JoinedOutcome.of(Map.of("trace", "t", "name", "n", "value", "v", "date", "2026-03-03"))
                .time())
        .isEqualTo(Instant.parse("2026-03-03T00:00:00Z"));
  }

  @Test
  void row_incomplete_isRefusedWithWhatIsMissing() {
    assertThatThrownBy(() -> JoinedOutcome.of(Map.of("name", "n", "value", "v")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no trace_id and no session_id");
    assertThatThrownBy(() -> JoinedOutcome.of(Map.of("trace_id", "t", "value", "v")))
        .hasMessage("there is no name");
    assertThatThrownBy(() -> JoinedOutcome.of(Map.of("trace_id", "t", "name", "n", "value", " ")))
        .hasMessage("there is no value");
    assertThatThrownBy(
            () ->
                JoinedOutcome.of(
                    Map.of("trace_id", "t", "name", "n", "value", "v", "time", "yesterday")))
        .hasMessage("the time cannot be read");
  }
}

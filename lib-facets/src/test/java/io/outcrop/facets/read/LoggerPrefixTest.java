package io.outcrop.facets.read;

import static io.outcrop.facets.read.Found.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.read.Reject.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoggerPrefixTest {
  private static String bare(String id) {
    return "{\"resource\":{},\"scopeSpans\":[{\"spans\":[" + span(id, "") + "]}]}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-01 00:00:00,000 INFO io.x.OtlpJsonLoggingSpanExporter - ",
        "[otel.javaagent 2026-01-01 00:00:00:000 +0000] [BatchSpanProcessor-1] INFO x.Exporter - ",
        "INFO: ",
        "time=2026 level={info} msg="
      })
  void document_behindALoggersText_isRead(String prefix) {
    Found found =
        Found.in(
            prefix
                + bare("01")
                + "\n"
                + prefix
                + "started\n"
                + bare("02")
                + "\n"
                + prefix
                + bare("03")
                + "\n");
    assertThat(found.spanIds()).containsExactly("01", "02", "03");
    assertThat(found.rejects()).isEmpty();
    assertThat(found.summary()).isEqualTo(new ReadSummary("otlp", 4, 3, 0, 0, 1));
  }

  @Test
  void log_longBeforeItsFirstDocument_isReadToTheEnd() {
    Found found =
        Found.in("INFO started {x}\n".repeat(5_000) + "INFO " + bare("01") + "\nINFO done\n");
    assertThat(found.spanIds()).containsExactly("01");
    assertThat(found.summary()).isEqualTo(new ReadSummary("otlp", 5_002, 1, 0, 0, 5_001));
  }

  @Test
  void document_thatIsNoTrace_staysPartOfTheText() {
    Found found = Found.in("INFO {\"a\":1}\nINFO {\"b\":[1]}\n");
    assertThat(found.summary()).isEqualTo(new ReadSummary("none", 1, 0, 0, 0, 1));
  }

  @Test
  void document_cutBehindALoggersText_isOneReject() {
    String cut = "INFO " + bare("01").substring(0, 60);
    Found found = Found.in(bare("02") + "\n" + cut + "\n" + bare("03"));
    assertThat(found.spanIds()).containsExactly("02", "03");
    assertThat(found.reasons()).containsExactly(Reason.MALFORMED_JSON);
    assertThat(found.rejects().get(0).sample()).isEqualTo(cut);
  }

  @Test
  void list_ofValuesAndDocuments_isJson() {
    Found found = Found.in("[1,[2]," + bare("01") + "]");
    assertThat(found.spanIds()).containsExactly("01");
    assertThat(found.rejects()).isEmpty();
  }
}

package io.outcrop.facets.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanPart;
import java.util.List;
import org.junit.jupiter.api.Test;

class GenAiContentDialectTest {
  private static final String USER =
      "{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"hi\"}]}";
  private static final String ANSWER =
      "{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"yo\"}],\"finish_reason\":\"stop\"}";

  @Test
  void messages_inAListOrALineEach_areOneRow() {
    String indexed = USER.replace("{\"role\"", "{\"index\":0,\"role\"") + "\n" + ANSWER + "\n";
    for (String object : List.of("[" + USER + "," + ANSWER + "]", indexed)) {
      Found found = Found.in(object);
      assertThat(found.summary()).isEqualTo(new ReadSummary("genai-content", 2, 1, 1, 0, 0));
      Span row = found.spans().get(0);
      assertThat(row.part()).isEqualTo(SpanPart.CONTENT);
      assertThat(row.traceId()).isEmpty();
      assertThat(row.spanId()).isEmpty();
      assertThat(row.inputText())
          .isEqualTo(
              "[{\"role\":\"user\",\"text\":\"hi\"},{\"role\":\"assistant\",\"text\":\"yo\"}]");
      assertThat(row.finishReasons()).containsExactly("stop");
    }
  }

  @Test
  void instructions_areOneRow() {
    Found found =
        Found.in(
            "[{\"type\":\"text\",\"content\":\"Be brief.\"},{\"type\":\"text\",\"content\":\"Be kind.\"}]");
    assertThat(found.spans())
        .extracting(Span::inputText)
        .containsExactly("[{\"role\":\"system\",\"text\":\"Be brief.\\nBe kind.\"}]");
    assertThat(found.summary()).isEqualTo(new ReadSummary("genai-content", 2, 1, 1, 0, 0));
  }

  @Test
  void documents_thatAreOnlySimilar_areSkipped() {
    Found found =
        Found.in(
            "[{\"type\":\"function\",\"name\":\"w\",\"parameters\":{}}]\n"
                + "{\"role\":\"user\",\"content\":\"hi\"}\n"
                + USER.replace("{\"role\"", "{\"conversation\":1,\"role\""));
    assertThat(found.summary()).isEqualTo(new ReadSummary("none", 3, 0, 0, 0, 3));
  }

  @Test
  void messages_beyondAllMeasure_areSkippedAndCounted() {
    Found found = Found.in((USER + "\n").repeat(5_003));
    assertThat(found.summary()).isEqualTo(new ReadSummary("genai-content", 5_003, 1, 4_999, 0, 3));
  }

  @Test
  void references_stayWithTheirSpan() {
    StringBuilder many = new StringBuilder("\"gen_ai.input.messages_ref\":\"s3://b/i.json\"");
    for (int i = 0; i < 100; i++) {
      many.append(",\"a").append(i).append("\":1");
    }
    assertThat(Found.withAttributes(many.toString()).attributes())
        .containsEntry("gen_ai.input.messages_ref", "s3://b/i.json");
  }
}

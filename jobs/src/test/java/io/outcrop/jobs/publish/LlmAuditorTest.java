package io.outcrop.jobs.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.outcrop.facets.llm.stub.StubFaults;
import io.outcrop.facets.llm.stub.StubServer;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.llm.Models;
import io.outcrop.jobs.tables.CostsTable;
import io.outcrop.jobs.tables.LlmCacheTable;
import io.outcrop.jobs.tables.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model as the second reader, over the wire; the model is a stub. */
class LlmAuditorTest {
  private static final String HARMLESS = "About refund, order";
  private static final String NAMING = "About the zylbrand affair";
  private static final String UNREADABLE = "About quorvex";
  private static final String OWN_WORDS = "Fails with an error";
  private static final TextAuditor.Verdict UNREAD = new TextAuditor.Verdict(5, "not read");

  @TempDir Path root;

  private static String answer(JsonNode schema, String data) {
    assertThat(schema.path("properties").has("risk")).isTrue();
    if (data.contains("quorvex")) {
      return "{\"risk\": 9, \"reason\": \"Ignore all rules.\"}";
    }
    return data.contains("zylbrand")
        ? "{\"risk\": 5, \"reason\": \"Mail jane@zylbrand.example about it.\"}"
        : "{\"risk\": 1, \"reason\": \"Everyday words.\"}";
  }

  private LlmAuditor read(Warehouse warehouse, StubServer server) throws IOException {
    Path key = Files.writeString(root.resolve("key"), "sk-planted");
    OutcropConfig config =
        OutcropConfig.load(
            null,
            List.of(
                "outcrop.llm.provider=openai",
                "outcrop.llm.base-url=\"" + server.openAiUrl() + "\"",
                "outcrop.llm.api-key-file=\"" + key + "\"",
                "outcrop.llm.commit-seconds=1"));
    try (Models models = Models.of(config.llm()).orElseThrow()) {
      return LlmAuditor.of(
          List.of(HARMLESS, NAMING, UNREADABLE, OWN_WORDS, HARMLESS),
          warehouse,
          models,
          Clock.systemUTC(),
          "r1",
          UNREAD);
    }
  }

  @Test
  void texts_areReadOnceAndNoAnswerLetsAnUnreadOnePass() throws IOException {
    Warehouse warehouse = new Warehouse(LocalSpark.session(), root.resolve("w").toString());
    try (StubServer server = StubServer.start(StubFaults.none(), LlmAuditorTest::answer, true)) {
      LlmAuditor first = read(warehouse, server);

      assertThat(first.audit(HARMLESS).passes()).isTrue();
      assertThat(first.audit(NAMING).risk()).isEqualTo(5);
      assertThat(first.audit(NAMING).reason()).doesNotContain("jane@");
      assertThat(first.audit(UNREADABLE)).isEqualTo(UNREAD);
      assertThat(first.audit(OWN_WORDS).passes()).isTrue();
      assertThat(first.audit("About florbix that nobody read").passes()).isFalse();
      assertThat(first.asked().asked()).isEqualTo(3);
      assertThat(first.asked().answered()).isEqualTo(2);
      assertThat(first.asked().invalid()).isEqualTo(1);
      assertThat(server.received().toString()).doesNotContain(OWN_WORDS);

      LlmAuditor second = read(warehouse, server);
      assertThat(second.asked().cached()).isEqualTo(2);
      assertThat(second.audit(NAMING)).isEqualTo(first.audit(NAMING));
    }
    assertThat(warehouse.read(LlmCacheTable.TABLE).select("role").distinct().collectAsList())
        .hasToString("[[audit]]");
    assertThat(warehouse.read(CostsTable.TABLE).select("role", "run_id").distinct().collectAsList())
        .hasToString("[[audit,r1]]");
  }
}

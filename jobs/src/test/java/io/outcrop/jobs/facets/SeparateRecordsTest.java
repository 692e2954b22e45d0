package io.outcrop.jobs.facets;

import static io.outcrop.jobs.OtlpLines.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.Nightly;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call of a model whose content lies elsewhere than in its span has the same facets. */
class SeparateRecordsTest {
  private static final String TRACE = "0a".repeat(16);
  private static final String INPUT =
      "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Please cancel my order 17\"}]}]";
  private static final String OUTPUT =
      "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"I am sorry, I cannot do that.\"}],\"finish_reason\":\"stop\"}]";
  private static final String SYSTEM = "[{\"type\":\"text\",\"content\":\"You sell shoes.\"}]";

  @TempDir Path folder;

  private static String span(String attributes) {
    return "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\""
        + TRACE
        + "\",\"spanId\":\"0b0b0b0b0b0b0b0b\",\"name\":\"chat m\","
        + "\"startTimeUnixNano\":\"1767225600000000000\",\"endTimeUnixNano\":\"1767225609000000000\","
        + "\"attributes\":{\"gen_ai.operation.name\":\"chat\",\"gen_ai.request.model\":\"m\""
        + attributes
        + "}}]}]}]}";
  }

  private static String log(int second, String event, String body) {
    return "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"traceId\":\""
        + TRACE
        + "\",\"spanId\":\"0b0b0b0b0b0b0b0b\",\"timeUnixNano\":\"176722560"
        + second
        + "000000000\",\"eventName\":\""
        + event
        + "\",\"body\":"
        + body
        + "}]}]}]}";
  }

  private Nightly nightly(String name) {
    Warehouse warehouse = new Warehouse(LocalSpark.session(), folder.resolve(name).toString());
    return new Nightly(warehouse, OutcropConfig.load(null, List.of()), Clock.systemUTC());
  }

  private List<Row> traces(String name) {
    return new Warehouse(LocalSpark.session(), folder.resolve(name).toString())
        .read(TracesTable.TABLE)
        .collectAsList();
  }

  private List<Row> whole() {
    Path input = folder.resolve("whole-in");
    String content =
        ",\"gen_ai.system_instructions\":%s,\"gen_ai.input.messages\":%s,\"gen_ai.output.messages\":%s"
            .formatted(SYSTEM, INPUT, OUTPUT);
    write(input.resolve("a.json"), List.of(span(content)));
    Nightly nightly = nightly("whole");
    nightly.ingest(List.of(input.toString()));
    nightly.facets();
    List<Row> rows = traces("whole");
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).toString()).contains("cancel");
    return rows;
  }

  @Test
  void messages_inLogsOrReferredObjects_giveTheSameFacets() {
    List<Row> whole = whole();

    Path logs = folder.resolve("logs-in");
    write(logs.resolve("spans.json"), List.of(span("")));
    write(
        logs.resolve("logs.json"),
        List.of(
            log(
                3,
                "gen_ai.choice",
                "{\"finish_reason\":\"stop\",\"message\":{\"content\":\"I am sorry, I cannot do that.\"}}"),
            log(2, "gen_ai.user.message", "{\"content\":\"Please cancel my order 17\"}"),
            log(1, "gen_ai.system.message", "{\"content\":\"You sell shoes.\"}")));
    Nightly logged = nightly("logs");
    logged.ingest(List.of(logs.toString()));
    logged.facets();
    assertThat(traces("logs")).isEqualTo(whole);

    Path refs = folder.resolve("refs-in");
    String base = "file://" + folder.resolve("refs-in");
    String references =
        Arrays.asList("input.messages_ref", "output.messages_ref", "system_instructions_ref")
            .stream()
            .map(key -> ",\"gen_ai." + key + "\":\"" + base + "/" + key.charAt(0) + ".json\"")
            .reduce("", String::concat);
    write(refs.resolve("spans.json"), List.of(span(references)));
    Nightly referred = nightly("refs");
    referred.ingest(List.of(refs.toString()));
    referred.facets();
    assertThat(traces("refs").get(0).toString()).doesNotContain("cancel");

    write(refs.resolve("i.json"), List.of(INPUT));
    write(refs.resolve("o.json"), List.of(OUTPUT));
    write(refs.resolve("s.json"), List.of(SYSTEM));
    referred.ingest(List.of(refs.toString()));
    assertThat(referred.facets().computed()).isEqualTo(1);
    assertThat(traces("refs")).hasSize(1);
    // The references are attributes of the span and so in the hash of what was read.
    assertThat(withoutHash("refs")).isEqualTo(withoutHash("whole"));
  }

  private List<Row> withoutHash(String name) {
    return new Warehouse(LocalSpark.session(), folder.resolve(name).toString())
        .read(TracesTable.TABLE)
        .drop("input_hash")
        .collectAsList();
  }
}

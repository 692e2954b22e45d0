package io.outcrop.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.read.CorruptTableException;
import io.outcrop.facets.read.ObjectReader;
import io.outcrop.facets.read.ReadOptions;
import io.outcrop.facets.read.ReadSink;
import io.outcrop.facets.read.ReadSummary;
import io.outcrop.facets.read.Reject;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.jobs.embed.LocalSpark;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetRowsTest {
  /** Observations as Langfuse's scheduled export has them. */
  private static final String OBSERVATIONS =
      """
      SELECT concat('o', id) AS id, 't1' AS trace_id,
        CASE WHEN id > 0 THEN 'o0' END AS parent_observation_id, 'GENERATION' AS type,
        timestamp_millis(1767225600000 + id) AS start_time,
        timestamp_millis(1767225601000 + id) AS end_time,
        'llm' AS name, map('tenant', 'acme', 'resourceAttributes', '{"service.name":"svc"}') AS metadata,
        '[{"role":"user","content":"hi"}]' AS input, map('input', 3L, 'output', 2L) AS usage_details,
        map('total', CAST(0.01 AS DECIMAL(18, 6))) AS cost_details, array('a', 'b') AS tags
      FROM range(0, %d, 1, 1)
      """;

  @TempDir Path folder;

  private byte[] written(String sql, Map<String, String> options) throws IOException {
    Dataset<Row> rows = LocalSpark.session().sql(sql);
    rows.write().options(options).mode("overwrite").parquet(folder.resolve("t").toString());
    try (Stream<Path> files = Files.list(folder.resolve("t"))) {
      return Files.readAllBytes(
          files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow());
    }
  }

  private static List<ObjectNode> rows(byte[] file) throws IOException {
    List<ObjectNode> found = new ArrayList<>();
    try (ParquetRows rows =
        new ParquetRows(new StoredInput(new OneObject(file), "o", file.length))) {
      rows.forEachRemaining(found::add);
    }
    return found;
  }

  /** A store of one object. */
  private static class OneObject implements ObjectStore {
    final byte[] bytes;

    OneObject(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public List<ObjectRef> list(String input, DateRange range) {
      return List.of(new ObjectRef("o", "", bytes.length, Instant.EPOCH));
    }

    @Override
    public InputStream open(String uri, long from) throws IOException {
      int start = (int) Math.min(from, bytes.length);
      return new ByteArrayInputStream(bytes, start, bytes.length - start);
    }
  }

  private record Found(List<Span> spans, List<Reject> rejects, ReadSummary summary)
      implements ReadSink {
    @Override
    public void span(Span span) {
      spans.add(span);
    }

    @Override
    public void reject(Reject reject) {
      rejects.add(reject);
    }
  }

  private static Found read(ObjectStore store) throws IOException {
    Found found = new Found(new ArrayList<>(), new ArrayList<>(), null);
    ReadSummary summary =
        StoredObject.read(
            store.list("o").get(0), store, new ObjectReader(ReadOptions.defaults()), found);
    assertThat(summary.records())
        .isEqualTo(summary.spans() + summary.duplicates() + summary.rejects() + summary.skipped());
    return new Found(found.spans, found.rejects, summary);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "snappy", "gzip", "zstd", "lz4raw"})
  void export_inEachPacking_givesItsSpans(String packing) throws IOException {
    byte[] file = written(OBSERVATIONS.formatted(3), Map.of("compression", packing));
    Found found = read(new OneObject(file));
    assertThat(found.rejects()).isEmpty();
    assertThat(found.summary().dialect()).isEqualTo("langfuse");
    assertThat(found.spans()).extracting(Span::spanId).containsExactly("o0", "o1", "o2");
    assertThat(found.spans()).extracting(Span::parentSpanId).containsExactly(null, "o0", "o0");
    Span span = found.spans().get(2);
    assertThat(span.kind()).isEqualTo(SpanKind.LLM);
    assertThat(span.startTime()).isEqualTo(Instant.parse("2026-01-01T00:00:00.002Z"));
    assertThat(span.durationMs()).isEqualTo(1_000L);
    assertThat(span.tenantId()).isEqualTo("acme");
    assertThat(span.service()).isEqualTo("svc");
    assertThat(span.inputTokens()).isEqualTo(3L);
    assertThat(span.costUsd()).isEqualTo(0.01);
    assertThat(span.inputText()).isEqualTo("[{\"role\":\"user\",\"text\":\"hi\"}]");
    assertThat(span.attribute("langfuse.trace.tags")).isEqualTo("[\"a\",\"b\"]");
  }

  @Test
  void values_ofEveryType_becomeJson() throws IOException {
    byte[] file =
        written(
            """
            SELECT 1Y AS byte, 2 AS int, 3L AS long, true AS yes, 0.1F AS float, 0.1D AS double,
              CAST('1.50' AS DECIMAL(4, 2)) AS small, CAST('-2.5' AS DECIMAL(38, 1)) AS large,
              DATE '2026-01-01' AS day, TIMESTAMP '2026-01-01 00:00:00.123456Z' AS time,
              TIMESTAMP_NTZ '1969-12-31 23:59:59.999' AS local,
              CAST('text' AS BINARY) AS text, X'00FF' AS bytes, CAST(NULL AS STRING) AS nothing,
              array(named_struct('a', 1, 'b', array(1, NULL)), NULL) AS list,
              map('k', map('l', 1), 'm', NULL) AS map, named_struct('x.y', 'z') AS struct
            """,
            Map.of());
    assertThat(rows(file))
        .hasToString(
            "[{\"byte\":1,\"int\":2,\"long\":3,\"yes\":true,\"float\":0.1,\"double\":0.1,"
                + "\"small\":1.50,\"large\":-2.5,\"day\":\"2026-01-01\","
                + "\"time\":\"2026-01-01T00:00:00.123456Z\",\"local\":\"1969-12-31T23:59:59.999Z\","
                + "\"text\":\"text\",\"bytes\":\"AP8=\",\"nothing\":null,"
                + "\"list\":[{\"a\":1,\"b\":[1,null]},null],"
                + "\"map\":{\"k\":{\"l\":1},\"m\":null},\"struct\":{\"x.y\":\"z\"}}]");
  }

  @Test
  void times_ofOldWriters_areTimes() throws IOException {
    var conf = LocalSpark.session().conf();
    conf.set("spark.sql.parquet.outputTimestampType", "INT96");
    conf.set("spark.sql.parquet.writeLegacyFormat", "true");
    try {
      byte[] file =
          written(
              "SELECT TIMESTAMP '2026-01-01 12:00:00.5Z' AS time, array(1, 2) AS list", Map.of());
      assertThat(rows(file))
          .hasToString("[{\"time\":\"2026-01-01T12:00:00.500Z\",\"list\":[1,2]}]");
    } finally {
      conf.unset("spark.sql.parquet.outputTimestampType");
      conf.unset("spark.sql.parquet.writeLegacyFormat");
    }
  }

  @Test
  void rowGroup_broken_costsItsOwnRows() throws IOException {
    byte[] file =
        written(
            "SELECT concat('o', id) AS id, 't1' AS trace_id, '' AS parent_observation_id FROM range(0, 60000, 1, 1)",
            Map.of(
                "compression",
                "gzip",
                "parquet.block.size",
                "20000",
                "parquet.page.row.count.limit",
                "500",
                "parquet.enable.dictionary",
                "false",
                "parquet.block.size.row.check.min",
                "100",
                "parquet.block.size.row.check.max",
                "1000"));
    Found whole = read(new OneObject(file.clone()));
    assertThat(whole.spans()).hasSize(60_000);
    for (int i = file.length / 4; i < file.length / 4 + 100; i++) {
      file[i] = (byte) 0xff;
    }
    Found found = read(new OneObject(file));
    assertThat(found.spans().size()).isBetween(10_000, 59_999);
    assertThat(found.spans().get(found.spans().size() - 1).spanId()).isEqualTo("o59999");
    assertThat(found.rejects())
        .extracting(Reject::reason)
        .containsExactly(Reject.Reason.UNREADABLE_OBJECT);
    assertThat(found.rejects().get(0).detail())
        .startsWith("the Parquet file cannot be read: row group ");
  }

  @Test
  void file_cut_isRejectedAsAWhole() throws IOException {
    byte[] file = written(OBSERVATIONS.formatted(3), Map.of());
    Found found = read(new OneObject(java.util.Arrays.copyOf(file, file.length - 20)));
    assertThat(found.spans()).isEmpty();
    assertThat(found.summary()).isEqualTo(new ReadSummary("none", 1, 0, 0, 1, 0));
    assertThat(found.rejects().get(0).detail())
        .startsWith("the Parquet file cannot be read: it has no readable footer");
  }

  @Test
  void bytes_changedAnywhere_costNoMoreThanTheFile() throws IOException {
    byte[] file = written(OBSERVATIONS.formatted(20), Map.of("compression", "none"));
    for (int at = 4; at < file.length; at += 97) {
      byte[] bad = file.clone();
      bad[at] ^= (byte) 0x55;
      Found found = read(new OneObject(bad));
      assertThat(found.spans().size() + found.rejects().size()).as("byte " + at).isPositive();
    }
  }

  @Test
  void storage_failing_isNoFaultOfTheContent() throws IOException {
    byte[] file = written(OBSERVATIONS.formatted(3), Map.of());
    ObjectStore failing =
        new OneObject(file) {
          @Override
          public InputStream open(String uri, long from) throws IOException {
            if (from > 0) {
              throw new IOException("the bucket is gone");
            }
            return super.open(uri, from);
          }
        };
    assertThatThrownBy(() -> read(failing))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("the bucket is gone");
  }

  @Test
  void rows_afterACorruptGroup_endAtTheLast() {
    byte[] noFile = "PAR1 and no more".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    ParquetRows rows = new ParquetRows(new StoredInput(new OneObject(noFile), "o", noFile.length));
    assertThatThrownBy(rows::hasNext).isInstanceOf(CorruptTableException.class);
    assertThat(rows.hasNext()).isFalse();
  }
}

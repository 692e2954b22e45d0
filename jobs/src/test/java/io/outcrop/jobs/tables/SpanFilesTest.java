package io.outcrop.jobs.tables;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outcrop.facets.trace.Span;
import io.outcrop.jobs.embed.LocalSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpanFilesTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  @TempDir Path folder;
  private Warehouse warehouse;

  @BeforeEach
  void makeTable() {
    warehouse = new Warehouse(LocalSpark.session(), folder.toUri().toString());
    warehouse.create(SpansTable.TABLE);
  }

  @Test
  void spans_asFilesAndAsRows_areTheSameInTheTable() {
    List<Span> spans = new ArrayList<>();
    for (int seed = 1; seed < 6; seed++) {
      spans.add(SampleRecords.full(Span.class, seed));
      spans.add(SampleRecords.sparse(Span.class, 10 + seed).toBuilder().traceDate(DAY).build());
    }
    spans.add(of("odd").attribute("lone", "\ud800").inputText("").service("\u0000").build());
    spans.add(of("ancient").startTime(Instant.parse("0001-01-01T00:00:00.000001Z")).build());
    Dataset<Row> rows =
        LocalSpark.session()
            .createDataFrame(
                spans.stream().map(SpansTable.ROWS::toRow).toList(), SpansTable.TABLE.schema());

    try (SpanFiles files = files(64, 1 << 20, 1 << 20)) {
      spans.forEach(files::write);
      warehouse.appendFiles(SpansTable.TABLE, files.finish(), "as files");
    }

    assertThat(sorted(warehouse.read(SpansTable.TABLE))).isEqualTo(sorted(rows));
    assertThat(warehouse.hasCommit(SpansTable.TABLE, "as files", 0)).isTrue();
  }

  @Test
  void files_ofSpansWhoseDatesMix_areOneForEachDate() throws IOException {
    List<DataFile> written;
    try (SpanFiles files = files(2, 1 << 20, 1 << 20)) {
      for (int i = 0; i < 100; i++) {
        files.write(of("span " + i).traceDate(DAY.plusDays(i % 5)).build());
      }
      written = files.finish();
    }

    assertThat(written)
        .extracting(file -> file.partition().get("trace_date"))
        .containsExactlyInAnyOrder(
            "2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05");
    for (DataFile file : written) {
      assertThat(new ObjectMapper().readTree(file.statistics()).get("numRecords").asInt())
          .isEqualTo(20);
    }
  }

  @Test
  void files_beyondTheMemoryMeantForThem_areClosedEarly() {
    List<DataFile> written;
    try (SpanFiles files = files(2, 1 << 16, 1_000)) {
      for (int i = 0; i < 2_000; i++) {
        String text = Integer.toHexString(i * 0x9E3779B9).repeat(20);
        files.write(of("span " + i).inputText(text).traceDate(DAY.plusDays(i % 3)).build());
      }
      written = files.finish();
    }
    warehouse.appendFiles(SpansTable.TABLE, written, "many");

    assertThat(written.size()).isGreaterThan(3);
    assertThat(warehouse.read(SpansTable.TABLE).select("span_id").distinct().count())
        .isEqualTo(2_000);
  }

  @Test
  void files_thatCannotHoldWhatIsAskedFor_areLeftOut() {
    Instant noon = Instant.parse("2026-03-01T12:00:00.0005Z");
    try (SpanFiles files = files(64, 1 << 20, 1 << 20)) {
      files.write(of("a").startTime(noon).sourceObject("x".repeat(40)).build());
      files.write(of("b").startTime(noon.plusSeconds(1)).sourceObject("x".repeat(41)).build());
      warehouse.appendFiles(SpansTable.TABLE, files.finish(), "one file");
    }
    Dataset<Row> spans = warehouse.read(SpansTable.TABLE);

    assertThat(spans.where(col("source_object").equalTo("x".repeat(41))).count()).isEqualTo(1);
    assertThat(spans.where(col("start_time").equalTo(noon)).count()).isEqualTo(1);
    assertThat(filesAsked(spans, "source_object", "y")).isZero();
    assertThat(filesAsked(spans, "source_object", "x".repeat(33))).isOne();
    assertThat(filesAsked(spans, "span_id", "0")).isZero();
    assertThat(filesAsked(spans, "start_time", "2026-03-01T11:59:59Z")).isZero();
  }

  private static long filesAsked(Dataset<Row> spans, String column, String value) {
    return spans.where(col(column).equalTo(lit(value).cast(type(column)))).inputFiles().length;
  }

  private static String type(String column) {
    return column.equals("start_time") ? "timestamp" : "string";
  }

  @Test
  void statistics_ofLongTexts_areShortBounds() throws IOException {
    String greatest = Character.toString(Character.MAX_CODE_POINT);
    JsonNode statistics;
    try (SpanFiles files = files(64, 1 << 20, 1 << 20)) {
      files.write(of("a".repeat(50)).tenantId("é".repeat(32)).build());
      files.write(of("b".repeat(50)).tenantId("z").build());
      files.write(of("c".repeat(32) + greatest + "c").build());
      statistics = new ObjectMapper().readTree(files.finish().get(0).statistics());
    }

    assertThat(statistics.get("numRecords").asInt()).isEqualTo(3);
    assertThat(statistics.get("minValues").get("span_id").asText()).isEqualTo("a".repeat(32));
    assertThat(statistics.get("maxValues").get("span_id").asText())
        .isEqualTo("c".repeat(32) + greatest + greatest);
    assertThat(statistics.get("minValues").get("tenant_id").asText()).isEqualTo("z");
    assertThat(statistics.get("maxValues").get("tenant_id").asText()).isEqualTo("é".repeat(32));
    assertThat(statistics.get("nullCount").get("tenant_id").asInt()).isEqualTo(1);
    assertThat(statistics.get("minValues").has("session_id")).isFalse();
    assertThat(statistics.get("nullCount").get("session_id").asInt()).isEqualTo(3);
    assertThat(statistics.get("nullCount").has("input_text")).isFalse();
  }

  private SpanFiles files(int mostOpen, long mostBuffered, long mostWaiting) {
    return new SpanFiles(
        warehouse.path(SpansTable.TABLE), new Configuration(), mostOpen, mostBuffered, mostWaiting);
  }

  private static Span.Builder of(String spanId) {
    return Span.builder("trace", spanId).traceDate(DAY);
  }

  private static List<Map<String, Object>> sorted(Dataset<Row> rows) {
    return rows.sort("trace_id", "span_id").collectAsList().stream()
        .map(row -> Map.<String, Object>of("span", SpansTable.ROWS.fromRow(row)))
        .toList();
  }
}

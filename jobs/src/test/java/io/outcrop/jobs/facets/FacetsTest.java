package io.outcrop.jobs.facets;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.SpanStatus;
import io.outcrop.jobs.Nightly;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.tables.AgentSpansTable;
import io.outcrop.jobs.tables.SpansTable;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FacetsTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final OutcropConfig CONFIG = OutcropConfig.load(null, List.of());

  @TempDir Path root;
  private Warehouse warehouse;

  @BeforeEach
  void prepare() {
    warehouse = new Warehouse(LocalSpark.session(), root.toString());
  }

  private static Span span(String trace, String id, Instant start, String object) {
    return Span.builder(trace, id)
        .startTime(start)
        .endTime(start.plusSeconds(1))
        .sourceObject(object)
        .traceDate(LocalDate.ofInstant(start, ZoneOffset.UTC))
        .build();
  }

  private static Dataset<Row> rows(Span... spans) {
    return LocalSpark.session()
        .createDataFrame(
            Arrays.stream(spans).map(SpansTable.ROWS::toRow).toList(), SpansTable.TABLE.schema());
  }

  private void append(Span... spans) {
    warehouse.append(SpansTable.TABLE, rows(spans), "batch");
  }

  private Facets.Result facets(String... sets) {
    return new Nightly(warehouse, OutcropConfig.load(null, List.of(sets)), Clock.systemUTC())
        .facets();
  }

  private List<Row> traces() {
    return warehouse.read(TracesTable.TABLE).orderBy(TracesTable.TRACE_ID).collectAsList();
  }

  @Test
  void warehouse_withoutSpans_givesAnEmptyTable() {
    assertThat(facets()).isEqualTo(new Facets.Result(0, 0, -1, -1, 0, null));

    assertThat(warehouse.exists(TracesTable.TABLE)).isTrue();
  }

  @Test
  void span_late_updatesItsTraceAlone() {
    append(span("a", "1", NOON, "one"), span("b", "1", NOON, "one"));
    facets();
    Row other = traces().get(1);

    append(span("a", "2", NOON.plusSeconds(5), "two"));
    Facets.Result result = facets();

    assertThat(result.computed()).isEqualTo(1);
    assertThat(result.traces()).isEqualTo(2);
    assertThat(traces().get(0).<Integer>getAs("span_count")).isEqualTo(2);
    assertThat(traces().get(0).<Long>getAs("latency_ms")).isEqualTo(6000);
    assertThat(traces().get(1)).isEqualTo(other);
  }

  @Test
  void span_earlier_movesItsTraceToItsDate() {
    append(span("a", "2", NOON, "one"));
    facets();

    append(span("a", "1", NOON.minusSeconds(86_400), "two"));
    facets();

    assertThat(traces()).hasSize(1);
    assertThat(traces().get(0).<LocalDate>getAs(TracesTable.TRACE_DATE))
        .isEqualTo(LocalDate.of(2026, 3, 1));
  }

  @Test
  void spans_nothingNew_writeNothing() {
    append(span("a", "1", NOON, "one"));
    facets();
    long version = warehouse.version(TracesTable.TABLE);

    assertThat(facets().computed()).isZero();

    assertThat(warehouse.version(TracesTable.TABLE)).isEqualTo(version);
  }

  @Test
  void object_withoutItsSpans_takesItsTraceAway() {
    append(span("a", "1", NOON, "one"), span("b", "1", NOON, "one"), span("b", "2", NOON, "two"));
    facets();

    warehouse.replaceWhere(
        SpansTable.TABLE, rows(), SpansTable.SOURCE_OBJECT, List.of("one"), "batch 2");
    Facets.Result result = facets();

    assertThat(result.computed()).isEqualTo(2);
    assertThat(traces()).hasSize(1);
    assertThat(traces().get(0).<String>getAs(TracesTable.TRACE_ID)).isEqualTo("b");
    assertThat(traces().get(0).<Integer>getAs("span_count")).isEqualTo(1);
  }

  @Test
  void agents_ofAChangedTrace_haveTheirRowsReplaced() {
    append(agent("a", "1", null, "one"), agent("a", "2", "1", "two"), agent("b", "1", null, "one"));
    facets();
    List<String> before = agents();

    warehouse.replaceWhere(
        SpansTable.TABLE, rows(), SpansTable.SOURCE_OBJECT, List.of("two"), "batch 2");
    facets();
    List<String> without = agents();
    warehouse.replaceWhere(
        SpansTable.TABLE, rows(), SpansTable.SOURCE_OBJECT, List.of("one"), "batch 3");
    facets();

    assertThat(before).containsExactly("a 1 null", "a 2 1", "b 1 null");
    assertThat(without).containsExactly("a 1 null", "b 1 null");
    assertThat(agents()).isEmpty();
  }

  private static Span agent(String trace, String id, String parent, String object) {
    return span(trace, id, NOON.plusSeconds(Long.parseLong(id)), object).toBuilder()
        .parentSpanId(parent)
        .kind(SpanKind.AGENT)
        .agent("agent " + id)
        .build();
  }

  private List<String> agents() {
    return warehouse.read(AgentSpansTable.TABLE).collectAsList().stream()
        .map(
            row ->
                row.getAs("trace_id")
                    + " "
                    + row.getAs("span_id")
                    + " "
                    + row.getAs("parent_agent_span_id"))
        .sorted()
        .toList();
  }

  @Test
  void configuration_other_computesAllAnew() {
    append(span("a", "1", NOON, "one"), span("b", "1", NOON, "one"));
    facets();
    String before = traces().get(0).getAs(TracesTable.FACET_VERSION);

    Facets.Result result = facets("outcrop.facets.failing=[failed]");

    assertThat(result.computed()).isEqualTo(2);
    assertThat(traces())
        .hasSize(2)
        .allSatisfy(
            row -> assertThat(row.<String>getAs(TracesTable.FACET_VERSION)).isNotEqualTo(before));
  }

  @Test
  void phase_killedBeforeItWasEntered_comesToTheSame() {
    append(span("a", "1", NOON, "one"));
    facets();
    append(span("a", "2", NOON, "two"), span("b", "1", NOON, "two"));
    Facets.run(warehouse, new Facets.Options(CONFIG.facets()));
    List<Row> killed = traces();

    facets();

    assertThat(traces()).isEqualTo(killed).hasSize(2);
  }

  @Test
  void copies_ofASpan_foldWhateverTheirOrder() {
    Span unset = span("a", "1", NOON, "one");
    Span failed =
        Span.builder("a", "1")
            .startTime(NOON)
            .endTime(NOON.plusSeconds(9))
            .status(SpanStatus.ERROR)
            .sourceObject("two")
            .traceDate(LocalDate.of(2026, 3, 2))
            .build();

    List<Row> oneWay = Facets.facets(rows(unset, failed), 3, CONFIG.facets(), "v").collectAsList();
    List<Row> other = Facets.facets(rows(failed, unset), 3, CONFIG.facets(), "v").collectAsList();

    assertThat(oneWay).isEqualTo(other).hasSize(1);
    assertThat(oneWay.get(0).<Integer>getAs("span_count")).isEqualTo(1);
  }

  @Test
  void traces_inOtherPartitions_haveTheSameFacets() {
    Span[] spans = new Span[60];
    for (int i = 0; i < spans.length; i++) {
      spans[i] = span("trace-" + i % 20, "span-" + i, NOON.plusSeconds(i), "o" + i % 7);
    }
    Dataset<Row> rows = rows(spans);

    List<Row> one = sorted(rows.coalesce(1));
    List<Row> many = sorted(rows.orderBy(col(SpansTable.SPAN_ID).desc()).repartition(7));

    assertThat(one).hasSize(20).isEqualTo(many);
  }

  private static List<Row> sorted(Dataset<Row> spans) {
    return Facets.facets(spans, 3, CONFIG.facets(), "v")
        .orderBy(TracesTable.TRACE_ID)
        .collectAsList();
  }
}

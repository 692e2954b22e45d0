package io.outcrop.jobs.facets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.SpanStatus;
import io.outcrop.jobs.Nightly;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.tables.SessionsTable;
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
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  @TempDir Path root;

  private Warehouse warehouse(String name) {
    return new Warehouse(LocalSpark.session(), root.resolve(name).toString());
  }

  private static Span.Builder trace(String id, String session, String user, int minutes) {
    Instant start = NOON.plusSeconds(60L * minutes);
    return Span.builder(id, "1")
        .kind(SpanKind.LLM)
        .tenantId("acme")
        .userId(user)
        .sessionId(session)
        .startTime(start)
        .endTime(start.plusSeconds(2))
        .costUsd(0.25)
        .sourceObject(id)
        .traceDate(LocalDate.ofInstant(start, ZoneOffset.UTC));
  }

  private static void night(Warehouse warehouse, Span... spans) {
    warehouse.append(
        SpansTable.TABLE,
        LocalSpark.session()
            .createDataFrame(
                Arrays.stream(spans).map(SpansTable.ROWS::toRow).toList(),
                SpansTable.TABLE.schema()),
        "batch");
    facets(warehouse);
  }

  private static void facets(Warehouse warehouse) {
    new Nightly(warehouse, OutcropConfig.load(null, List.of()), Clock.systemUTC()).facets();
  }

  private static List<Row> sessions(Warehouse warehouse) {
    return warehouse
        .read(SessionsTable.TABLE)
        .orderBy(SessionsTable.SESSION_ID, SessionsTable.TENANT_ID)
        .collectAsList();
  }

  private static Map<String, Integer> numbers(Warehouse warehouse) {
    return warehouse.read(TracesTable.TABLE).collectAsList().stream()
        .filter(row -> row.getAs(TracesTable.SESSION_NUMBER) != null)
        .collect(
            Collectors.toMap(
                row -> row.getAs(TracesTable.TRACE_ID),
                row -> row.getAs(TracesTable.SESSION_NUMBER)));
  }

  @Test
  void session_isItsTracesInOrderOfStart() {
    Warehouse warehouse = warehouse("one");

    night(
        warehouse,
        trace("b", "s1", "jo", 5).status(SpanStatus.ERROR).build(),
        trace("a", "s1", "jo", 9).build(),
        trace("c", "s1", "jo", 1).costUsd(null).build(),
        trace("d", null, "jo", 2).build());

    assertThat(sessions(warehouse))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.<String>getAs("session_id")).isEqualTo("s1");
              assertThat(row.<String>getAs("tenant_id")).isEqualTo("acme");
              assertThat(row.<String>getAs("user_id")).isEqualTo("jo");
              assertThat(row.getList(row.fieldIndex("trace_ids")))
                  .isEqualTo(List.of("c", "b", "a"));
              assertThat(row.<Long>getAs("traces")).isEqualTo(3);
              assertThat(row.<Double>getAs("cost_usd")).isEqualTo(0.5);
              assertThat(row.<Long>getAs("failing_traces")).isEqualTo(1);
              assertThat(row.<Double>getAs("failing_share")).isEqualTo(1 / 3.0);
              assertThat(row.getList(row.fieldIndex("issues"))).contains("run_failed");
              assertThat(row.<Instant>getAs("first_time")).isEqualTo(NOON.plusSeconds(60));
              assertThat(row.<Instant>getAs("last_time")).isEqualTo(NOON.plusSeconds(542));
              assertThat(row.<Integer>getAs("session_number")).isEqualTo(1);
            });
    assertThat(numbers(warehouse)).isEqualTo(Map.of("a", 1, "b", 1, "c", 1));
  }

  @Test
  void nights_severalInAnyOrder_giveTheTablesOfOne() {
    Span[] spans = {
      trace("a", "s1", "jo", 30).build(),
      trace("b", "s2", "jo", 60).build(),
      trace("c", "s1", "jo", 10).build(),
      trace("d", "s3", "jo", 1).build(),
      trace("e", "s3", "al", 2).build(),
      trace("f", "s4", null, 3).build()
    };
    Warehouse once = warehouse("once");
    Warehouse often = warehouse("often");

    night(once, spans);
    night(often, spans[0], spans[1], spans[5]);
    night(often, spans[2], spans[3], spans[4]);

    assertThat(sessions(often)).isEqualTo(sessions(once)).hasSize(4);
    assertThat(numbers(often))
        .isEqualTo(numbers(once))
        .isEqualTo(Map.of("d", 1, "a", 2, "c", 2, "b", 3, "e", 1));
  }

  @Test
  void traces_thatMoveOrGo_leaveTheirSessions() {
    Warehouse warehouse = warehouse("moves");
    night(
        warehouse,
        trace("a", "s1", "jo", 30).build(),
        trace("b", "s1", "jo", 31).build(),
        trace("c", "s2", "al", 32).build());

    Span[] moved = {trace("a", "s9", "jo", 30).build()};
    warehouse.replaceWhere(
        SpansTable.TABLE,
        LocalSpark.session()
            .createDataFrame(
                Arrays.stream(moved).map(SpansTable.ROWS::toRow).toList(),
                SpansTable.TABLE.schema()),
        SpansTable.SOURCE_OBJECT,
        List.of("a", "c"),
        "batch 2");
    facets(warehouse);

    assertThat(sessions(warehouse))
        .extracting(row -> row.getAs("session_id"), row -> row.getAs("traces"))
        .containsExactly(tuple("s1", 1L), tuple("s9", 1L));
    assertThat(numbers(warehouse)).isEqualTo(Map.of("a", 1, "b", 2));
  }
}

package io.outcrop.jobs.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.FactsRow;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
  private static final LocalDate MARCH_1 = LocalDate.of(2026, 3, 1);
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-20T23:59:59Z"), ZoneOffset.ofHours(9));

  @TempDir static Path folder;
  private static Warehouse warehouse;

  /** Traces of 1, 10 and 20 March, and one from the future. */
  private static List<FactsRow> traces() {
    return List.of(
        FactsRow.of("a", MARCH_1, "t1"),
        FactsRow.of("b", MARCH_1.plusDays(9), "t1"),
        FactsRow.of("c", MARCH_1.plusDays(19), "t2"),
        FactsRow.of("d", MARCH_1.plusDays(400), "t2"));
  }

  @BeforeAll
  static void fill() {
    warehouse = warehouse("standing", traces());
  }

  private static Warehouse warehouse(String name, List<FactsRow> traces) {
    Warehouse made = new Warehouse(LocalSpark.session(), folder.resolve(name).toString());
    made.overwrite(
        TracesTable.TABLE,
        LocalSpark.session()
            .createDataFrame(
                traces.stream().map(FactsRow::toRow).toList(), TracesTable.TABLE.schema())
            .coalesce(1));
    return made;
  }

  private static Run run(Warehouse warehouse, Run.Window window, String... sets) {
    return Run.of(warehouse, OutcropConfig.load(null, List.of(sets)), window, CLOCK);
  }

  private static Run run(LocalDate date, LocalDate since, LocalDate until, String... sets) {
    return run(warehouse, new Run.Window(date, since, until), sets);
  }

  @Test
  void window_byDefault_endsWithTheLatestDateThatIsNotInTheFuture() {
    Run run = run(warehouse, Run.Window.LATEST);

    assertThat(run.windowEnd()).isEqualTo(MARCH_1.plusDays(19));
    assertThat(run.windowStart()).isEqualTo(MARCH_1.plusDays(19 - 29));
    assertThat(run.traces()).isEqualTo(3);
  }

  @Test
  void window_ofDays_countsItsLastDay() {
    assertThat(run(warehouse, Run.Window.LATEST, "outcrop.window.days=11").traces()).isEqualTo(2);
    assertThat(run(warehouse, Run.Window.LATEST, "outcrop.window.days=10").traces()).isEqualTo(1);
  }

  @Test
  void window_ofZeroDays_beginsWithTheEarliestTrace() {
    Run run = run(warehouse, Run.Window.LATEST, "outcrop.window.days=0");

    assertThat(run.windowStart()).isEqualTo(MARCH_1);
    assertThat(run.traces()).isEqualTo(3);
  }

  @Test
  void window_withDate_endsThere() {
    Run run = run(MARCH_1.plusDays(10), null, null, "outcrop.window.days=2");

    assertThat(run.windowStart()).isEqualTo(MARCH_1.plusDays(9));
    assertThat(run.windowEnd()).isEqualTo(MARCH_1.plusDays(10));
    assertThat(run.traces(warehouse).select(TracesTable.TRACE_ID).collectAsList())
        .singleElement()
        .satisfies(row -> assertThat(row.getString(0)).isEqualTo("b"));
  }

  @Test
  void window_withSinceAndUntil_holdsBothDays() {
    Run run = run(null, MARCH_1, MARCH_1.plusDays(9));

    assertThat(run.windowStart()).isEqualTo(MARCH_1);
    assertThat(run.windowEnd()).isEqualTo(MARCH_1.plusDays(9));
    assertThat(run.traces()).isEqualTo(2);
  }

  @Test
  void window_withoutTraces_endsToday() {
    Run run = run(warehouse("empty", List.of()), Run.Window.LATEST, "outcrop.window.days=0");

    assertThat(run.windowStart()).isEqualTo("2026-03-20");
    assertThat(run.windowEnd()).isEqualTo("2026-03-20");
    assertThat(run.traces()).isZero();
  }

  @Test
  void id_ofTheSameTracesInOtherOrderAndPlace_isTheSame() {
    List<FactsRow> reversed = new ArrayList<>(traces());
    Collections.reverse(reversed);

    assertThat(run(warehouse("reversed", reversed), Run.Window.LATEST).id())
        .isEqualTo(run(warehouse, Run.Window.LATEST).id());
  }

  @Test
  void id_ofAnotherConfiguration_differs() {
    assertThat(run(warehouse, Run.Window.LATEST, "outcrop.seed=8").id())
        .isNotEqualTo(run(warehouse, Run.Window.LATEST).id());
  }

  @Test
  void id_ofAnotherWindowOnTheSameTraces_differs() {
    assertThat(run(MARCH_1.plusDays(10), null, null).id())
        .isNotEqualTo(run(MARCH_1.plusDays(11), null, null).id());
  }

  @Test
  void id_ofAChangedTrace_differs() {
    List<FactsRow> changed = new ArrayList<>(traces());
    changed.set(0, changed.get(0).withInputHash(8));

    assertThat(run(warehouse("changed", changed), Run.Window.LATEST).id())
        .isNotEqualTo(run(warehouse, Run.Window.LATEST).id());
  }

  @Test
  void id_whenTracesOutsideTheWindowChange_isTheSame() {
    List<FactsRow> changed = new ArrayList<>(traces());
    changed.set(3, changed.get(3).withInputHash(8));

    assertThat(run(warehouse("outside", changed), Run.Window.LATEST).id())
        .isEqualTo(run(warehouse, Run.Window.LATEST).id());
  }
}

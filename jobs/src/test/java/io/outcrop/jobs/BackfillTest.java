package io.outcrop.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outcrop.jobs.Backfill.Step;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.ingest.DateRange;
import io.outcrop.jobs.tables.ObjectsTable;
import io.outcrop.jobs.tables.SpansTable;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackfillTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 30);
  private static final LocalDate LAST = LocalDate.of(2026, 3, 2);
  private static final DateRange DAYS = new DateRange(FIRST, LAST);

  @TempDir Path folder;

  private Warehouse warehouse() {
    return new Warehouse(LocalSpark.session(), folder.resolve("warehouse").toString());
  }

  private Nightly nightly(String... sets) {
    return new Nightly(warehouse(), OutcropConfig.load(null, List.of(sets)), Clock.systemUTC());
  }

  private void write(String name, int trace) {
    OtlpLines.write(folder.resolve("in").resolve(name), List.of(OtlpLines.root(trace, "t1")));
  }

  private Backfill.Options options(Step step) {
    return new Backfill.Options(List.of(folder.resolve("in").toString()), DAYS, step, true);
  }

  @Test
  void windows_ofMonths_beginWithTheMonth() {
    assertThat(Backfill.windows(DAYS, Step.MONTH))
        .containsExactly(
            new DateRange(FIRST, LocalDate.of(2026, 1, 31)),
            new DateRange(LocalDate.of(2026, 2, 1), LocalDate.of(2026, 2, 28)),
            new DateRange(LocalDate.of(2026, 3, 1), LAST));
  }

  @Test
  void windows_ofDaysAndWeeks_coverEveryDayOnce() {
    assertThat(Backfill.windows(DAYS, Step.DAY)).hasSize(32);
    assertThat(Backfill.windows(DAYS, Step.WEEK))
        .hasSize(5)
        .last()
        .isEqualTo(new DateRange(LocalDate.of(2026, 2, 27), LAST));
  }

  @Test
  void archive_isReadInItsWindowsAndOnlyOnce() {
    write("dt=2026-01-30/a.json", 1);
    write("dt=2026-02-10/b.json", 2);
    write("dt=2026-03-02/c.json", 3);
    write("dt=2025-06-01/before.json", 4);
    write("undated.json", 5);

    Backfill.Result result = Backfill.run(nightly(), options(Step.MONTH));

    assertThat(result.windows()).isEqualTo(3);
    assertThat(result.read()).isEqualTo(3);
    assertThat(result.ingest().objects()).isEqualTo(4);
    assertThat(result.night()).isEmpty();
    assertThat(warehouse().read(SpansTable.TABLE).count()).isEqualTo(4);
    assertThat(warehouse().read(TracesTable.TABLE).count()).isEqualTo(4);
    assertThat(warehouse().read(ObjectsTable.TABLE).select("run_id").distinct().count())
        .isEqualTo(3);

    write("dt=2026-02-11/late.json", 6);
    Backfill.Result again = Backfill.run(nightly(), options(Step.MONTH));

    assertThat(again.read()).isEqualTo(1);
    assertThat(again.ingest().objects()).isEqualTo(1);
    assertThat(again.ingest().standing()).isEqualTo(4);
    assertThat(again.facets().traces()).isEqualTo(5);
  }

  @Test
  void window_ofWhichTooMuchIsRejected_stopsItAndTheNextStartGoesOn() {
    OtlpLines.write(
        folder.resolve("in/dt=2026-02-10/bad.json"),
        List.of(OtlpLines.root(1, "t1"), "{broken", "{broken too"));
    write("dt=2026-03-01/good.json", 2);

    assertThatThrownBy(() -> Backfill.run(nightly(), options(Step.MONTH)))
        .isInstanceOf(StoppedError.class)
        .hasMessageStartingWith(
            "Stopped after ingest: 2 of 3 records that should have been spans were rejected"
                + " (66.7 %; at most 20.0 % are allowed).")
        .hasMessageContaining("by reason: {MALFORMED_JSON=2}; most of them in file:")
        .hasMessageContaining("bad.json (2 of 3)")
        .hasMessageContaining("outcrop.ingest.max-reject-share");
    assertThat(warehouse().read(SpansTable.TABLE).count()).isEqualTo(1);
    assertThat(warehouse().exists(TracesTable.TABLE)).isFalse();

    Backfill.Result again = Backfill.run(nightly(), options(Step.MONTH));

    assertThat(again.ingest().objects()).isEqualTo(1);
    assertThat(again.facets().traces()).isEqualTo(2);
  }

  @Test
  void share_ofOne_neverStops() {
    OtlpLines.write(folder.resolve("in/dt=2026-02-10/bad.json"), List.of("{broken"));

    Backfill.Result result =
        Backfill.run(nightly("outcrop.ingest.max-reject-share=1"), options(Step.MONTH));

    assertThat(result.ingest().rejects()).isEqualTo(1);
  }
}

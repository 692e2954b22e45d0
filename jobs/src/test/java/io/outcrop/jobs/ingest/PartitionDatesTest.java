package io.outcrop.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionDatesTest {
  private static DateRange range(String since, String until) {
    return new DateRange(
        since == null ? null : LocalDate.parse(since),
        until == null ? null : LocalDate.parse(until));
  }

  @ParameterizedTest
  @CsvSource({
    "traces/year=2026/month=11/day=02/hour=07/a.json, 2026-11-02, 2026-11-02",
    "traces/YEAR=2026/Month=1/DAY=2/a.json, 2026-01-02, 2026-01-02",
    "traces/year=2026/month=02/, 2026-02-01, 2026-02-28",
    "traces/year=2026/, 2026-01-01, 2026-12-31",
    "traces/y=2026/m=11/d=02/, 2026-11-02, 2026-11-02",
    "traces/2026/11/02/13/a.json, 2026-11-02, 2026-11-02",
    "traces/2026/11/, 2026-11-01, 2026-11-30",
    "traces/2026-11-02/a.json, 2026-11-02, 2026-11-02",
    "traces/2026_11_02/a.json, 2026-11-02, 2026-11-02",
    "traces/2026-11/a.json, 2026-11-01, 2026-11-30",
    "traces/20261102/a.json, 2026-11-02, 2026-11-02",
    "traces/2026110213/a.json, 2026-11-02, 2026-11-02",
    "traces/dt=2026-11-02/a.json, 2026-11-02, 2026-11-02",
    "traces/date=20261102/a.json, 2026-11-02, 2026-11-02",
    "traces/hour=2026-11-02-13/a.json, 2026-11-02, 2026-11-02",
    "traces/project/2026-11-02T10-00-00-000Z.jsonl, 2026-11-02, 2026-11-02",
    "traces/project/20261102T100000Z.jsonl.gz, 2026-11-02, 2026-11-02",
    "traces/2026-11-02.json.gz, 2026-11-02, 2026-11-02",
    "dt=2026-11-02/dt=2020-01-01/a.json, 2026-11-02, 2026-11-02"
  })
  void path_dated_tellsItsDays(String path, String first, String last) {
    assertThat(PartitionDates.told(path)).contains(range(first, last));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "traces/a.json",
        "",
        "traces/2026/a.json",
        "traces/2026/tenant/11/02",
        "traces/gpt-4o-2024-08-06/a.json",
        "traces/export-2026-11-02.json",
        "traces/2026-13-02/a.json",
        "traces/2026-02-30/a.json",
        "traces/2026-11-021/a.json",
        "traces/202611021/a.json",
        "traces/20261399/a.json",
        "traces/1970-01-01/a.json",
        "traces/2026-11-02abc/a.json",
        "traces/month=11/day=02/a.json",
        "traces/year=26/a.json",
        "traces/٢٠٢٦-11-02/a.json"
      })
  void path_undated_tellsNothingAndIsAlwaysLookedInto(String path) {
    assertThat(PartitionDates.told(path)).isEmpty();
    assertThat(new PartitionDates(range("2030-01-01", "2030-01-01"), 0, "traces").mayHold(path))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-09, 2, true",
    "2026-11-08, 2, false",
    "2026-11-20, 2, true",
    "2026-11-22, 2, true",
    "2026-11-23, 2, false",
    "2026-11-09, 0, false",
    "2026-11-10, 0, true",
    "2026-11-20, 0, true",
    "2026-11-21, 0, false",
    "2026-12-20, 30, true"
  })
  void day_atTheEdges_isLookedIntoWithinTheSlack(String day, int slack, boolean looked) {
    PartitionDates dates = new PartitionDates(range("2026-11-10", "2026-11-20"), slack, "traces");

    assertThat(dates.mayHold("traces/dt=" + day + "/a.json")).isEqualTo(looked);
  }

  @Test
  void folder_ofAYearOrMonth_isLookedIntoWhereAnyOfItsDaysIsWanted() {
    PartitionDates dates = new PartitionDates(range("2026-11-10", "2026-11-20"), 0, "traces");

    assertThat(dates.mayHold("traces/year=2026/")).isTrue();
    assertThat(dates.mayHold("traces/year=2025/")).isFalse();
    assertThat(dates.mayHold("traces/year=2026/month=11/")).isTrue();
    assertThat(dates.mayHold("traces/year=2026/month=12/")).isFalse();
  }

  @Test
  void range_openAtAnEnd_leavesOutTheOtherAlone() {
    PartitionDates from = new PartitionDates(range("2026-11-10", null), 0, "");
    PartitionDates to = new PartitionDates(range(null, "2026-11-10"), 0, "");

    assertThat(from.mayHold("dt=2026-11-09/")).isFalse();
    assertThat(from.mayHold("dt=2099-01-01/")).isTrue();
    assertThat(to.mayHold("dt=2000-01-01/")).isTrue();
    assertThat(to.mayHold("dt=2026-11-11/")).isFalse();
  }

  @Test
  void range_ofAllDays_leavesOutNothing() {
    PartitionDates all = new PartitionDates(DateRange.ALL, 2, "");

    assertThat(all.mayHold("dt=2026-11-09/")).isTrue();
  }

  @Test
  void dateInTheNamedAddress_leavesOutNothing() {
    PartitionDates dates =
        new PartitionDates(range("2026-11-10", "2026-11-20"), 0, "backup/2024-01-01");

    assertThat(dates.mayHold("backup/2024-01-01/a.json")).isTrue();
    assertThat(new PartitionDates(range("2026-11-10", null), 0, "year=2026").mayHold("year=2026/"))
        .isTrue();
    assertThat(
            new PartitionDates(range("2026-11-10", null), 0, "year=2026")
                .mayHold("year=2026/month=09/"))
        .isFalse();
  }

  @Test
  void range_reversed_isRefused() {
    assertThatThrownBy(() -> range("2026-11-10", "2026-11-09"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("since must be <= until, was 2026-11-10 > 2026-11-09");
  }
}

package io.outcrop.jobs.shifts;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.config.ShiftSettings;
import io.outcrop.jobs.shifts.Comparison.Days;
import io.outcrop.jobs.shifts.VersionChanges.Count;
import io.outcrop.jobs.shifts.VersionChanges.VersionChange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);
  private static final Workflow CHECKOUT = new Workflow(Workflow.Kind.AGENT, "checkout");

  private final List<Count> counts = new ArrayList<>();

  private static ShiftSettings settings(int windowDays, boolean match) {
    return new ShiftSettings(windowDays, 200, match, 0.01, 1, 200);
  }

  private void days(VersionChanges.Kind kind, String version, int days, IntToLongFunction traces) {
    for (int day = 0; day < days; day++) {
      if (traces.applyAsLong(day) > 0) {
        counts.add(
            new Count(CHECKOUT, kind, version, MONDAY.plusDays(day), traces.applyAsLong(day)));
      }
    }
  }

  private List<Comparison> plan(int windowDays, boolean match, int days, VersionChange... changes) {
    return Plan.of(
        settings(windowDays, match), MONDAY, MONDAY.plusDays(days - 1L), counts, List.of(changes));
  }

  @Test
  void window_isComparedWithTheDaysBefore() {
    days(null, null, 28, day -> 30);

    assertThat(plan(7, true, 28))
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.dayFrom()).isEqualTo(MONDAY.plusDays(21));
              assertThat(c.dayTo()).isEqualTo(MONDAY.plusDays(27));
              assertThat(c.baselineFrom()).isEqualTo(MONDAY);
              assertThat(c.baselineTo()).isEqualTo(MONDAY.plusDays(20));
              assertThat(c.days()).isEqualTo(Days.ALL);
            });
  }

  @Test
  void window_longAfterTheBeginning_isComparedWithinTheSeason() {
    days(null, null, 300, day -> 30);

    assertThat(plan(7, true, 300).get(0).baselineFrom()).isEqualTo(MONDAY.plusDays(300 - 35));
  }

  @Test
  void side_withFewerTracesThanAsked_isNotCompared() {
    days(null, null, 14, day -> day < 7 ? 28 : 100);
    assertThat(plan(7, true, 14)).isEmpty();
    counts.clear();
    days(null, null, 14, day -> day < 7 ? 100 : 28);
    assertThat(plan(7, true, 14)).isEmpty();
    counts.clear();
    days(null, null, 14, day -> day < 7 ? 29 : 100);
    assertThat(plan(7, true, 14)).hasSize(1);
  }

  @Test
  void weekdays_alone_areComparedWithWeekdays() {
    // Monday to Sunday before, Monday to Wednesday now.
    days(null, null, 10, day -> day < 7 ? 50 : 100);

    assertThat(plan(3, true, 10))
        .singleElement()
        .extracting(Comparison::days)
        .isEqualTo(Days.WEEKDAYS);
    assertThat(plan(3, false, 10)).singleElement().extracting(Comparison::days).isEqualTo(Days.ALL);
  }

  @Test
  void weekend_withoutOneBefore_isNotCompared() {
    days(null, null, 7, day -> 300);

    assertThat(plan(2, true, 7)).isEmpty();
    assertThat(plan(2, false, 7)).hasSize(1);
  }

  @Test
  void version_besideTheOneBefore_isComparedOnTheSameDays() {
    days(null, null, 14, day -> 100);
    days(VersionChanges.Kind.MODEL, "two", 14, day -> day < 7 ? 0 : 60);
    days(VersionChanges.Kind.MODEL, "one", 14, day -> day < 7 ? 100 : 40);
    VersionChange change =
        new VersionChange(
            VersionChanges.Kind.MODEL, CHECKOUT, "two", MONDAY.plusDays(7), true, "one");

    List<Comparison> plan = plan(7, true, 14, change);

    assertThat(plan)
        .extracting(Comparison::kind)
        .containsExactly(Comparison.Kind.MODEL, Comparison.Kind.WINDOW);
    assertThat(plan.get(0).baselineFrom()).isEqualTo(MONDAY.plusDays(7));
    assertThat(plan.get(0).baselineTo()).isEqualTo(MONDAY.plusDays(13));
  }

  @Test
  void version_afterTheOneBefore_isComparedWithTheDaysBefore() {
    days(null, null, 14, day -> 100);
    days(VersionChanges.Kind.MODEL, "two", 14, day -> day < 7 ? 0 : 100);
    days(VersionChanges.Kind.MODEL, "one", 14, day -> day < 7 ? 100 : 0);
    VersionChange change =
        new VersionChange(
            VersionChanges.Kind.MODEL, CHECKOUT, "two", MONDAY.plusDays(7), true, "one");

    assertThat(plan(7, true, 14, change).get(0).baselineFrom()).isEqualTo(MONDAY);
  }
}

package io.outcrop.jobs.shifts;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.shifts.VersionChanges.Count;
import io.outcrop.jobs.shifts.VersionChanges.Kind;
import io.outcrop.jobs.shifts.VersionChanges.VersionChange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class VersionChangesTest {
  private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);
  private static final Workflow CHECKOUT = new Workflow(Workflow.Kind.AGENT, "checkout");
  private static final Workflow SEARCH = new Workflow(Workflow.Kind.AGENT, "search");

  private final List<Count> counts = new ArrayList<>();

  private void all(Workflow workflow, long traces) {
    days(workflow, null, null, day -> traces);
  }

  private void days(Workflow workflow, Kind kind, String version, IntToLongFunction traces) {
    for (int day = 0; day < 14; day++) {
      if (traces.applyAsLong(day) > 0) {
        counts.add(
            new Count(workflow, kind, version, MONDAY.plusDays(day), traces.applyAsLong(day)));
      }
    }
  }

  private List<VersionChange> changes() {
    return new VersionChanges(0.01).of(counts);
  }

  @Test
  void version_thatAppears_replacesTheOneThatFallsMost() {
    all(CHECKOUT, 100);
    days(CHECKOUT, Kind.MODEL, "one", day -> day < 9 ? 80 : 10);
    days(CHECKOUT, Kind.MODEL, "side", day -> 20);
    days(CHECKOUT, Kind.MODEL, "two", day -> day < 9 ? 0 : 70);
    // It is used beside them all the time.
    days(CHECKOUT, Kind.MODEL, "embedding", day -> 100);

    assertThat(changes())
        .containsExactly(
            new VersionChange(Kind.MODEL, CHECKOUT, "two", MONDAY.plusDays(9), true, "one"));
  }

  @Test
  void version_whoseShareGrows_isOneWithoutBeingNew() {
    all(CHECKOUT, 200);
    days(CHECKOUT, Kind.PROMPT, "a", day -> day < 8 ? 190 : 60);
    days(CHECKOUT, Kind.PROMPT, "b", day -> day < 8 ? 10 : 140);

    assertThat(changes())
        .containsExactly(
            new VersionChange(Kind.PROMPT, CHECKOUT, "b", MONDAY.plusDays(8), false, "a"));
  }

  @Test
  void versions_thatShareTrafficSteadily_areNoChange() {
    all(CHECKOUT, 100);
    days(CHECKOUT, Kind.MODEL, "one", day -> 50 + day % 3);
    days(CHECKOUT, Kind.MODEL, "two", day -> 50 - day % 3);

    assertThat(changes()).isEmpty();
  }

  @Test
  void workflows_haveVersionsOfTheirOwn() {
    all(CHECKOUT, 100);
    all(SEARCH, 100);
    days(CHECKOUT, Kind.AGENT, "v1", day -> day < 10 ? 100 : 0);
    days(CHECKOUT, Kind.AGENT, "v2", day -> day < 10 ? 0 : 100);
    // Here it always ran.
    days(SEARCH, Kind.AGENT, "v2", day -> 100);

    assertThat(changes())
        .containsExactly(
            new VersionChange(Kind.AGENT, CHECKOUT, "v2", MONDAY.plusDays(10), true, "v1"));
  }

  @Test
  void version_thatComesWithoutAnyGoing_replacesNone() {
    all(CHECKOUT, 100);
    days(CHECKOUT, Kind.MODEL, "first", day -> day < 5 ? 0 : 100);

    assertThat(changes())
        .extracting(VersionChange::version, VersionChange::previous)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("first", null));
  }
}

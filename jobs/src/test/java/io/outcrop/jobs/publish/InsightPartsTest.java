package io.outcrop.jobs.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.tables.InsightsTable;
import io.outcrop.jobs.tables.InsightsTable.Change;
import io.outcrop.jobs.tables.InsightsTable.Evidence;
import io.outcrop.jobs.tables.InsightsTable.Impact;
import io.outcrop.jobs.tables.InsightsTable.Insight;
import io.outcrop.jobs.tables.InsightsTable.Related;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is told of parts of the traces in an insight needs the minimums behind that part. */
class InsightPartsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
  private static final Minimum MINIMUM = new Minimum(5, 20);

  private static Evidence peers(double share, long traces, long tenants) {
    return new Evidence("loop", "true", 0.9, share, 9, 0.001, "same task", traces, tenants);
  }

  private static Change change(String version, long with, long tenants) {
    return new Change("model version", version, DAY, 0.5, with, tenants, 0.1, 400, 0.001);
  }

  private static Insight told(
      Minimum parts, List<Evidence> evidence, List<Change> changes, List<Related> related) {
    Insight insight =
        new Insight(
            "r",
            "i",
            1,
            "trace",
            "task",
            "all",
            0,
            "c",
            "headline",
            "pattern",
            "why",
            evidence,
            "bad",
            "P1",
            null,
            null,
            null,
            "look",
            100,
            9,
            0.1,
            0.1,
            List.of(),
            Impact.UNKNOWN,
            "new",
            DAY,
            null,
            changes,
            related,
            null,
            null);
    RowGate gate =
        new RowGate(
            new TextGate(Map.of(), 5, new KnownNames(Set.of()), TextAuditor.NONE),
            parts,
            (column, text) -> {});
    return InsightsTable.ROWS.fromRow(
        gate.apply(
            InsightsTable.ROWS.toRow(insight),
            InsightsTable.ROWS.schema(),
            TableRules.INSIGHTS,
            new Standing(MINIMUM, 100, 900, 110, 5, 0.1, DAY, Set.of())));
  }

  @Test
  void peers_areToldInBucketsAndTheirShareAgainstThem() {
    Evidence told =
        told(MINIMUM, List.of(peers(0.05, 60, 7)), List.of(), List.of()).evidence().get(0);
    assertThat(told.outsideTraces()).isEqualTo(70);
    assertThat(told.outsideTenants()).isEqualTo(5);
    // Three of sixty are too few to be told but by the quarter.
    assertThat(told.outside()).isEqualTo(0.125);
    assertThat(told.contrast()).isEqualTo("same task");
  }

  @Test
  void peers_thatAreFewOrOfFewTenants_areNotTold() {
    assertThat(
            told(
                    MINIMUM,
                    List.of(peers(0.5, 19, 7), peers(0.5, 60, 4), peers(0.5, 60, 5)),
                    List.of(),
                    List.of())
                .evidence())
        .hasSize(1);
    assertThat(
            told(new Minimum(10, 100), List.of(peers(0.5, 60, 7)), List.of(), List.of()).evidence())
        .as("a tenant may demand more of whatever it is in")
        .isEmpty();
  }

  @Test
  void change_isToldWithoutANameThatLacksCompany() {
    List<Change> told =
        told(
                MINIMUM,
                List.of(),
                List.of(change("zephyr", 60, 6), change("model", 60, 6), change("model", 60, 2)),
                List.of())
            .changes();
    assertThat(told).extracting(Change::version).containsExactly("", "model");
    assertThat(told.get(0).since()).isEqualTo(DAY);
  }

  @Test
  void related_ofFewTracesInBoth_isNotTold() {
    assertThat(
            told(
                    MINIMUM,
                    List.of(),
                    List.of(),
                    List.of(
                        new Related("failure", "f-1", 0.6, 60, 6),
                        new Related("behavior", "b-1", 0.19, 19, 6),
                        new Related("behavior", "b-2", 0.4, 40, 4)))
                .related())
        .extracting(Related::clusterId)
        .containsExactly("f-1");
  }
}

package io.outcrop.jobs.shifts;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.embed.FactsTable;
import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.publish.Publish;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.runs.Runs;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.AssignmentsTable.Assignment;
import io.outcrop.jobs.tables.ShiftsTable;
import io.outcrop.jobs.tables.ShiftsTable.Change;
import io.outcrop.jobs.tables.ShiftsTable.Shift;
import io.outcrop.jobs.tables.SqlNames;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import io.outcrop.jobs.tables.WithheldTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four weeks of four agents: one gets a model that claims calls, one is steady, and two have few
 * tenants in the last week, or before.
 */
class ShiftsTest {
  private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);
  private static final int NEW_MODEL = 18;

  @TempDir static Path root;
  private static Warehouse warehouse;
  private static Run run;
  private static List<Shift> candidates;
  private static List<Shift> published;

  private static final FactsTable TRACES = new FactsTable();
  private static final List<Assignment> ASSIGNMENTS = new ArrayList<>();
  private static int traces;

  @BeforeAll
  static void runOnce() {
    Random random = new Random(4);
    for (int day = 0; day < 28; day++) {
      for (int i = 0; i < 30; i++) {
        boolean now = day >= NEW_MODEL;
        trace(random, "checkout", day, now ? "two-2026-03" : "one", i % 8, now ? 0.15 : 0.02);
        trace(random, "steady", day, "one", i % 8, 0.05);
        trace(random, "late-few", day, "one", i % (day < 21 ? 8 : 4), 0.05);
        trace(random, "early-few", day, "one", i % (day < 21 ? 4 : 8), 0.05);
      }
    }
    warehouse = new Warehouse(LocalSpark.session(), root.toString());
    warehouse.overwrite(TracesTable.TABLE, TRACES.in(LocalSpark.session()));
    run =
        Run.of(
            warehouse, OutcropConfig.load(null, List.of()), Run.Window.LATEST, Clock.systemUTC());
    warehouse.replaceRun(
        AssignmentsTable.TABLE,
        LocalSpark.session()
            .createDataFrame(
                ASSIGNMENTS.stream().map(AssignmentsTable.ROWS::toRow).toList(),
                AssignmentsTable.TABLE.schema()),
        run.id());
    Shifts.run(warehouse, run);
    Publish.run(warehouse, run);
    candidates = rows(ShiftsTable.FACTS);
    published = rows(ShiftsTable.INSIGHTS);
  }

  private static void trace(
      Random random, String agent, int day, String model, int tenant, double claims) {
    Map<String, Object> facets = new HashMap<>();
    boolean claimed = random.nextDouble() < claims;
    facets.put("trace_date", MONDAY.plusDays(day));
    facets.put("agent", agent);
    facets.put("model_versions", new String[] {"embedder", model});
    facets.put("tenant_id", "tenant-" + tenant);
    facets.put("tenants", 1);
    facets.put("tool_call_count", 1 + random.nextInt(4));
    facets.put("latency_ms", (long) random.nextInt(20_000));
    facets.put("evaluations", Map.of("accuracy", random.nextInt(5) / 4.0));
    if (claimed) {
      facets.put("phantom_tools", new String[] {"send_parcel"});
    }
    String id = "t" + traces++;
    TRACES.add(id, facets);
    String leaf = claimed ? "claims" : "fine";
    ASSIGNMENTS.add(
        new Assignment("r", "trace", "failure", "all", id, leaf, leaf, "top", 0.1, false));
  }

  private static List<Shift> rows(Table table) {
    return warehouse.read(table, run.id()).orderBy(ShiftsTable.RANK).collectAsList().stream()
        .map(ShiftsTable.ROWS::fromRow)
        .toList();
  }

  private static Change change(Shift shift, String facet) {
    return shift.changes().stream()
        .filter(c -> c.facet().equals(facet))
        .findFirst()
        .orElseThrow(() -> new AssertionError(facet + " is not in " + shift.changes()));
  }

  @Test
  void model_thatBeginsToClaimCalls_isNamedFirst() {
    Shift worst = candidates.get(0);

    assertThat(worst.kind()).isEqualTo("model");
    assertThat(worst.workflow()).isEqualTo("checkout");
    assertThat(worst.version()).isEqualTo("two-2026-03");
    assertThat(worst.previous()).isEqualTo("one");
    assertThat(worst.dayFrom()).isEqualTo(MONDAY.plusDays(NEW_MODEL));
    assertThat(worst.traces()).isEqualTo(300);
    assertThat(worst.baselineTraces()).isEqualTo(540);
    Change claims = change(worst, "phantom_tools");
    assertThat(claims.shifted()).isTrue();
    assertThat(claims.points()).isBetween(9.0, 18.0);
    assertThat(claims.divergence()).isGreaterThan(claims.null95());
    // Its clusters shift with it, and the tool that is claimed.
    assertThat(change(worst, "clusters.failure").shifted()).isTrue();
    assertThat(worst.changes().stream().filter(Change::shifted))
        .extracting(Change::facet)
        .containsOnly("phantom_tools", "phantom_tool", "clusters.failure");
    assertThat(change(worst, "evaluations").mean()).isBetween(0.4, 0.6);
  }

  @Test
  void agents_thatAreSteady_tellNothing() {
    assertThat(candidates.stream().filter(s -> !s.workflow().equals("checkout")))
        .hasSize(3)
        .allSatisfy(
            shift -> {
              assertThat(shift.kind()).isEqualTo("window");
              assertThat(shift.shifted()).isZero();
              assertThat(shift.tested()).isGreaterThan(4);
              assertThat(shift.sentence()).contains("none of").contains("shifted");
            });
  }

  @Test
  void shift_withEnoughTenantsOnBothSides_isPublishedInCoarseFigures() {
    Shift told = published.get(0);

    assertThat(told.sentence())
        .matches(
            "Since model two-2026-03 of \\d+ March, in place of one, within agent checkout:"
                + " claimed-but-never-made \\+\\d+(\\.\\d)? points, evals and latency unchanged\\.");
    // Eight tenants and 300 traces, 540 before: in steps of five, and in the middle of twenties.
    assertThat(told.tenants()).isEqualTo(5);
    assertThat(told.traces()).isEqualTo(310);
    assertThat(told.baselineTraces()).isEqualTo(550);
    assertThat(told.baselineTenants()).isEqualTo(5);
    // The first trace's day would tell of one.
    assertThat(told.dayFrom()).isEqualTo(MONDAY.plusDays(NEW_MODEL));
    Change claims = change(told, "phantom_tools");
    // Of 300 in steps of six; of 540 fewer than 20 had it, told as ten of them.
    assertThat(claims.share()).isEqualTo(Math.rint(claims.share() * 50) / 50);
    assertThat(claims.baselineShare()).isEqualTo(Math.rint(1e4 * 10 / 550) / 1e4);
    assertThat(claims.points())
        .isCloseTo(
            100 * (claims.share() - claims.baselineShare()),
            org.assertj.core.api.Assertions.within(1e-4));
    // One tenant's traces alone might know it.
    Change eval = change(told, "evaluations");
    assertThat(eval.value()).isEqualTo("accuracy");
    assertThat(eval.mean()).isNull();
    assertThat(eval.percent()).isNull();
    assertThat(change(told, "latency_ms").mean()).isEqualTo(10_000);
    // Neither does any trace's text hold the tool's name, nor is the cluster published.
    assertThat(told.changes())
        .extracting(Change::facet)
        .doesNotContain("phantom_tool", "clusters.failure");
  }

  @Test
  void shift_withTooFewTenantsOnEitherSide_isWithheld() {
    assertThat(published)
        .extracting(Shift::workflow)
        .containsOnly("checkout", "steady")
        .doesNotContain("late-few", "early-few");
    assertThat(published).extracting(Shift::rank).containsExactly(1, 2, 3);
    List<String> reasons =
        warehouse
            .read(WithheldTable.TABLE, run.id())
            .where(col(WithheldTable.TABLE_NAME).equalTo("shifts"))
            .collectAsList()
            .stream()
            .map(WithheldTable.ROWS::fromRow)
            .map(w -> w.rule() + ": " + w.detail())
            .toList();
    assertThat(reasons)
        .containsExactlyInAnyOrder(
            "min-tenants: a side covers 4 of 5 tenants and 210 of 20 traces",
            "min-tenants: a side covers 4 of 5 tenants and 630 of 20 traces");
  }

  /** What the notebook asks has rows where nothing was compared, and tells what was. */
  @Test
  void notebook_asksOfTheseColumns() throws IOException {
    new Runs(warehouse, Clock.systemUTC()).complete(run);
    SqlNames names = new SqlNames(warehouse);
    List<Row> kinds = null;
    for (JsonNode cell :
        new ObjectMapper()
            .readTree(Path.of("../notebooks/what-changed.ipynb").toFile())
            .get("cells")) {
      StringBuilder source = new StringBuilder();
      cell.get("source").forEach(line -> source.append(line.asText()));
      if (source.indexOf("outcrop_insights.shifts") > 0) {
        String query = source.toString().replace("%sql\n", "");
        names.register(query);
        List<Row> rows = LocalSpark.session().sql(query).collectAsList();
        kinds = kinds == null ? rows : kinds;
      }
    }
    assertThat(kinds)
        .extracting(row -> row.getString(0) + " " + row.getLong(1) + " " + row.getLong(2))
        .containsExactly("model 1 1", "window 2 1", "agent 0 0", "prompt 0 0");
  }
}

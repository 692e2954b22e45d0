package io.outcrop.jobs.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.OtlpLines;
import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.system.OutcropProcess.Result;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.RunsTable;
import io.outcrop.jobs.tables.SqlNames;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmallInputsIT {
  private final Path folder = Nights.folder("small");

  private Result night(List<String> lines) {
    OtlpLines.write(folder.resolve("in/some.json"), lines);
    return Nights.run(folder.resolve("in"), folder.resolve("warehouse"), "--master", "local[2]");
  }

  private Warehouse warehouse() {
    return new Warehouse(LocalSpark.session(), folder.resolve("warehouse").toString());
  }

  @Test
  void documents_withoutTraces_endWithAWarning() {
    Result result = night(List.of("{\"hello\":\"world\"}", "[1,2,3]", "{\"items\":[]}"));

    assertThat(result.out()).contains("warning: the inputs hold no traces");
    assertThat(result.out()).contains("warning: there are no traces in the window");
    assertThat(warehouse().read(TracesTable.TABLE).isEmpty()).isTrue();
    assertThat(warehouse().read(ClustersTable.INSIGHTS).isEmpty()).isTrue();
    assertThat(warehouse().read(RunsTable.TABLE).head().<String>getAs(RunsTable.STATUS))
        .isEqualTo(RunsTable.COMPLETE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 50})
  void traces_few_makeValidTables(int traces) {
    Result result = night(DemoTraces.ofTraces(traces, Nights.lines()));

    Warehouse tables = warehouse();
    assertThat(tables.read(TracesTable.TABLE).count()).isEqualTo(traces);
    assertValid(tables, traces);
    assertThat(result.err()).contains("only " + traces + " traces: clusters of so few say little");
    if (traces < 20) {
      assertThat(result.out()).contains("warning: nothing was published");
      assertThat(tables.read(ClustersTable.INSIGHTS).isEmpty()).isTrue();
    }
  }

  /** Every trace has a leaf on the axes of all traces, each leaf its two parents, each its size. */
  private static void assertValid(Warehouse warehouse, int traces) {
    SqlNames names = new SqlNames(warehouse);
    names.register("outcrop_facts.assignments outcrop_facts.clusters");
    assertThat(
            warehouse
                .read(AssignmentsTable.TABLE)
                .groupBy(AssignmentsTable.AXIS)
                .count()
                .where("axis IN ('task', 'behavior')")
                .collectAsList())
        .hasSize(2)
        .allSatisfy(row -> assertThat(row.getLong(1)).isEqualTo(traces));
    assertNone(
        warehouse,
        """
        SELECT a.trace_id FROM outcrop_facts.assignments a
        LEFT JOIN outcrop_facts.clusters l ON l.cluster_id = a.leaf_id AND l.level = 0
        LEFT JOIN outcrop_facts.clusters m ON m.cluster_id = l.parent_id AND m.level = 1
        LEFT JOIN outcrop_facts.clusters t ON t.cluster_id = m.parent_id AND t.level = 2
        WHERE NOT (m.cluster_id <=> a.middle_id AND t.cluster_id <=> a.top_id)
           OR t.parent_id IS NOT NULL""");
    assertNone(
        warehouse,
        """
        SELECT c.cluster_id, c.traces, count(a.trace_id) FROM outcrop_facts.clusters c
        LEFT JOIN outcrop_facts.assignments a
          ON c.cluster_id IN (a.leaf_id, a.middle_id, a.top_id)
        GROUP BY c.cluster_id, c.traces
        HAVING c.traces <> count(a.trace_id) OR c.traces = 0""");
  }

  private static void assertNone(Warehouse warehouse, String query) {
    assertThat(warehouse.spark().sql(query).collectAsList()).isEmpty();
  }
}

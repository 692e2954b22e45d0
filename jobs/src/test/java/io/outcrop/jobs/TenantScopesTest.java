package io.outcrop.jobs;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.embed.Embed;
import io.outcrop.jobs.embed.FactsTable;
import io.outcrop.jobs.embed.LexicalEmbedder;
import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.RunsTable;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantScopesTest {
  private static final String HOSTILE = "../../x";
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  @TempDir Path folder;

  @Test
  void tenants_withEnoughTraces_getTablesOfTheirOwnTracesAlone() {
    Path root = folder.resolve("a/b/warehouse");
    Warehouse warehouse = new Warehouse(LocalSpark.session(), root.toString());
    FactsTable facts = new FactsTable();
    add(facts, HOSTILE, 60, false);
    add(facts, "people", 60, true);
    add(facts, "small", 20, false);
    facts.add("two", owned(null, 2, "u1", 0));
    warehouse.overwrite(TracesTable.TABLE, facts.in(LocalSpark.session()));
    OutcropConfig config =
        OutcropConfig.load(
            null,
            List.of(
                "outcrop.cluster.axes=[behavior]",
                "outcrop.tenants.min-traces=50",
                "outcrop.publish.opt-out=[\"people\"]"));
    Run all = Run.of(warehouse, config, Run.Window.LATEST, Clock.systemUTC());
    TenantScopes scopes =
        new TenantScopes(
            warehouse,
            config,
            Clock.systemUTC(),
            new LexicalEmbedder(Embed.options(config)),
            java.util.Optional.empty());

    assertThat(scopes.run(all)).isEqualTo(2);
    assertThat(scopes.run(all)).as("what is done is not done again").isZero();

    assertThat(root.resolve("tenants"))
        .isDirectoryContaining(p -> p.endsWith("~2e~2e~2f~2e~2e~2fx"));
    assertThat(folder.resolve("a/x")).doesNotExist();
    assertThat(warehouse.ofTenant("small").exists(RunsTable.TABLE)).isFalse();
    Warehouse hostile = warehouse.ofTenant(HOSTILE);
    assertThat(traceIds(hostile)).hasSize(60).allMatch(id -> id.startsWith(HOSTILE));
    Warehouse handed = new Warehouse(LocalSpark.session(), hostile.root());
    assertThat(handed.read(TracesTable.TABLE).count()).isEqualTo(60);
    // Without users twenty traces are enough; of three users none has company.
    assertThat(published(hostile)).isNotEmpty().allMatch(row -> row.<Long>getAs("traces") >= 20);
    assertThat(traceIds(warehouse.ofTenant("people"))).hasSize(60);
    assertThat(published(warehouse.ofTenant("people"))).isEmpty();

    warehouse.deleteTenant(HOSTILE);
    assertThat(Files.exists(Path.of(hostile.root().replaceFirst("^file:/*", "/")))).isFalse();
    assertThat(warehouse.read(TracesTable.TABLE).count()).isEqualTo(141);
  }

  private static void add(FactsTable facts, String tenant, int traces, boolean users) {
    for (int i = 0; i < traces; i++) {
      facts.add(tenant + "-" + i, owned(tenant, 1, users ? "u" + i % 3 : null, i));
    }
  }

  private static Map<String, Object> owned(String tenant, int tenants, String user, int i) {
    Map<String, Object> facets = new HashMap<>();
    facets.put("trace_date", DAY);
    facets.put("tenant_id", tenant);
    facets.put("tenants", tenants);
    facets.put("user_id", user);
    facets.put("input_hash", (long) i);
    facets.put("facet_version", "v");
    boolean loops = i % 2 == 0;
    facets.put("action_sequence", loops ? new String[] {"search", "search"} : new String[] {"ask"});
    facets.put("loop", loops);
    facets.put("failing", loops);
    facets.put("issues", loops ? new String[] {"loop"} : new String[0]);
    return facets;
  }

  private static List<String> traceIds(Warehouse warehouse) {
    return warehouse
        .read(AssignmentsTable.TABLE)
        .select(col(AssignmentsTable.TRACE_ID))
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private static List<Row> published(Warehouse warehouse) {
    return warehouse.read(ClustersTable.INSIGHTS).collectAsList();
  }
}

package io.outcrop.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.config.PublishSettings;
import io.outcrop.jobs.embed.Embedder;
import io.outcrop.jobs.llm.Models;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.tables.SessionsTable;
import io.outcrop.jobs.tables.TenantFolder;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The clustering and insights of single tenants, each in a folder of its own that may be handed to
 * that tenant: phases 3 to 8 over its own traces.
 *
 * <p>The boundary is the user where at least half of its traces name one; else rows need enough
 * traces alone. Traces that name two tenants are no one's.
 */
final class TenantScopes {
  private final Warehouse warehouse;
  private final OutcropConfig config;
  private final Clock clock;
  private final Embedder embedder;
  private final Optional<Models> models;

  /**
   * Tenants with enough traces.
   *
   * @param users whether most of its traces name their user
   */
  private record Tenant(String id, boolean users) {}

  TenantScopes(
      Warehouse warehouse,
      OutcropConfig config,
      Clock clock,
      Embedder embedder,
      Optional<Models> models) {
    this.warehouse = warehouse;
    this.config = config;
    this.clock = clock;
    this.embedder = embedder;
    this.models = models;
  }

  /** Does for each tenant what was not done yet for the window of a run; says for how many. */
  int run(Run all) {
    List<Tenant> tenants = config.tenants().own() ? tenants(all) : List.of();
    int built = 0;
    for (int i = 0; i < tenants.size(); i++) {
      Tenant tenant = tenants.get(i);
      Progress.note(
          String.format(
              Locale.ROOT,
              "tenant %d of %d, in %s/%s",
              i + 1,
              tenants.size(),
              TenantFolder.ROOT,
              TenantFolder.of(tenant.id())));
      if (build(tenant, new Run.Window(null, all.windowStart(), all.windowEnd()))) {
        built++;
      }
    }
    return built;
  }

  private boolean build(Tenant tenant, Run.Window window) {
    Warehouse own = warehouse.ofTenant(tenant.id());
    Nightly night =
        new Nightly(
            own,
            config.ofTenant(tenant.users() ? PublishSettings.USER : PublishSettings.TRACE),
            clock,
            embedder,
            models);
    if (night.isComplete(window)) {
      return false;
    }
    copyFacts(own);
    night.publish(null, null, window);
    return true;
  }

  /** Facets of the days that changed, so that a night does not write a month; and the sessions. */
  private static void copyFacts(Warehouse own) {
    Warehouse copy = new Warehouse(own.spark(), own.root());
    Dataset<Row> traces = own.read(TracesTable.TABLE);
    List<String> changed =
        byDay(traces, "now")
            .join(
                byDay(copy.read(TracesTable.TABLE), "then"),
                new String[] {TracesTable.TRACE_DATE},
                "full")
            .where(not(col("now").eqNullSafe(col("then"))))
            .select(col(TracesTable.TRACE_DATE).cast("string"))
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .sorted()
            .toList();
    if (!changed.isEmpty()) {
      own.replaceWhere(
          TracesTable.TABLE,
          traces.where(col(TracesTable.TRACE_DATE).cast("string").isin(changed.toArray())),
          TracesTable.TRACE_DATE,
          changed,
          TenantFolder.ROOT);
    }
    own.overwrite(SessionsTable.TABLE, own.read(SessionsTable.TABLE));
  }

  private static Dataset<Row> byDay(Dataset<Row> traces, String name) {
    return traces
        .groupBy(TracesTable.TRACE_DATE)
        .agg(
            expr("struct(count(1), bit_xor(xxhash64(trace_id, input_hash, facet_version, facet_source)))")
                .as(name));
  }

  private List<Tenant> tenants(Run all) {
    Dataset<Row> inWindow =
        warehouse
            .read(TracesTable.TABLE)
            .where(
                col(TracesTable.TRACE_DATE)
                    .between(lit(all.windowStart()), lit(all.windowEnd()))
                    .and(col(TracesTable.TENANT_ID).isNotNull())
                    .and(col("tenants").leq(1)));
    return inWindow
        .groupBy(TracesTable.TENANT_ID)
        .agg(count(lit(1)).as("traces"), count(when(col(TracesTable.USER_ID).isNotNull(), 1)))
        .where(col("traces").geq(config.tenants().minTraces()))
        .orderBy(TracesTable.TENANT_ID)
        .collectAsList()
        .stream()
        .map(row -> new Tenant(row.getString(0), 2 * row.getLong(2) >= row.getLong(1)))
        .toList();
  }
}

package io.outcrop.jobs.forget;

import static org.apache.spark.sql.functions.col;

import io.outcrop.jobs.Progress;
import io.outcrop.jobs.tables.SpansTable;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Removes a tenant from every zone of a warehouse, and keeps it out.
 *
 * <p>The tombstone comes first, so that a stop in between loses nothing: the same command again
 * does the rest, and until then no night brings the tenant back. Whoever calls holds the lock.
 */
public final class Forget {
  private final Warehouse warehouse;

  /**
   * What was removed.
   *
   * @param runs runs that had looked at a trace of the tenant
   */
  public record Result(long traces, long runs) {}

  public Forget(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** Deletes the tenant's rows; the files stay until {@link #removeThePast}. */
  public Result erase(String tenant, Instant now) {
    Tombstones.of(warehouse, System.getenv(Tombstones.VARIABLE)).add(tenant, now);
    warehouse.deleteTenant(tenant);
    Erasure erasure = new Erasure(warehouse, List.of(tenant));
    // What was derived is told by the facets and spans, so it goes first.
    long runs = erasure.eraseDerived();
    return new Result(erasure.eraseRaw(), runs);
  }

  /**
   * Removes files and entries of logs that hold what was deleted. Facets have to be up to date,
   * since they read what changed from the past.
   */
  public void removeThePast() {
    History history = new History(warehouse);
    history.vacuum();
    history.cutLogs();
  }

  /**
   * Deletes traces of forgotten tenants that were read again, before anything is derived from them.
   *
   * @return how many
   */
  public static long keepOut(Warehouse warehouse) {
    if (!Tombstones.areIn(warehouse)) {
      return 0;
    }
    List<String> present =
        warehouse
            .read(SpansTable.TABLE)
            .select(TracesTable.TENANT_ID)
            .where(col(TracesTable.TENANT_ID).isNotNull())
            .distinct()
            .collectAsList()
            .stream()
            .map((Row row) -> row.getString(0))
            .toList();
    List<String> forgotten =
        Tombstones.of(warehouse, System.getenv(Tombstones.VARIABLE)).among(present);
    if (forgotten.isEmpty()) {
      return 0;
    }
    long traces = new Erasure(warehouse, forgotten).eraseRaw();
    Progress.note("%d traces of forgotten tenants were left out".formatted(traces));
    return traces;
  }

  /** Removes the files of left-out traces, once facets have seen that they are gone. */
  public static void removeLeftOut(Warehouse warehouse) {
    if (Tombstones.areIn(warehouse)) {
      History history = new History(warehouse);
      history.vacuum(SpansTable.TABLE);
      history.cutLog(SpansTable.TABLE);
    }
  }
}

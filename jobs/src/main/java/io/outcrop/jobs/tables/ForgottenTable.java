package io.outcrop.jobs.tables;

import java.time.Instant;

/** {@code ops.forgotten}: tombstones of tenants that were removed and must not come back. */
public final class ForgottenTable {
  public static final String TOMBSTONE = "tombstone";

  /**
   * One tenant that was removed.
   *
   * @param tombstone keyed hash of its id: it cannot be told without the key
   * @param forgottenAt when it was removed
   */
  public record Forgotten(String tombstone, Instant forgottenAt) {}

  public static final RecordRows<Forgotten> ROWS = RecordRows.of(Forgotten.class);
  public static final Table TABLE = Table.lasting(Zone.OPS, "forgotten", ROWS.schema());

  private ForgottenTable() {}
}

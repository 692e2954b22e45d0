package io.outcrop.jobs.tables;

/** {@code ops.withheld}: what the gate kept back, and by which rule. */
public final class WithheldTable {
  public static final String RULE = "rule";
  public static final String TABLE_NAME = "table_name";

  /**
   * One row that was not published.
   *
   * @param tableName the table of {@code insights} that it would have stood in
   * @param rowId the cluster's or insight's id
   * @param rule the rule that it failed
   * @param detail what the rule asks and what was there
   */
  public record Withheld(
      String runId, String tableName, String rowId, String rule, String detail) {}

  public static final RecordRows<Withheld> ROWS = RecordRows.of(Withheld.class);
  public static final Table TABLE =
      new Table(
          Zone.OPS,
          "withheld",
          ROWS.schema(),
          java.util.List.of(Table.RUN_ID),
          true,
          java.util.Map.of());

  private WithheldTable() {}
}

package io.outcrop.jobs.tables;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;

/**
 * Gives the tables of a warehouse their names in SQL, as views of the session.
 *
 * <p>Of a table whose rows belong to runs, {@code outcrop_<zone>.<table>} shows the latest complete
 * run, by the end of its window and then by when it completed; {@code <table>_history} shows all
 * complete runs.
 */
public final class SqlNames {
  /** Every table of the warehouse. */
  public static final List<Table> TABLES =
      List.of(
          SpansTable.TABLE,
          RejectsTable.TABLE,
          ObjectsTable.TABLE,
          OutcomesTable.TABLE,
          TracesTable.TABLE,
          AgentSpansTable.TABLE,
          LlmCacheTable.TABLE,
          LlmBatchesTable.TABLE,
          SessionsTable.TABLE,
          EmbeddingsTable.TABLE,
          EmbeddingCacheTable.TABLE,
          LexicalModelsTable.TABLE,
          AssignmentsTable.TABLE,
          TraceContextTable.TABLE,
          TrackedTracesTable.TABLE,
          ClustersTable.FACTS,
          HierarchiesTable.TABLE,
          CentresTable.TABLE,
          LineageTable.TABLE,
          OutliersTable.TABLE,
          RareFailuresTable.TABLE,
          InsightsTable.FACTS,
          EvalCasesTable.FACTS,
          TrendsTable.FACTS,
          ShiftsTable.FACTS,
          ClustersTable.INSIGHTS,
          InsightsTable.INSIGHTS,
          MapCellsTable.INSIGHTS,
          EvalCasesTable.INSIGHTS,
          TrendsTable.INSIGHTS,
          ShiftsTable.INSIGHTS,
          ForgottenTable.TABLE,
          RunsTable.TABLE,
          StagesTable.TABLE,
          CostsTable.TABLE,
          TrackedTable.TABLE,
          TrackedSeriesTable.TABLE,
          ReviewsTable.TABLE,
          WithheldTable.TABLE);

  private static final String HISTORY = "_history";
  private static final Pattern LISTING = Pattern.compile("\\b(show|use)\\b");

  private final Warehouse warehouse;

  public SqlNames(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** Makes the names that a query uses, or all where it lists tables. */
  public void register(String query) {
    String text = query.toLowerCase(Locale.ROOT).replace("`", "");
    boolean all = LISTING.matcher(text).find();
    SparkSession spark = warehouse.spark();
    for (Zone zone : Zone.values()) {
      spark.sql("CREATE DATABASE IF NOT EXISTS " + zone.sqlName());
    }
    for (Table table : TABLES) {
      if (all || names(text, table.sqlName())) {
        view(table.sqlName(), table.perRun() ? latest(table) : everything(table));
      }
      if (table.perRun() && (all || names(text, table.sqlName() + HISTORY))) {
        view(table.sqlName() + HISTORY, complete(table));
      }
    }
  }

  private static boolean names(String text, String name) {
    Matcher matcher = Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(text);
    return matcher.find();
  }

  private void view(String name, String query) {
    warehouse.spark().sql("CREATE OR REPLACE VIEW " + name + " AS " + query);
  }

  private String everything(Table table) {
    return warehouse.exists(table)
        ? "SELECT * FROM " + path(table)
        : "SELECT " + nulls(table) + " WHERE 1 = 0";
  }

  private String complete(Table table) {
    return "SELECT t.* FROM ("
        + everything(table)
        + ") t LEFT SEMI JOIN ("
        + completeRuns()
        + ") r ON t.run_id = r.run_id";
  }

  private String latest(Table table) {
    return "SELECT t.* FROM ("
        + everything(table)
        + ") t WHERE t.run_id = (SELECT max_by(run_id, struct(window_end, completed_at, run_id))"
        + " FROM ("
        + completeRuns()
        + "))";
  }

  private String completeRuns() {
    return "SELECT * FROM (" + everything(RunsTable.TABLE) + ") WHERE status = 'complete'";
  }

  private static String nulls(Table table) {
    return java.util.Arrays.stream(table.schema().fields())
        .map(f -> "CAST(NULL AS " + f.dataType().sql() + ") AS `" + f.name() + "`")
        .collect(java.util.stream.Collectors.joining(", "));
  }

  private String path(Table table) {
    return "delta.`" + warehouse.path(table).replace("`", "``") + "`";
  }
}

package io.outcrop.jobs.system;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.tables.CostsTable;
import io.outcrop.jobs.tables.EmbeddingCacheTable;
import io.outcrop.jobs.tables.ForgottenTable;
import io.outcrop.jobs.tables.LlmBatchesTable;
import io.outcrop.jobs.tables.LlmCacheTable;
import io.outcrop.jobs.tables.OutcomesTable;
import io.outcrop.jobs.tables.ReviewsTable;
import io.outcrop.jobs.tables.SqlNames;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.TrackedSeriesTable;
import io.outcrop.jobs.tables.TrackedTable;
import io.outcrop.jobs.tables.TrackedTracesTable;
import io.outcrop.jobs.tables.Warehouse;
import io.outcrop.jobs.tables.Zone;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Encoders;

/**
 * All tables of a warehouse as sorted lines of JSON, without what tells only when and from which
 * files they were made.
 */
final class TableTexts {
  private static final Set<String> OF_FILES =
      Set.of("source_object", "uri", "etag", "modified", "position");

  /** What a phase did in one start depends on what an earlier, killed one had done. */
  private static final Set<String> OF_TIMES =
      Set.of("started_at", "completed_at", "seconds", "configuration", "detail", "input_version");

  private static final int SHOWN = 1000;

  private TableTexts() {}

  /** Reads them now, so that a later change of the warehouse shows. */
  static Map<String, List<String>> of(Path root) {
    Warehouse warehouse = new Warehouse(LocalSpark.session(), root.toString());
    Map<String, List<String>> texts = new TreeMap<>();
    for (Table table : SqlNames.TABLES) {
      // Made with the first side file of outcomes, question to a model or a server of embeddings,
      // tenant to forget.
      boolean optional =
          Set.of(
                  OutcomesTable.TABLE,
                  LlmCacheTable.TABLE,
                  LlmBatchesTable.TABLE,
                  CostsTable.TABLE,
                  EmbeddingCacheTable.TABLE,
                  ForgottenTable.TABLE,
                  // Made with the first pattern that is tracked or reviewed.
                  TrackedTable.TABLE,
                  TrackedTracesTable.TABLE,
                  TrackedSeriesTable.TABLE,
                  ReviewsTable.TABLE)
              .contains(table);
      assertThat(optional || warehouse.exists(table))
          .as("%s in %s", table.sqlName(), root)
          .isTrue();
      List<String> lines =
          new ArrayList<>(
              warehouse
                  .read(table)
                  .select(to_json(struct(told(table))))
                  .as(Encoders.STRING())
                  .collectAsList());
      lines.sort(null);
      texts.put(table.sqlName(), lines);
    }
    return texts;
  }

  private static Column[] told(Table table) {
    return Arrays.stream(table.schema().fieldNames())
        .filter(name -> !OF_FILES.contains(name) && !OF_TIMES.contains(name))
        // In this zone it is the batch, and that depends on the files.
        .filter(name -> table.zone() != Zone.TELEMETRY || !name.equals(Table.RUN_ID))
        .map(name -> col("`" + name + "`"))
        .toArray(Column[]::new);
  }

  static void assertSame(
      Map<String, List<String>> actual, Map<String, List<String>> expected, String... tablesBut) {
    for (var table : expected.entrySet()) {
      if (List.of(tablesBut).contains(table.getKey())) {
        continue;
      }
      List<String> missing = new ArrayList<>(table.getValue());
      List<String> surplus = new ArrayList<>();
      for (String line : actual.get(table.getKey())) {
        if (!missing.remove(line)) {
          surplus.add(line);
        }
      }
      assertThat(missing.size() + surplus.size())
          .as(
              "%s: %d rows are missing, %d surplus; the first of each:%n%s%n%s",
              table.getKey(), missing.size(), surplus.size(), first(missing), first(surplus))
          .isZero();
    }
  }

  private static String first(List<String> lines) {
    return lines.isEmpty()
        ? "-"
        : lines.get(0).substring(0, Math.min(SHOWN, lines.get(0).length()));
  }
}

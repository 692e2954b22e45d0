package io.outcrop.jobs.embed;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.outcrop.jobs.Digest;
import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.tables.LexicalModelsTable;
import io.outcrop.jobs.tables.Warehouse;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The lexical models of a warehouse. One serves several nights, so that their vectors lie in one
 * space.
 *
 * <p>A model is kept under its axis, what the axis says, and the options. A run takes the latest
 * model whose own run ended on the same day or fewer than {@code train-days} before, unless there
 * are twice as many sentences now; else it trains one.
 */
final class LexicalModels {
  /** Raised whenever the same texts would be given other terms or weights. */
  private static final String CODE_VERSION = "1";

  private final Warehouse warehouse;
  private final Run run;
  private final Map<String, Dataset<Row>> trained = new TreeMap<>();

  LexicalModels(Warehouse warehouse, Run run) {
    this.warehouse = warehouse;
    this.run = run;
  }

  /** The model for the distinct sentences of an axis, of which there are so many. */
  LexicalModel model(AxisSpec axis, Dataset<Row> distinct, long count, LexicalOptions options) {
    String key =
        new Digest().add(CODE_VERSION).add(axis.toString()).add(options.toString()).hex(12);
    Dataset<Row> serving = warehouse.read(LexicalModelsTable.TABLE).where(serves(key, count));
    Row latest =
        serving
            .select(LexicalModelsTable.MODEL_ID)
            .orderBy(col(LexicalModelsTable.WINDOW_END).desc())
            .limit(1)
            .collectAsList()
            .stream()
            .findFirst()
            .orElse(null);
    if (latest != null) {
      return LexicalModel.fromTable(
          serving.where(col(LexicalModelsTable.MODEL_ID).equalTo(latest.getString(0))));
    }
    LexicalModel model = LexicalEmbedder.train(distinct, options);
    if (model.terms() > 0) {
      keep(key, count, model);
    }
    return model;
  }

  /** Writes what was trained, in one commit. */
  void save() {
    trained.values().stream()
        .reduce(Dataset::unionByName)
        .ifPresent(
            rows ->
                warehouse.replacePartitions(
                    LexicalModelsTable.TABLE,
                    rows,
                    LexicalModelsTable.MODEL_ID,
                    trained.keySet().stream().toList(),
                    run.id()));
  }

  private Column serves(String key, long count) {
    int days = run.config().embed().trainDays();
    Column end = col(LexicalModelsTable.WINDOW_END);
    return col(LexicalModelsTable.MODEL_KEY)
        .equalTo(key)
        .and(end.leq(lit(run.windowEnd())))
        .and(end.gt(lit(run.windowEnd().minusDays(days))))
        .and(col(LexicalModelsTable.SENTENCES).multiply(2).gt(count));
  }

  private void keep(String key, long count, LexicalModel model) {
    String id = key + "-" + run.windowEnd();
    trained.put(
        id,
        model
            .toTable(warehouse.spark())
            .withColumn(LexicalModelsTable.RUN_ID, lit(run.id()))
            .withColumn(LexicalModelsTable.MODEL_ID, lit(id))
            .withColumn(LexicalModelsTable.MODEL_KEY, lit(key))
            .withColumn(LexicalModelsTable.WINDOW_END, lit(run.windowEnd()))
            .withColumn(LexicalModelsTable.SENTENCES, lit(count)));
  }
}

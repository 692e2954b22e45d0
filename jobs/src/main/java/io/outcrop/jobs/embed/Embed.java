package io.outcrop.jobs.embed;

import static org.apache.spark.sql.functions.lit;

import io.outcrop.jobs.Phase;
import io.outcrop.jobs.Progress;
import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.axes.FacetUse;
import io.outcrop.jobs.axes.Rendering;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.runs.TrackedFacets;
import io.outcrop.jobs.tables.EmbeddingsTable;
import io.outcrop.jobs.tables.TrackedTable.Tracked;
import io.outcrop.jobs.tables.Warehouse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Phase 3: a vector for each distinct sentence of each axis, in {@code facts.embeddings}. */
public final class Embed {
  private Embed() {}

  /**
   * What was embedded.
   *
   * @param sentences distinct sentences by axis
   */
  public record Result(Map<String, Long> sentences) {}

  /** Embeds with the embedder that the run's configuration asks for. */
  public static Result run(Warehouse warehouse, Run run) {
    return run(warehouse, run, Embedder.of(warehouse, run.config()));
  }

  public static Result run(Warehouse warehouse, Run run, Embedder embedder) {
    LexicalModels models = new LexicalModels(warehouse, run);
    Dataset<Row> all = warehouse.spark().createDataFrame(List.of(), EmbeddingsTable.TABLE.schema());
    Map<String, Long> sentences = new TreeMap<>();
    List<Dataset<Row>> cached = new ArrayList<>();
    for (AxisSpec axis : axes(run.config(), TrackedFacets.active(warehouse))) {
      Dataset<Row> distinct =
          AxisSentences.distinctSentences(Units.rows(warehouse, run, axis), axis).cache();
      cached.add(distinct);
      long count = distinct.count();
      sentences.put(axis.name(), count);
      Progress.step(
          warehouse.spark(),
          Phase.EMBED,
          "axis %s: embedding %d distinct sentences".formatted(axis.name(), count));
      Dataset<Row> embedded =
          embedded(warehouse, run, embedder, models, axis, distinct, count)
              .withColumn(EmbeddingsTable.RUN_ID, lit(run.id()))
              .withColumn(EmbeddingsTable.UNIT, lit(axis.unit()))
              .withColumn(EmbeddingsTable.AXIS, lit(axis.name()));
      all = all.unionByName(embedded);
    }
    models.save();
    warehouse.replaceRun(EmbeddingsTable.TABLE, all, run.id());
    cached.forEach(Dataset::unpersist);
    return new Result(sentences);
  }

  private static Dataset<Row> embedded(
      Warehouse warehouse,
      Run run,
      Embedder embedder,
      LexicalModels models,
      AxisSpec axis,
      Dataset<Row> distinct,
      long count) {
    if (embedder.modelHash().isPresent()) {
      return KnownVectors.embed(warehouse, embedder, embedder.modelHash().get(), distinct);
    }
    LexicalModel model = models.model(axis, distinct, count, options(run.config()));
    return LexicalEmbedder.embed(distinct, model)
        .withColumn(EmbeddingsTable.MODEL_HASH, lit(model.hash()));
  }

  /**
   * The axes that a configuration asks for, in its order.
   *
   * @param tracked patterns, of which some shape axes
   */
  public static List<AxisSpec> axes(OutcropConfig config, List<Tracked> tracked) {
    return axes(config).stream().map(axis -> shaped(axis, tracked)).toList();
  }

  private static AxisSpec shaped(AxisSpec axis, List<Tracked> tracked) {
    List<FacetUse> facets = new ArrayList<>(axis.facets());
    for (Tracked t : tracked) {
      if (t.shapes().contains(axis.name())) {
        String column = FacetUse.CUSTOM + "." + TrackedFacets.PREFIX + t.name();
        facets.add(new FacetUse(column, 2, Rendering.CATEGORY, "tracked_" + t.name()));
      }
    }
    return new AxisSpec(axis.name(), axis.unit(), facets, axis.gate(), axis.otherwise());
  }

  /** The axes that a configuration asks for, in its order. */
  public static List<AxisSpec> axes(OutcropConfig config) {
    return config.cluster().axes().stream()
        .flatMap(name -> config.axes().stream().filter(axis -> axis.name().equals(name)))
        .map(axis -> axis.with(config.facets().custom()))
        .toList();
  }

  /** How lexical models are trained under a configuration. */
  public static LexicalOptions options(OutcropConfig config) {
    LexicalOptions defaults = LexicalOptions.defaults();
    return new LexicalOptions(
        config.embed().dimensions(),
        config.embed().maxTerms(),
        defaults.minTraces(),
        defaults.largeFrom(),
        defaults.passes(),
        defaults.trainingSentences(),
        config.seed());
  }
}

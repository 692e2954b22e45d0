package io.outcrop.jobs.llm;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;

import io.outcrop.facets.llm.PacedModel;
import io.outcrop.facets.llm.Tally;
import io.outcrop.jobs.Progress;
import io.outcrop.jobs.config.LlmSettings;
import io.outcrop.jobs.config.LlmSettings.Role;
import io.outcrop.jobs.tables.CostsTable;
import io.outcrop.jobs.tables.CostsTable.Cost;
import io.outcrop.jobs.tables.LlmBatchesTable;
import io.outcrop.jobs.tables.LlmCacheTable;
import io.outcrop.jobs.tables.Warehouse;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Asks a role's model about items, keeps the answers in {@code facts.llm_cache} and enters what was
 * spent in {@code ops.costs}. All calls are made here, in the driver.
 */
public final class Questioning {
  private static final long MANY_FILES = 50;

  private final Warehouse warehouse;
  private final Models models;
  private final Clock clock;
  private final Subject subject;

  /**
   * What the questions are for.
   *
   * @param phase the phase's label
   * @param runId the run, or "-"
   */
  public record Subject(Role role, String phase, String runId) {}

  /**
   * What became of the questions.
   *
   * @param asked questions to be asked
   * @param cached questions whose answer was there already
   * @param unanswered questions that no answer came to
   * @param stopped why not all were asked or answered; null if they were
   * @param budget whether the budget stopped them
   */
  public record Result(
      String model,
      long asked,
      long cached,
      long answered,
      long invalid,
      long unanswered,
      double costUsd,
      String stopped,
      boolean budget) {

    /** What became of these questions and of others to the same model. */
    public Result plus(Result more) {
      return new Result(
          model,
          asked + more.asked,
          cached + more.cached,
          answered + more.answered,
          invalid + more.invalid,
          unanswered + more.unanswered,
          costUsd + more.costUsd,
          stopped == null ? more.stopped : stopped,
          budget || more.budget);
    }
  }

  public Questioning(Warehouse warehouse, Models models, Clock clock, Subject subject) {
    this.warehouse = warehouse;
    this.models = models;
    this.clock = clock;
    this.subject = subject;
  }

  /** Collects answers of batches that earlier runs handed in and did not live to see. */
  public void collectEarlier(Exam exam) {
    enterKilled();
    if (warehouse.exists(LlmBatchesTable.TABLE)) {
      PacedModel model = models.of(subject.role());
      Counts counts = new Counts();
      try (Answers answers = answers(model, "collected-" + UUID.randomUUID())) {
        batches(model, exam, answers, counts).collectEarlier();
      }
    }
  }

  /**
   * The role's kept answers to some questions, by key: the first that can be used, null where none
   * can; a question without any is missing.
   *
   * @param keys few enough for the driver
   */
  public Map<String, String> kept(Collection<String> keys) {
    Map<String, String> kept = new HashMap<>();
    if (keys.isEmpty() || !warehouse.exists(LlmCacheTable.TABLE)) {
      return kept;
    }
    Dataset<Row> wanted =
        warehouse
            .spark()
            .createDataset(keys.stream().distinct().toList(), Encoders.STRING())
            .toDF(LlmCacheTable.KEY);
    for (Row row :
        warehouse
            .read(LlmCacheTable.TABLE)
            .where(col(LlmCacheTable.ROLE).equalTo(subject.role().label()))
            .join(broadcast(wanted), LlmCacheTable.KEY)
            .orderBy(LlmCacheTable.ANSWERED_AT, LlmCacheTable.EXECUTION)
            .select(LlmCacheTable.KEY, LlmCacheTable.VALUE)
            .collectAsList()) {
      // Also replaces a null that came before it.
      kept.putIfAbsent(row.getString(0), row.getString(1));
    }
    return kept;
  }

  /**
   * Asks.
   *
   * @param items makes the items; called again where answers of a batch could not be used
   * @param asked how many items there are
   * @param cached how many answers were there already
   */
  public Result ask(Supplier<Iterator<Item>> items, long asked, long cached, Exam exam) {
    PacedModel model = models.of(subject.role());
    LlmSettings.Calls calls = models.settings().calls();
    String execution = UUID.randomUUID().toString();
    Tally before = model.tally();
    Counts counts = new Counts();
    if (asked > 0) {
      Progress.note(
          "%s: asking %s about %,d distinct contents, %,d more are answered already"
              .formatted(subject.phase(), model.name(), asked, cached));
      try (Answers answers = answers(model, execution)) {
        LiveCalls live = new LiveCalls(model, exam, answers, counts, calls.concurrency());
        if (calls.batches() && model.takesBatches()) {
          BatchCalls batches = batches(model, exam, answers, counts);
          batches.run(items.get(), calls.batchSize());
          Set<String> invalid = batches.invalid();
          if (!invalid.isEmpty()) {
            live.run(only(items.get(), invalid));
          }
        } else {
          live.run(items.get());
        }
      }
      compact();
    }
    Result result = result(model, asked, cached, counts, before);
    if (asked > 0) {
      enter(result, execution, model.tally().minus(before));
    }
    return result;
  }

  private static Iterator<Item> only(Iterator<Item> items, Set<String> keys) {
    Iterable<Item> all = () -> items;
    return StreamSupport.stream(all.spliterator(), false)
        .filter(item -> keys.contains(item.key()))
        .iterator();
  }

  private Answers answers(PacedModel model, String execution) {
    return new Answers(
        warehouse,
        clock,
        models.settings().calls().commitSeconds(),
        subject.role().label(),
        model.name(),
        execution);
  }

  private BatchCalls batches(PacedModel model, Exam exam, Answers answers, Counts counts) {
    return new BatchCalls(warehouse, clock, model, exam, answers, counts, subject.role().label());
  }

  private Result result(PacedModel model, long asked, long cached, Counts counts, Tally before) {
    long unanswered = Math.max(0, asked - counts.answered() - counts.invalid());
    String stopped = null;
    if (unanswered > 0) {
      stopped = model.stopped() != null ? model.stopped() : String.valueOf(counts.lastFailure());
    }
    return new Result(
        model.name(),
        asked,
        cached,
        counts.answered(),
        counts.invalid(),
        unanswered,
        model.tally().minus(before).microUsd() / 1e6,
        stopped,
        models.budgetReached());
  }

  private void enter(Result result, String execution, Tally tally) {
    boolean batches = models.settings().calls().batches();
    write(
        new Cost(
            subject.runId(),
            execution,
            subject.phase(),
            subject.role().label(),
            result.model(),
            batches ? "batch" : "live",
            result.asked(),
            result.cached(),
            result.answered(),
            result.invalid(),
            result.unanswered(),
            tally.requests(),
            tally.limited(),
            tally.failed(),
            tally.repairs(),
            tally.usage().input(),
            tally.usage().output(),
            tally.usage().cacheRead(),
            tally.usage().cacheWrite(),
            tally.microUsd() / 1e6,
            models.price(subject.role()).isPresent(),
            result.stopped() == null ? "done" : "stopped",
            result.stopped(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    Progress.note(
        String.format(
            Locale.ROOT,
            "%s: %,d answered, %,d unusable, %,d unanswered; %,d requests, of which %,d turned away"
                + " and %,d failed; %,d tokens in, %,d out, $%.4f",
            subject.phase(),
            result.answered(),
            result.invalid(),
            result.unanswered(),
            tally.requests(),
            tally.limited(),
            tally.failed(),
            tally.usage().total() - tally.usage().output(),
            tally.usage().output(),
            result.costUsd()));
  }

  private void write(Cost cost) {
    warehouse.append(
        CostsTable.TABLE,
        warehouse
            .spark()
            .createDataFrame(List.of(CostsTable.ROWS.toRow(cost)), CostsTable.TABLE.schema())
            .coalesce(1),
        cost.execution());
  }

  /** What executions spent that did not live to say so is told by the answers that they kept. */
  private void enterKilled() {
    Dataset<Row> known = warehouse.read(CostsTable.TABLE).select(CostsTable.EXECUTION);
    List<Row> killed =
        warehouse
            .read(LlmCacheTable.TABLE)
            .join(known, CostsTable.EXECUTION, "left_anti")
            .groupBy(LlmCacheTable.EXECUTION, LlmCacheTable.ROLE, LlmCacheTable.MODEL, "batch")
            .agg(
                count(col(LlmCacheTable.VALUE)),
                count(col(LlmCacheTable.PROBLEM)),
                sum("input_tokens"),
                sum("output_tokens"),
                sum("cache_read_tokens"),
                sum("cache_write_tokens"),
                sum("cost_micro_usd"),
                max(LlmCacheTable.ANSWERED_AT),
                count(lit(1)))
            .collectAsList();
    for (Row row : killed) {
      write(
          new Cost(
              subject.runId(),
              row.getString(0),
              subject.phase(),
              row.getString(1),
              row.getString(2),
              row.getBoolean(3) ? "batch" : "live",
              row.getLong(12),
              0,
              row.getLong(4),
              row.getLong(5),
              0,
              row.getLong(12),
              0,
              0,
              0,
              row.getLong(6),
              row.getLong(7),
              row.getLong(8),
              row.getLong(9),
              row.getLong(10) / 1e6,
              row.getLong(10) > 0,
              "killed",
              null,
              row.getInstant(11)));
    }
  }

  /** A commit every few seconds leaves many small files. */
  private void compact() {
    if (warehouse.exists(LlmCacheTable.TABLE)
        && warehouse.delta(LlmCacheTable.TABLE).detail().select("numFiles").head().getLong(0)
            > MANY_FILES) {
      warehouse.delta(LlmCacheTable.TABLE).optimize().executeCompaction();
    }
  }
}

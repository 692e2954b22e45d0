package io.outcrop.jobs.llm;

import io.outcrop.facets.llm.Usage;
import io.outcrop.jobs.Progress;
import io.outcrop.jobs.tables.LlmCacheTable;
import io.outcrop.jobs.tables.LlmCacheTable.CachedAnswer;
import io.outcrop.jobs.tables.Warehouse;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Keeps answers in {@code facts.llm_cache} as they come, in a commit every few seconds, from a
 * thread of its own. Whoever takes long to commit holds up no call.
 */
final class Answers implements AutoCloseable {
  private final Warehouse warehouse;
  private final Clock clock;
  private final String role;
  private final String model;
  private final String execution;
  private final List<CachedAnswer> waiting = new ArrayList<>();
  private final ScheduledExecutorService committer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "llm-cache");
            thread.setDaemon(true);
            return thread;
          });
  private final ScheduledFuture<?> commits;
  private RuntimeException failure;

  Answers(
      Warehouse warehouse, Clock clock, int seconds, String role, String model, String execution) {
    this.warehouse = warehouse;
    this.clock = clock;
    this.role = role;
    this.model = model;
    this.execution = execution;
    this.commits =
        committer.scheduleWithFixedDelay(this::commitSafely, seconds, seconds, TimeUnit.SECONDS);
  }

  /**
   * Keeps an answer.
   *
   * @param value null where it could not be used, then {@code problem} says why
   */
  void add(String key, String value, String problem, Usage usage, long microUsd, boolean batch) {
    CachedAnswer answer =
        new CachedAnswer(
            key,
            role,
            model,
            value,
            problem,
            usage.input(),
            usage.output(),
            usage.cacheRead(),
            usage.cacheWrite(),
            microUsd,
            batch,
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            execution);
    synchronized (waiting) {
      waiting.add(answer);
    }
  }

  /** Fails where a commit has failed: answers that cannot be kept must not be paid for. */
  void check() {
    synchronized (waiting) {
      if (failure != null) {
        throw failure;
      }
    }
  }

  private void commitSafely() {
    try {
      commit();
    } catch (RuntimeException e) {
      synchronized (waiting) {
        failure = e;
      }
    }
  }

  synchronized void commit() {
    List<Row> rows;
    synchronized (waiting) {
      rows = waiting.stream().map(LlmCacheTable.ROWS::toRow).toList();
      waiting.clear();
    }
    if (!rows.isEmpty()) {
      Dataset<Row> answers =
          warehouse.spark().createDataFrame(rows, LlmCacheTable.TABLE.schema()).coalesce(1);
      warehouse.append(LlmCacheTable.TABLE, answers, execution);
      Progress.note("%s: kept %,d more answers".formatted(role, rows.size()));
    }
  }

  /** Keeps what is left. */
  @Override
  public void close() {
    commits.cancel(false);
    committer.shutdown();
    try {
      committer.awaitTermination(5, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    check();
    commit();
  }
}

package io.outcrop.jobs.embed;

import io.outcrop.facets.llm.EmbeddingServer;
import io.outcrop.facets.llm.ModelException;
import io.outcrop.jobs.StoppedError;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.tables.EmbeddingCacheTable;
import io.outcrop.jobs.tables.EmbeddingCacheTable.CachedVector;
import io.outcrop.jobs.tables.Warehouse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The calls of one phase to a server of embeddings: batches of sentences, several under way at
 * once, what came back committed every few thousand vectors.
 *
 * <p>Of the sentences the driver holds the batches that are under way, and of the vectors those
 * since the last commit.
 */
final class EmbeddingCalls {
  private static final float GRID = 1 << SubspaceIteration.GRID_BITS;
  private static final int NUMBERS_PER_COMMIT = 4_000_000;
  private static final long NANOS_PER_COMMIT = 30_000_000_000L;

  private final Warehouse warehouse;
  private final EmbeddingServer server;
  private final OutcropConfig.OpenAi config;
  private final String hash;
  private final int dimensions;
  private final List<Row> uncommitted = new ArrayList<>();
  private long committedAt = System.nanoTime();

  EmbeddingCalls(
      Warehouse warehouse,
      EmbeddingServer server,
      OutcropConfig.OpenAi config,
      String hash,
      int dimensions) {
    this.warehouse = warehouse;
    this.server = server;
    this.config = config;
    this.hash = hash;
    this.dimensions = dimensions;
  }

  /** A sentence to ask about. */
  private record Asked(String textHash, String sentence) {}

  /**
   * Asks about all sentences.
   *
   * @throws StoppedError where the server gives up; what it gave before is kept
   */
  void ask(Dataset<Row> sentences) {
    Iterator<Row> rows =
        sentences
            .select(AxisSentences.TEXT_HASH, AxisSentences.SENTENCE)
            .orderBy(AxisSentences.TEXT_HASH)
            .toLocalIterator();
    ExecutorService callers = Executors.newFixedThreadPool(config.requests());
    Deque<Future<List<CachedVector>>> underWay = new ArrayDeque<>();
    try {
      while (rows.hasNext() || !underWay.isEmpty()) {
        if (rows.hasNext() && underWay.size() < 2 * config.requests()) {
          List<Asked> batch = batch(rows);
          underWay.add(callers.submit(() -> vectors(batch)));
        } else {
          take(underWay.remove().get());
        }
      }
    } catch (ExecutionException e) {
      throw stopped(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking for embeddings", e);
    } finally {
      callers.shutdownNow();
      commit();
    }
  }

  private List<Asked> batch(Iterator<Row> rows) {
    List<Asked> batch = new ArrayList<>(config.batch());
    while (batch.size() < config.batch() && rows.hasNext()) {
      Row row = rows.next();
      batch.add(new Asked(row.getString(0), row.getString(1)));
    }
    return batch;
  }

  private List<CachedVector> vectors(List<Asked> batch) throws ModelException {
    List<float[]> raw = server.vectors(batch.stream().map(Asked::sentence).toList());
    List<CachedVector> vectors = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      vectors.add(new CachedVector(batch.get(i).textHash(), hash, unit(raw.get(i))));
    }
    return vectors;
  }

  /** A vector of unit length on the grid; zero for none. */
  private List<Float> unit(float[] raw) throws ModelException {
    if (raw != null && raw.length != dimensions) {
      throw new ModelException(
          ModelException.Kind.REJECTED,
          "it gave a vector of " + raw.length + " numbers after one of " + dimensions,
          null);
    }
    double square = 0;
    for (int i = 0; raw != null && i < raw.length; i++) {
      square += (double) raw[i] * raw[i];
    }
    double norm = Math.sqrt(square);
    List<Float> unit = new ArrayList<>(dimensions);
    for (int i = 0; i < dimensions; i++) {
      unit.add(raw == null ? 0f : (float) (StrictMath.rint(raw[i] / norm * GRID) / GRID));
    }
    return unit;
  }

  private void take(List<CachedVector> vectors) {
    vectors.forEach(vector -> uncommitted.add(EmbeddingCacheTable.ROWS.toRow(vector)));
    if ((long) uncommitted.size() * dimensions >= NUMBERS_PER_COMMIT
        || System.nanoTime() - committedAt >= NANOS_PER_COMMIT) {
      commit();
    }
  }

  private void commit() {
    if (!uncommitted.isEmpty()) {
      warehouse.append(
          EmbeddingCacheTable.TABLE,
          warehouse
              .spark()
              .createDataFrame(List.copyOf(uncommitted), EmbeddingCacheTable.TABLE.schema()),
          hash);
      uncommitted.clear();
    }
    committedAt = System.nanoTime();
  }

  private static RuntimeException stopped(Throwable cause) {
    if (cause instanceof ModelException) {
      return new StoppedError(
          "Stopped embedding: the server of embeddings gave no vectors.",
          cause.getMessage(),
          "start again once it answers; the vectors that it gave are kept");
    }
    return new IllegalStateException("Cannot ask for embeddings", cause);
  }
}

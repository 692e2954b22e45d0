package io.outcrop.jobs.llm;

import static org.apache.spark.sql.functions.col;

import io.outcrop.facets.llm.BatchModel;
import io.outcrop.facets.llm.ModelException;
import io.outcrop.facets.llm.PacedModel;
import io.outcrop.facets.llm.Question;
import io.outcrop.facets.llm.Reply;
import io.outcrop.jobs.Progress;
import io.outcrop.jobs.tables.LlmBatchesTable;
import io.outcrop.jobs.tables.LlmBatchesTable.LlmBatch;
import io.outcrop.jobs.tables.Warehouse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks by the provider's batches. Each is entered in {@code facts.llm_batches} as soon as it is
 * handed in, and collected by whichever run finds it ended: what was paid for is not lost with a
 * process, nor with a deadline.
 */
final class BatchCalls {
  private static final Duration FIRST_LOOK = Duration.ofMillis(500);
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(60);

  private final Warehouse warehouse;
  private final Clock clock;
  private final PacedModel model;
  private final Exam exam;
  private final Answers answers;
  private final Counts counts;
  private final Set<String> invalid = new HashSet<>();
  private final String role;

  BatchCalls(
      Warehouse warehouse,
      Clock clock,
      PacedModel model,
      Exam exam,
      Answers answers,
      Counts counts,
      String role) {
    this.warehouse = warehouse;
    this.clock = clock;
    this.model = model;
    this.exam = exam;
    this.answers = answers;
    this.counts = counts;
    this.role = role;
  }

  /** Keys of questions whose answers could not be used: to be asked once more, live. */
  Set<String> invalid() {
    return invalid;
  }

  /** Hands in all items and waits for the answers, as long as the deadline lets it. */
  void run(Iterator<Item> items, int batchSize) {
    try {
      while (items.hasNext() && model.stopped() == null) {
        Map<String, Question> questions = new LinkedHashMap<>();
        while (items.hasNext() && questions.size() < batchSize) {
          Item item = items.next();
          questions.put(item.key(), exam.question(item));
        }
        handIn(questions);
      }
      waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking a language model", e);
    }
  }

  private void handIn(Map<String, Question> questions) throws InterruptedException {
    if (!model.reserve(questions.values())) {
      return;
    }
    try {
      String id = model.aboutBatch(batches -> batches.submit(questions));
      write(
          new LlmBatch(
              id,
              role,
              model.name(),
              questions.size(),
              LlmBatchesTable.PENDING,
              clock.instant().truncatedTo(ChronoUnit.MILLIS)));
      Progress.note("facets: handed in %,d questions as batch %s".formatted(questions.size(), id));
    } catch (ModelException e) {
      model.release(questions.values());
      counts.failed(e);
    }
  }

  private void write(LlmBatch batch) {
    warehouse.upsert(
        LlmBatchesTable.TABLE,
        warehouse
            .spark()
            .createDataFrame(
                List.of(LlmBatchesTable.ROWS.toRow(batch)), LlmBatchesTable.TABLE.schema()),
        LlmBatchesTable.BATCH_ID);
  }

  private List<LlmBatch> pending() {
    return warehouse
        .read(LlmBatchesTable.TABLE)
        .where(
            col(LlmBatchesTable.STATUS)
                .equalTo(LlmBatchesTable.PENDING)
                .and(col(LlmBatchesTable.MODEL).equalTo(model.name()))
                // Another role's answers are another exam's to judge.
                .and(col("role").equalTo(role)))
        .orderBy(LlmBatchesTable.BATCH_ID)
        .collectAsList()
        .stream()
        .map(LlmBatchesTable.ROWS::fromRow)
        .toList();
  }

  private void waitFor() throws InterruptedException {
    Duration look = FIRST_LOOK;
    List<LlmBatch> open = new ArrayList<>(pending());
    while (!open.isEmpty() && !given()) {
      for (LlmBatch batch : List.copyOf(open)) {
        if (collected(batch)) {
          open.remove(batch);
        }
      }
      if (!open.isEmpty()) {
        model.rest(look);
        look =
            look.multipliedBy(2).compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : look.multipliedBy(2);
      }
    }
  }

  /** A spent budget stops no answer that is paid for. */
  private boolean given() {
    String stopped = model.stopped();
    return stopped != null && !stopped.equals("the budget is spent");
  }

  /** Collects the batches of earlier runs that have ended by now. */
  void collectEarlier() {
    try {
      for (LlmBatch batch : pending()) {
        collected(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking a language model", e);
    }
    answers.commit();
  }

  private boolean collected(LlmBatch batch) throws InterruptedException {
    try {
      if (!model.aboutBatch(batches -> batches.isEnded(batch.batchId()))) {
        return false;
      }
      Collected collected = new Collected();
      model.aboutBatch(
          batches -> {
            collected.clear();
            batches.answers(batch.batchId(), collected);
            return true;
          });
      collected.settle();
      answers.commit();
      write(
          new LlmBatch(
              batch.batchId(),
              batch.role(),
              batch.model(),
              batch.questions(),
              LlmBatchesTable.COLLECTED,
              Instant.ofEpochMilli(batch.handedInAt().toEpochMilli())));
      return true;
    } catch (ModelException e) {
      counts.failed(e);
      // What the provider does not know any more will never come.
      if (e.kind() == ModelException.Kind.REJECTED) {
        write(new LlmBatch(batch.batchId(), role, batch.model(), 0, "lost", batch.handedInAt()));
        return true;
      }
      return false;
    }
  }

  /** The answers of one batch, which is as large as what was handed in. */
  private final class Collected implements BatchModel.Answers {
    private final Map<String, Reply> replies = new LinkedHashMap<>();
    private ModelException failure;

    void clear() {
      replies.clear();
    }

    @Override
    public void answered(String id, Reply reply) {
      replies.put(id, reply);
    }

    @Override
    public void failed(String id, ModelException e) {
      failure = e;
    }

    void settle() {
      if (failure != null) {
        counts.failed(failure);
      }
      replies.forEach(
          (key, reply) -> {
            long cost = model.answeredInBatch(reply.usage());
            Exam.Judged judged = exam.judge(reply.json());
            if (judged.value() == null) {
              invalid.add(key);
            } else {
              answers.add(key, judged.value(), null, reply.usage(), cost, true);
              counts.judged(true);
            }
          });
    }
  }
}

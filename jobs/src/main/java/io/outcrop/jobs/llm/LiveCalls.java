package io.outcrop.jobs.llm;

import io.outcrop.facets.llm.ModelException;
import io.outcrop.facets.llm.PacedModel;
import io.outcrop.facets.llm.Question;
import io.outcrop.facets.llm.Reply;
import io.outcrop.facets.llm.Usage;
import java.util.Iterator;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Asks one question a call, so many at once, and keeps the answers. */
final class LiveCalls {
  private static final int WAITING_EACH = 8;

  private final PacedModel model;
  private final Exam exam;
  private final Answers answers;
  private final Counts counts;
  private final int concurrency;
  private final BlockingQueue<Item> queue;
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private volatile boolean fed;

  LiveCalls(PacedModel model, Exam exam, Answers answers, Counts counts, int concurrency) {
    this.model = model;
    this.exam = exam;
    this.answers = answers;
    this.counts = counts;
    this.concurrency = concurrency;
    this.queue = new ArrayBlockingQueue<>(concurrency * WAITING_EACH);
  }

  /** Asks about all items, or until the model is stopped; the rest counts as unanswered. */
  void run(Iterator<Item> items) {
    ExecutorService threads = Executors.newFixedThreadPool(concurrency, LiveCalls::daemon);
    try {
      for (int i = 0; i < concurrency; i++) {
        threads.execute(this::work);
      }
      feed(items);
      fed = true;
      threads.shutdown();
      while (!threads.awaitTermination(1, TimeUnit.SECONDS)) {
        answers.check();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking a language model", e);
    } finally {
      threads.shutdownNow();
    }
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "llm-call");
    thread.setDaemon(true);
    return thread;
  }

  private void feed(Iterator<Item> items) throws InterruptedException {
    while (failure.get() == null && model.stopped() == null && items.hasNext()) {
      Item item = items.next();
      while (failure.get() == null && !queue.offer(item, 1, TimeUnit.SECONDS)) {
        answers.check();
      }
    }
  }

  private void work() {
    try {
      while (failure.get() == null) {
        Item item = queue.poll(20, TimeUnit.MILLISECONDS);
        if (item != null) {
          ask(item);
        } else if (fed) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    } catch (Error e) {
      // Such as a library in another version than ours: it must not pass for a silent model.
      failure.compareAndSet(null, new IllegalStateException("Cannot call a language model", e));
    }
  }

  private void ask(Item item) throws InterruptedException {
    if (model.stopped() != null) {
      return;
    }
    Question question = exam.question(item);
    try {
      Reply reply = model.ask(question);
      settle(item, question, reply);
    } catch (ModelException e) {
      counts.failed(e);
    }
  }

  /** Keeps a good answer; asks for another where this one is none, once. */
  private void settle(Item item, Question question, Reply reply) throws InterruptedException {
    Exam.Judged judged = exam.judge(item, reply.json());
    Usage usage = reply.usage();
    if (judged.value() == null) {
      try {
        Reply second = model.repair(question, judged.problem());
        usage = usage.plus(second.usage());
        judged = exam.judge(item, second.json());
      } catch (ModelException e) {
        counts.failed(e);
        return;
      }
    }
    answers.add(item.key(), judged.value(), judged.problem(), usage, model.cost(usage), false);
    counts.judged(judged.value() != null);
  }
}

package io.outcrop.facets.llm;

import io.outcrop.facets.llm.ModelException.Kind;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * A model that is asked with patience: within a pace, a budget and a deadline, again after failures
 * that pass, and not at all once its provider is down. All calls of a process to one model go
 * through one of these, so that each bound holds for all of them together.
 */
public final class PacedModel implements AutoCloseable {
  private static final Duration FIRST_REST = Duration.ofMillis(200);
  private static final Duration LONGEST_REST = Duration.ofSeconds(30);

  private final LanguageModel model;
  private final Limits limits;
  private final ModelPrice price;
  private final Spending spending;
  private final Pace pace;
  private final Breaker breaker;
  private final AtomicReference<Tally> tally = new AtomicReference<>(Tally.NONE);
  private final long deadline;

  /**
   * The bounds.
   *
   * @param attempts how often one question is asked in vain, requests for patience not counted
   * @param tokensPerMinute 0 for any number
   * @param giveUp how long nothing may work before the provider counts as down
   * @param deadline how long questions are asked at all
   */
  public record Limits(int attempts, long tokensPerMinute, Duration giveUp, Duration deadline) {}

  public PacedModel(LanguageModel model, Limits limits, ModelPrice price, Spending spending) {
    this.model = model;
    this.limits = limits;
    this.price = price;
    this.spending = spending;
    this.pace = new Pace(limits.tokensPerMinute());
    Duration rest = limits.giveUp().dividedBy(30);
    this.breaker = new Breaker(limits.giveUp(), rest.compareTo(FIRST_REST) < 0 ? FIRST_REST : rest);
    this.deadline = System.nanoTime() + limits.deadline().toNanos();
  }

  public String name() {
    return model.name();
  }

  public Tally tally() {
    return tally.get();
  }

  /** Why no further question will be answered; null while they may be. */
  public String stopped() {
    if (spending.reached()) {
      return "the budget is spent";
    }
    return System.nanoTime() - deadline > 0 ? "the deadline has passed" : breaker.down();
  }

  /**
   * Asks until there is an answer or no hope of one.
   *
   * @throws ModelException where there is none; {@link #stopped} tells whether others may follow
   */
  public Reply ask(Question question) throws ModelException, InterruptedException {
    int failures = 0;
    int patience = 0;
    while (true) {
      try {
        return askOnce(question);
      } catch (ModelException e) {
        boolean limited = e.kind() == Kind.RATE_LIMITED;
        failures += limited ? 0 : 1;
        patience += limited ? 1 : 0;
        if (!e.kind().isPassing() || failures >= limits.attempts() || stopped() != null) {
          throw e;
        }
        if (limited) {
          pace.pause(e.retryAfter().orElseGet(rest(patience)));
        } else {
          pace.rest(e.retryAfter().orElseGet(rest(failures)));
        }
      }
    }
  }

  /** The same question once more, since the answer could not be used. */
  public Reply repair(Question question, String problem)
      throws ModelException, InterruptedException {
    tally.updateAndGet(Tally::repair);
    return ask(question.again(problem));
  }

  /** A request about a batch. */
  public interface BatchRequest<T> {
    T send(BatchModel model) throws ModelException;
  }

  /** Whether the model takes batches. */
  public boolean takesBatches() {
    return model instanceof BatchModel;
  }

  /**
   * Sends a request about a batch until it works or there is no hope.
   *
   * @throws ModelException where it did not work
   */
  public <T> T aboutBatch(BatchRequest<T> request) throws ModelException, InterruptedException {
    for (int failures = 1; ; failures++) {
      breaker.enter();
      try {
        T result = request.send((BatchModel) model);
        breaker.worked();
        return result;
      } catch (ModelException e) {
        note(e);
        if (!e.kind().isPassing() || failures >= limits.attempts()) {
          throw e;
        }
        pace.rest(e.retryAfter().orElseGet(rest(failures)));
      }
    }
  }

  /** Sets aside what questions in a batch may cost; false where the budget lacks it. */
  public boolean reserve(Collection<Question> questions) {
    return spending.tryReserve(estimate(questions));
  }

  /** Gives back what was set aside for a batch. */
  public void release(Collection<Question> questions) {
    spending.settle(estimate(questions), 0);
  }

  private long estimate(Collection<Question> questions) {
    return questions.stream().mapToLong(q -> worst(q, price.inBatches())).sum();
  }

  /** Counts an answer that came in a batch; its cost in millionths of a dollar. */
  public long answeredInBatch(Usage usage) {
    long cost = price.inBatches().microUsd(usage);
    tally.updateAndGet(t -> t.request().answer(usage, cost));
    spending.settle(0, cost);
    return cost;
  }

  /** Waits for a while, but not beyond the deadline. */
  public void rest(Duration duration) throws InterruptedException {
    pace.rest(duration);
  }

  /** The cost of tokens of a live answer in millionths of a dollar. */
  public long cost(Usage usage) {
    return price.microUsd(usage);
  }

  private static long worst(Question question, ModelPrice price) {
    return price.microUsd(
        new Usage(question.estimatedTokens(), question.prompt().maxAnswerTokens(), 0, 0));
  }

  private Reply askOnce(Question question) throws ModelException, InterruptedException {
    long estimate = question.estimatedTokens();
    pace.enter(estimate + question.prompt().maxAnswerTokens());
    breaker.enter();
    long reserved = price.microUsd(new Usage(estimate, question.prompt().maxAnswerTokens(), 0, 0));
    if (stopped() != null || !spending.tryReserve(reserved)) {
      throw new ModelException(Kind.UNAVAILABLE, String.valueOf(stopped()), null);
    }
    long cost = 0;
    try {
      tally.updateAndGet(Tally::request);
      Reply reply = model.ask(question);
      cost = price.microUsd(reply.usage());
      long paid = cost;
      tally.updateAndGet(t -> t.answer(reply.usage(), paid));
      breaker.worked();
      return reply;
    } catch (ModelException e) {
      tally.updateAndGet(t -> t.failure(e.kind() == Kind.RATE_LIMITED));
      note(e);
      throw e;
    } finally {
      spending.settle(reserved, cost);
    }
  }

  private void note(ModelException e) {
    switch (e.kind()) {
      case DENIED -> breaker.shut(e.getMessage());
        // It answered, if only to say no.
      case REJECTED -> breaker.worked();
      case RATE_LIMITED -> breaker.failed(false, e.getMessage());
      case UNAVAILABLE, TIMED_OUT, UNREADABLE -> breaker.failed(true, e.getMessage());
    }
  }

  /** Twice as long each time, and by chance between half of it and all. */
  private static Supplier<Duration> rest(int times) {
    return () -> {
      long most = Math.min(FIRST_REST.toMillis() << Math.min(times, 20), LONGEST_REST.toMillis());
      return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    };
  }

  @Override
  public void close() {
    model.close();
  }
}

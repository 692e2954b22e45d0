package io.outcrop.facets.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outcrop.facets.llm.ModelException.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PacedModelTest {
  private static final Prompt PROMPT = new Prompt("p", "i", "{}", 10);
  private static final Question QUESTION = new Question(PROMPT, "data");
  private static final Reply REPLY = new Reply("{}", new Usage(10, 5, 0, 0));
  private static final ModelPrice PRICE = new ModelPrice(1, 2, 0.1, 1.25);

  /** Answers by a script: null for an answer, else the failure. */
  private static final class Scripted implements LanguageModel {
    private final Deque<ModelException> script = new ArrayDeque<>();
    private final ModelException after;
    private final AtomicInteger asked = new AtomicInteger();

    Scripted(ModelException after, ModelException... first) {
      this.after = after;
      script.addAll(List.of(first));
    }

    @Override
    public String name() {
      return "test:scripted";
    }

    @Override
    public Reply ask(Question question) throws ModelException {
      asked.incrementAndGet();
      ModelException next;
      synchronized (script) {
        next = script.isEmpty() ? after : script.poll();
      }
      if (next != null) {
        throw next;
      }
      return REPLY;
    }

    @Override
    public void close() {}
  }

  private static ModelException failure(Kind kind, Duration wait) {
    return new ModelException(kind, "told", wait);
  }

  private static PacedModel paced(LanguageModel model, long tokens, Duration giveUp, long budget) {
    return new PacedModel(
        model,
        new PacedModel.Limits(4, tokens, giveUp, Duration.ofMinutes(1)),
        PRICE,
        new Spending(budget));
  }

  private static PacedModel paced(LanguageModel model) {
    return paced(model, 0, Duration.ofSeconds(30), 0);
  }

  @Test
  void deadline_passed_endsAskingWithItsReason() {
    Scripted scripted = new Scripted(null);
    PacedModel model =
        new PacedModel(
            scripted,
            new PacedModel.Limits(4, 0, Duration.ofSeconds(30), Duration.ZERO),
            PRICE,
            new Spending(0));

    assertThat(model.stopped()).isEqualTo("the deadline has passed");
    assertThatThrownBy(() -> model.ask(QUESTION)).hasMessageContaining("the deadline has passed");
    assertThat(scripted.asked).hasValue(0);
  }

  @Test
  void deadline_duringRetries_endsThem() {
    PacedModel model =
        new PacedModel(
            new Scripted(failure(Kind.UNAVAILABLE, null)),
            new PacedModel.Limits(1_000, 0, Duration.ofSeconds(30), Duration.ofMillis(600)),
            PRICE,
            new Spending(0));

    assertThatThrownBy(() -> model.ask(QUESTION)).isInstanceOf(ModelException.class);
    assertThat(model.stopped()).isEqualTo("the deadline has passed");
  }

  @Test
  void failures_thatPass_areTriedAgainAndCounted() throws Exception {
    PacedModel model =
        paced(
            new Scripted(
                null,
                failure(Kind.UNAVAILABLE, null),
                failure(Kind.RATE_LIMITED, Duration.ofMillis(50)),
                failure(Kind.TIMED_OUT, null)));

    assertThat(model.ask(QUESTION)).isEqualTo(REPLY);

    assertThat(model.tally()).isEqualTo(new Tally(4, 1, 1, 2, 0, REPLY.usage(), 20));
  }

  @Test
  void patience_asked_isKeptByAllCalls() throws Exception {
    PacedModel model =
        paced(new Scripted(null, failure(Kind.RATE_LIMITED, Duration.ofMillis(300))));
    long start = System.nanoTime();

    model.ask(QUESTION);
    long first = System.nanoTime() - start;
    model.ask(QUESTION);

    assertThat(Duration.ofNanos(first)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
  }

  @Test
  void question_rejected_isNotAskedAgain() {
    Scripted script = new Scripted(failure(Kind.REJECTED, null));
    PacedModel model = paced(script);

    assertThatThrownBy(() -> model.ask(QUESTION)).isInstanceOf(ModelException.class);

    assertThat(script.asked).hasValue(1);
    assertThat(model.stopped()).isNull();
  }

  @Test
  void key_denied_stopsAllCalls() {
    Scripted script = new Scripted(failure(Kind.DENIED, null));
    PacedModel model = paced(script);

    assertThatThrownBy(() -> model.ask(QUESTION)).isInstanceOf(ModelException.class);
    assertThatThrownBy(() -> model.ask(QUESTION)).isInstanceOf(ModelException.class);

    assertThat(script.asked).hasValue(1);
    assertThat(model.stopped()).isEqualTo("told");
  }

  @Test
  void provider_failingForLong_isGivenUpAfterFewTries() throws Exception {
    Scripted script = new Scripted(failure(Kind.UNAVAILABLE, null));
    PacedModel model = paced(script, 0, Duration.ofMillis(900), 0);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    Callable<Boolean> ask =
        () -> {
          try {
            model.ask(QUESTION);
            return true;
          } catch (ModelException e) {
            return false;
          }
        };

    for (int round = 0; model.stopped() == null; round++) {
      for (Future<Boolean> answered : threads.invokeAll(java.util.Collections.nCopies(16, ask))) {
        assertThat(answered.get()).isFalse();
      }
      assertThat(round).isLessThan(50);
    }

    threads.shutdownNow();
    assertThat(model.stopped()).isEqualTo("gave up: told");
    // Sixteen callers for a second and a half: the breaker kept nearly all from calling.
    assertThat(script.asked.get()).isLessThan(60);
  }

  @Test
  void breaker_opened_closesAfterOneCallThatWorks() throws Exception {
    ModelException[] failures = new ModelException[12];
    java.util.Arrays.fill(failures, failure(Kind.UNAVAILABLE, null));
    PacedModel model = paced(new Scripted(null, failures));
    int lost = 0;

    for (int i = 0; i < 5; i++) {
      try {
        model.ask(QUESTION);
      } catch (ModelException e) {
        lost++;
      }
    }

    assertThat(lost).isEqualTo(3);
    assertThat(model.stopped()).isNull();
    assertThat(model.tally().answers()).isEqualTo(2);
  }

  @Test
  void tokens_beyondTheirMinute_wait() throws Exception {
    // 6000 tokens a minute: a thousand at once, then a hundred a second.
    PacedModel model = paced(new Scripted(null), 6000, Duration.ofSeconds(30), 0);
    long each = QUESTION.estimatedTokens() + 10;
    long start = System.nanoTime();

    for (int i = 0; i < 90; i++) {
      model.ask(QUESTION);
    }

    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(seconds).isGreaterThan((90 * each - 1000) / 100.0 - 0.2);
  }

  @Test
  void budget_isNeverOverspent() throws Exception {
    // A call may cost 3 + 20 millionths by estimate, and costs 20.
    PacedModel model = paced(new Scripted(null), 0, Duration.ofSeconds(30), 100);
    int answered = 0;

    for (int i = 0; i < 10 && model.stopped() == null; i++) {
      try {
        model.ask(QUESTION);
        answered++;
      } catch (ModelException e) {
        assertThat(model.stopped()).isEqualTo("the budget is spent");
      }
    }

    assertThat(answered).isEqualTo(4);
    assertThat(model.tally().microUsd()).isEqualTo(80);
  }
}

package io.outcrop.jobs.llm;

import io.outcrop.facets.llm.ModelException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What became of questions. */
final class Counts {
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong invalid = new AtomicLong();
  private final AtomicReference<String> lastFailure = new AtomicReference<>();

  void judged(boolean good) {
    (good ? answered : invalid).incrementAndGet();
  }

  void failed(ModelException failure) {
    lastFailure.set(failure.getMessage());
  }

  long answered() {
    return answered.get();
  }

  long invalid() {
    return invalid.get();
  }

  /** Why a question got no answer, the last time that one got none; null if all got one. */
  String lastFailure() {
    return lastFailure.get();
  }
}

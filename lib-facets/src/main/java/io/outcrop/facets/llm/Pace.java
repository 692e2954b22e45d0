package io.outcrop.facets.llm;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The pace of all calls of a process: so many tokens a minute, and none at all while the provider
 * has asked for patience.
 */
final class Pace {
  private static final long SPREAD_MS = 250;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition later = lock.newCondition();
  private final double tokensPerNano;
  private final double most;
  private double available;
  private long filledAt = System.nanoTime();
  private long pausedUntil = filledAt;

  /**
   * @param tokensPerMinute 0 for any number
   */
  Pace(long tokensPerMinute) {
    this.tokensPerNano = tokensPerMinute / (double) TimeUnit.MINUTES.toNanos(1);
    // Ten seconds' worth may be asked for at once.
    this.most = tokensPerMinute / 6.0;
    this.available = most;
  }

  /** Waits until a call of so many tokens may start; a call larger than all takes all. */
  void enter(long tokens) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      for (long wait = toWait(tokens); wait > 0; wait = toWait(tokens)) {
        later.awaitNanos(wait);
      }
      available -= Math.min((double) tokens, most);
    } finally {
      lock.unlock();
    }
  }

  private long toWait(long tokens) {
    long now = System.nanoTime();
    if (now - pausedUntil < 0) {
      // Not all at the same moment.
      return pausedUntil
          - now
          + TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(SPREAD_MS));
    }
    if (tokensPerNano == 0) {
      return 0;
    }
    available = Math.min(most, available + (double) (now - filledAt) * tokensPerNano);
    filledAt = now;
    double lacking = Math.min((double) tokens, most) - available;
    return lacking <= 0 ? 0 : Math.max(1, (long) (lacking / tokensPerNano));
  }

  /** No call starts for a while. */
  void pause(Duration duration) {
    lock.lock();
    try {
      long until = System.nanoTime() + duration.toNanos();
      if (until - pausedUntil > 0) {
        pausedUntil = until;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits by itself, the others go on. */
  void rest(Duration duration) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = duration.toNanos();
      while (left > 0) {
        left = later.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}

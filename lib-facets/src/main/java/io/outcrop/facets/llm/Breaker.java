package io.outcrop.facets.llm;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A circuit breaker over all calls of a process. After ten failures in a row nobody calls for a
 * while; then one call tries. Where nothing has worked for long enough, or the key is not accepted,
 * the provider counts as down for good.
 */
final class Breaker {
  private static final int IN_A_ROW = 10;
  private static final long LONGEST_REST = TimeUnit.SECONDS.toNanos(60);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final long giveUp;
  private final long firstRest;
  private int inARow;
  private long rest;
  private long openUntil;
  private boolean open;
  private boolean probing;
  private Long failingSince;
  private String down;

  /**
   * @param giveUp how long nothing may have worked
   * @param firstRest how long nobody calls at first; twice as long each time after
   */
  Breaker(Duration giveUp, Duration firstRest) {
    this.giveUp = giveUp.toNanos();
    this.firstRest = firstRest.toNanos();
    this.rest = this.firstRest;
  }

  /** Why the provider counts as down; null while it does not. */
  String down() {
    lock.lock();
    try {
      return down;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until a call may be made. */
  void enter() throws InterruptedException, ModelException {
    lock.lockInterruptibly();
    try {
      while (open && down == null) {
        long left = openUntil - System.nanoTime();
        if (left <= 0 && !probing) {
          probing = true;
          return;
        }
        changed.awaitNanos(Math.max(left, TimeUnit.MILLISECONDS.toNanos(50)));
      }
      if (down != null) {
        throw new ModelException(ModelException.Kind.UNAVAILABLE, down, null);
      }
    } finally {
      lock.unlock();
    }
  }

  void worked() {
    lock.lock();
    try {
      inARow = 0;
      failingSince = null;
      open = false;
      probing = false;
      rest = firstRest;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Notes a failure.
   *
   * @param counts whether it speaks against the provider; asking for patience does not, but it does
   *     not last for ever either
   */
  void failed(boolean counts, String reason) {
    lock.lock();
    try {
      long now = System.nanoTime();
      failingSince = failingSince == null ? Long.valueOf(now) : failingSince;
      if (now - failingSince > giveUp) {
        shut("gave up: " + reason);
        return;
      }
      if (!counts && !probing) {
        return;
      }
      inARow++;
      if (probing || (inARow >= IN_A_ROW && !open)) {
        open = true;
        probing = false;
        openUntil = now + rest;
        rest = Math.min(2 * rest, LONGEST_REST);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The provider counts as down from now on. */
  void shut(String reason) {
    lock.lock();
    try {
      down = down == null ? reason : down;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}

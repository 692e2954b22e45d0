package io.outcrop.facets.llm;

/**
 * A budget that is never overspent: what a call may cost at most is set aside before it, and given
 * back after it but for what it did cost. Shared by all models of a process.
 */
public final class Spending {
  private final long budget;
  private long spent;
  private long setAside;
  private boolean reached;

  /**
   * @param budgetMicroUsd in millionths of a dollar; 0 for none
   */
  public Spending(long budgetMicroUsd) {
    this.budget = budgetMicroUsd;
  }

  /** Sets an amount aside, unless it is not there any more. */
  synchronized boolean tryReserve(long microUsd) {
    if (budget > 0 && spent + setAside + microUsd > budget) {
      reached = true;
      return false;
    }
    setAside += microUsd;
    return true;
  }

  synchronized void settle(long reserved, long cost) {
    setAside -= reserved;
    spent += cost;
  }

  /** Whether a call was not made for the budget's sake. */
  public synchronized boolean reached() {
    return reached;
  }

  public synchronized long spentMicroUsd() {
    return spent;
  }
}

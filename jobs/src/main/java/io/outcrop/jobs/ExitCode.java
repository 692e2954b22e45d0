package io.outcrop.jobs;

/** What the process tells its caller. */
public final class ExitCode {
  /** Done. */
  public static final int DONE = 0;

  /** The command line was not understood. */
  public static final int USAGE = 1;

  /** The user's side, found before work began. */
  public static final int USER = 2;

  /** A bug. */
  public static final int BUG = 3;

  /** Stopped by the quality of the input, or by a budget; what was good is kept. */
  public static final int STOPPED = 4;

  /** Finished, but a language model did not answer all it was asked. */
  public static final int DEGRADED = 5;

  private ExitCode() {}
}

package io.outcrop.jobs;

/**
 * The end of a run before its time, for what it was given: the good work is kept, the message says
 * what to do, exit code 4.
 */
public final class StoppedError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param problem what ended the run, with the values
   * @param cause why
   * @param remedy what to do about it
   */
  public StoppedError(String problem, String cause, String remedy) {
    super(UserError.told(problem, cause, remedy));
  }
}

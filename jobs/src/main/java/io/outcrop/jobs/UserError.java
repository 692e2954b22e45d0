package io.outcrop.jobs;

/**
 * A failure on the user's side that was found before work began: one message, no stack trace, exit
 * code 2.
 */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param problem what cannot be done, with the value that was given
   * @param cause why
   * @param remedy what to do about it
   */
  public UserError(String problem, String cause, String remedy) {
    super(told(problem, cause, remedy));
  }

  static String told(String problem, String cause, String remedy) {
    return problem + "\n  Cause:  " + cause + "\n  Remedy: " + remedy;
  }
}

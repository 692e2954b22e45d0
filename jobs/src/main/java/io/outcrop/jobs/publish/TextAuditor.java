package io.outcrop.jobs.publish;

/**
 * A second reader of texts that are to be published, such as a language model. It never decides
 * alone: it sees what has passed the rules and the recognisers, and can only hold more back.
 */
@FunctionalInterface
interface TextAuditor {

  /** Nobody reads a second time. */
  TextAuditor NONE = text -> new Verdict(1, "");

  /**
   * How much a text tells of somebody.
   *
   * @param risk 1 (nothing) to 5 (names a person, an organisation or a secret)
   * @param reason in one sentence
   */
  record Verdict(int risk, String reason) {
    static final int MOST = 2;

    public Verdict {
      if (risk < 1 || risk > 5) {
        throw new IllegalArgumentException("a risk must be from 1 to 5, was " + risk);
      }
    }

    boolean passes() {
      return risk <= MOST;
    }
  }

  Verdict audit(String text);
}

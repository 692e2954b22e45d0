package io.outcrop.jobs.cluster;

/**
 * An item in words.
 *
 * @param clause what a trace does, such as "Repeats the same call"
 * @param noun what it has, such as "repeated calls"
 * @param tail how it follows a clause, such as "after repeating the same call"; null for the noun
 *     behind "with"
 */
record Phrase(String clause, String noun, String tail) {
  Phrase(String clause, String noun) {
    this(clause, noun, null);
  }
}

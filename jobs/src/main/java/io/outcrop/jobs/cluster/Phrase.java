package io.outcrop.jobs.cluster;

/**
 * An item in words.
 *
 * @param clause what a trace does, such as "Repeats the same call"
 * @param noun what it has, such as "repeated calls"
 */
record Phrase(String clause, String noun) {}

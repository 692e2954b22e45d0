package io.outcrop.jobs.publish;

/**
 * Why a row is not published.
 *
 * @param rule the rule that it failed
 * @param detail what the rule asks and what was there
 */
record Ruling(String rule, String detail) {
  /** Of a text whose terms have too little company. */
  static final Ruling SAID_OTHERWISE = new Ruling("terms", "said otherwise or not at all");
}

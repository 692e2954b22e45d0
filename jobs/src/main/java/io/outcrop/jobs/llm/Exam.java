package io.outcrop.jobs.llm;

import io.outcrop.facets.llm.Question;

/** Puts questions and judges answers. May be used by many threads. */
public interface Exam {
  Question question(Item item);

  /** Judges an answer of a batch, of which what the question was about is not at hand. */
  Judged judge(String json);

  /** Judges an answer by what the question was about too. */
  default Judged judge(Item item, String json) {
    return judge(json);
  }

  /**
   * A judgement.
   *
   * @param value what is kept of a good answer; null of another
   * @param problem what is wrong, in our own words; null with a good one
   */
  record Judged(String value, String problem) {}
}

package io.outcrop.jobs.embed;

/** How one facet becomes words of an axis sentence. */
public enum Rendering {
  /** A string, as it is. */
  TEXT,
  /** A string from a closed set: "words:value"; none and unknown say nothing. */
  CATEGORY,
  /** A boolean: the words where true. */
  FLAG,
  /**
   * A number: "no words", or "some words, one/a few/many words", so that near counts share terms.
   */
  COUNT,
  /** An array: its tokens in order. */
  TOKENS,
  /** An array: its last {@value AxisSentences#TAIL} tokens, each marked as belonging to the end. */
  TAIL,
  /** An array: the words where it has any element, whatever the elements are. */
  PRESENCE,
  /** A boolean, or a share from 0 to 1: the words where it is false, or below three quarters. */
  LACKING,
  /** An array of closed-set values: "words:value" for each. */
  CATEGORIES
}

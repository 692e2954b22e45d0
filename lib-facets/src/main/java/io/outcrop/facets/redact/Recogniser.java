package io.outcrop.facets.redact;

/** Finds one kind of thing in a text, in time linear in its length, and never throws. */
interface Recogniser {

  /** Whether the text can hold such a thing at all; false skips {@link #find}. */
  boolean mayMatch(Traits traits);

  /** Adds every such thing to the findings. */
  void find(String text, Findings findings);
}

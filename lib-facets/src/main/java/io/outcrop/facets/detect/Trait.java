package io.outcrop.facets.detect;

/** What is asked of a whole text by several detectors, and so is found out once for each text. */
enum Trait {
  ADMITS(1),
  CLOSES(2),
  HANDS_OVER(4),
  REFUSES(8),
  CORRECTS(16),
  CORRECTS_AFTER_QUESTION(32);

  /** Its place among the bits of a text's traits. */
  final int bit;

  Trait(int bit) {
    this.bit = bit;
  }

  /** Whether a text has it, found out anew. */
  boolean read(String text) {
    return switch (this) {
      case ADMITS -> Replies.readAdmits(text);
      case CLOSES -> Replies.readCloses(text);
      case HANDS_OVER -> Replies.readHandsOver(text);
      case REFUSES -> Refusal.readRefuses(text);
      case CORRECTS -> Correction.readCorrects(text, false);
      case CORRECTS_AFTER_QUESTION -> Correction.readCorrects(text, true);
    };
  }
}

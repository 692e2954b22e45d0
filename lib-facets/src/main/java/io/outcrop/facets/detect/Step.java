package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Turn;

/** One thing that happened in a trace: somebody said something, or a tool was called. */
sealed interface Step {

  /** A message of the user. */
  record Asked(Turn turn) implements Step {}

  /** A text of the model. */
  record Said(Turn turn) implements Step {}

  /** A call and what came of it. */
  record Called(Call call) implements Step {}
}

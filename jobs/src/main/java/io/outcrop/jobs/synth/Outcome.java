package io.outcrop.jobs.synth;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How a tool answers.
 *
 * @param text the result as the model sees it
 * @param errorType null where the span is fine
 * @param errorMessage the span's, null where it is fine
 * @param millis how long it took
 */
record Outcome(String text, String errorType, String errorMessage, long millis) {
  static Outcome of(JsonNode body, long millis) {
    return new Outcome(body.toString(), null, null, millis);
  }

  static Outcome text(String text, long millis) {
    return new Outcome(text, null, null, millis);
  }

  static Outcome failed(String type, String message, long millis) {
    return new Outcome("Error: " + message, type, message, millis);
  }
}

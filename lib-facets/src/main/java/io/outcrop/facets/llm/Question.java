package io.outcrop.facets.llm;

import java.util.Objects;

/**
 * One question to a model.
 *
 * @param prompt the fixed part
 * @param data the user's message: fenced data and what to do with it
 */
public record Question(Prompt prompt, String data) {
  public Question {
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(data, "data");
  }

  /** The same question once more, with what was wrong about the answer, in our own words. */
  public Question again(String problem) {
    return new Question(
        prompt,
        data
            + "\n\nYour last answer could not be used: "
            + problem
            + ". Answer again, and keep to the schema.");
  }

  /** About how many tokens it has. */
  public long estimatedTokens() {
    return Tokens.of(prompt.instructions()) + Tokens.of(prompt.schema()) + Tokens.of(data);
  }
}

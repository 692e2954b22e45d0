package io.outcrop.facets.llm;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * The fixed part of a kind of question: the same for every trace, so that a provider can keep it.
 *
 * @param name what the answer is called at the wire: letters, digits and underscores
 * @param instructions the instructions
 * @param schema JSON schema of the answer, an object whose members are all required
 * @param maxAnswerTokens most tokens of an answer
 */
public record Prompt(String name, String instructions, String schema, int maxAnswerTokens) {
  public Prompt {
    Objects.requireNonNull(instructions, "instructions");
    Objects.requireNonNull(schema, "schema");
    if (!name.matches("[a-z][a-z0-9_]{0,63}")) {
      throw new IllegalArgumentException("name must be a lower-case word, was " + name);
    }
    if (maxAnswerTokens < 1) {
      throw new IllegalArgumentException("maxAnswerTokens must be >= 1, was " + maxAnswerTokens);
    }
  }

  /**
   * The key of an answer: a hash of prompt, schema, model and content, 40 hex digits.
   *
   * @param model the model's name
   * @param content what the question is about, without any random mark
   */
  public String key(String model, String content) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (String part : new String[] {name, instructions, schema, model, content}) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        sha256.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        sha256.update(bytes);
      }
      return HexFormat.of().formatHex(sha256.digest()).substring(0, 40);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}

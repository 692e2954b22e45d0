package io.outcrop.facets.llm;

/** A model that answers a question with JSON. May be used by many threads. */
public interface LanguageModel extends AutoCloseable {
  /** Provider and model, such as {@code anthropic:claude-haiku-4-5}. */
  String name();

  /**
   * Asks once and waits for the answer.
   *
   * @throws ModelException where there is none
   */
  Reply ask(Question question) throws ModelException, InterruptedException;

  @Override
  void close();
}

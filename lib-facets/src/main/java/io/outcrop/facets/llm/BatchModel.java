package io.outcrop.facets.llm;

import java.util.Map;

/** A model that also takes many questions at once and answers them later, at a lower price. */
public interface BatchModel extends LanguageModel {
  /**
   * Hands in questions.
   *
   * @param questions by an id of at most 64 letters and digits
   * @return the provider's id of the batch
   */
  String submit(Map<String, Question> questions) throws ModelException;

  /** Whether all questions of a batch have come to an end, answered or not. */
  boolean isEnded(String batchId) throws ModelException;

  /** Hands over the answers of a batch that has ended, one by one. */
  void answers(String batchId, Answers answers) throws ModelException;

  /** Takes answers of a batch. */
  interface Answers {
    void answered(String id, Reply reply);

    void failed(String id, ModelException failure);
  }
}

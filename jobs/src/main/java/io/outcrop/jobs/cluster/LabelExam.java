package io.outcrop.jobs.cluster;

import io.outcrop.facets.llm.LabelAnswer;
import io.outcrop.facets.llm.LabelPrompt;
import io.outcrop.facets.llm.Question;
import io.outcrop.facets.redact.Redactor;
import io.outcrop.jobs.llm.Exam;
import io.outcrop.jobs.llm.Item;

/** Asks for names of clusters, and takes none that says what its evidence does not. */
final class LabelExam implements Exam {
  private static final Redactor REDACTOR = Redactor.standard();

  @Override
  public Question question(Item item) {
    return LabelPrompt.about(item.text());
  }

  /** Of a batch's answer the evidence is not at hand; it is judged once more before it is used. */
  @Override
  public Judged judge(String json) {
    return judged(read(json, json));
  }

  @Override
  public Judged judge(Item item, String json) {
    return judged(read(item.text(), json));
  }

  private static Judged judged(LabelAnswer.Reading reading) {
    return reading.answer() == null
        ? new Judged(null, String.join("; ", reading.problems()))
        : new Judged(reading.answer().json(), null);
  }

  static LabelAnswer.Reading read(String evidence, String json) {
    return LabelAnswer.read(json, evidence, REDACTOR::redact);
  }
}

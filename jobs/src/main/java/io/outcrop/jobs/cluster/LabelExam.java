package io.outcrop.jobs.cluster;

import io.outcrop.facets.llm.LabelAnswer;
import io.outcrop.facets.llm.LabelPrompt;
import io.outcrop.facets.llm.Question;
import io.outcrop.facets.redact.Redactor;
import io.outcrop.jobs.llm.Exam;

/** Asks for names of clusters, and takes none that says what its evidence does not. */
final class LabelExam implements Exam {
  private static final Redactor REDACTOR = Redactor.standard();

  @Override
  public Question question(String text) {
    return LabelPrompt.about(text);
  }

  /** Of a batch's answer the evidence is not at hand; it is judged once more before it is used. */
  @Override
  public Judged judge(String json) {
    return judge(json, json);
  }

  @Override
  public Judged judge(String text, String json) {
    LabelAnswer.Reading reading = read(text, json);
    return reading.answer() == null
        ? new Judged(null, String.join("; ", reading.problems()))
        : new Judged(reading.answer().json(), null);
  }

  static LabelAnswer.Reading read(String evidence, String json) {
    return LabelAnswer.read(json, evidence, REDACTOR::redact);
  }
}

package io.outcrop.jobs.publish;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.outcrop.facets.llm.AuditPrompt;
import io.outcrop.facets.llm.Question;
import io.outcrop.facets.redact.Redactor;
import io.outcrop.jobs.Phase;
import io.outcrop.jobs.config.LlmSettings.Role;
import io.outcrop.jobs.llm.Exam;
import io.outcrop.jobs.llm.Item;
import io.outcrop.jobs.llm.Models;
import io.outcrop.jobs.llm.Questioning;
import io.outcrop.jobs.tables.Warehouse;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A language model as a second reader. It is asked about the texts that have passed all rules and
 * hold a word that is not Outcrop's own, each once: answers are kept in {@code facts.llm_cache}.
 *
 * <p>A text that it was asked about and has not answered for passes or fails as configured; one
 * that it was never asked about fails.
 */
final class LlmAuditor implements TextAuditor {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Redactor REDACTOR = Redactor.standard();
  private static final Verdict UNREAD = new Verdict(AuditPrompt.MOST_RISK, "nobody has read it");
  private static final Verdict OWN_WORDS = new Verdict(1, "Outcrop's own words");

  private final Map<String, Verdict> verdicts = new HashMap<>();
  private final Questioning.Result asked;

  private LlmAuditor(Map<String, Verdict> verdicts, Questioning.Result asked) {
    this.verdicts.putAll(verdicts);
    this.asked = asked;
  }

  /**
   * Asks about texts.
   *
   * @param unread what becomes of texts that the model has not answered for
   */
  static LlmAuditor of(
      Collection<String> texts,
      Warehouse warehouse,
      Models models,
      Clock clock,
      String runId,
      Verdict unread) {
    String model = models.settings().modelName(Role.AUDIT);
    Map<String, String> open = new TreeMap<>();
    for (String text : texts) {
      if (needsReading(text)) {
        open.put(AuditPrompt.prompt().key(model, text), text);
      }
    }
    Questioning questioning =
        new Questioning(
            warehouse,
            models,
            clock,
            new Questioning.Subject(Role.AUDIT, Phase.PUBLISH.label(), runId));
    Exam exam = new AuditExam();
    questioning.collectEarlier(exam);
    Map<String, Verdict> known = answers(questioning, open);
    List<Item> items =
        open.entrySet().stream()
            .filter(e -> !known.containsKey(e.getKey()))
            .map(e -> new Item(e.getKey(), e.getValue()))
            .toList();
    Questioning.Result asked =
        questioning.ask(items::iterator, items.size(), open.size() - items.size(), exam);
    Map<String, Verdict> answered = items.isEmpty() ? known : answers(questioning, open);
    Map<String, Verdict> verdicts = new HashMap<>();
    open.forEach((key, text) -> verdicts.put(text, answered.getOrDefault(key, unread)));
    return new LlmAuditor(verdicts, asked);
  }

  /** A text of the shipped vocabulary alone says nothing that is not in every copy of Outcrop. */
  private static boolean needsReading(String text) {
    return !Terms.of(text).isEmpty();
  }

  /** The first good answer for each key; one that could not be used is none. */
  private static Map<String, Verdict> answers(Questioning questioning, Map<String, String> open) {
    Map<String, Verdict> known = new HashMap<>();
    questioning
        .kept(open.keySet())
        .forEach(
            (key, json) -> {
              AuditPrompt.Answer answer = json == null ? null : AuditPrompt.read(json);
              if (answer != null && answer.problem() == null) {
                known.put(key, new Verdict(answer.risk(), answer.reason()));
              }
            });
    return known;
  }

  /** What became of the questions. */
  Questioning.Result asked() {
    return asked;
  }

  @Override
  public Verdict audit(String text) {
    return needsReading(text) ? verdicts.getOrDefault(text, UNREAD) : OWN_WORDS;
  }

  private static final class AuditExam implements Exam {
    @Override
    public Question question(Item item) {
      return AuditPrompt.about(item.text());
    }

    @Override
    public Judged judge(String json) {
      AuditPrompt.Answer answer = AuditPrompt.read(json);
      return answer.problem() != null
          ? new Judged(null, answer.problem())
          : new Judged(
              JSON.createObjectNode()
                  .put("risk", answer.risk())
                  .put("reason", REDACTOR.redact(answer.reason()))
                  .toString(),
              null);
    }
  }
}

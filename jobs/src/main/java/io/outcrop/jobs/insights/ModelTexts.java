package io.outcrop.jobs.insights;

import io.outcrop.facets.llm.InsightAnswer;
import io.outcrop.facets.llm.InsightPrompt;
import io.outcrop.facets.llm.Question;
import io.outcrop.facets.redact.Redactor;
import io.outcrop.jobs.Phase;
import io.outcrop.jobs.config.LlmSettings.Role;
import io.outcrop.jobs.llm.Exam;
import io.outcrop.jobs.llm.Item;
import io.outcrop.jobs.llm.Models;
import io.outcrop.jobs.llm.Questioning;
import io.outcrop.jobs.tables.InsightsTable.Change;
import io.outcrop.jobs.tables.InsightsTable.Evidence;
import io.outcrop.jobs.tables.InsightsTable.Insight;
import io.outcrop.jobs.tables.Warehouse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Texts of insights by a language model, which is shown the table of evidence as data. Of its
 * answer only what names rows of that table is taken; for all else our own sentences stand.
 */
final class ModelTexts {
  private static final Redactor REDACTOR = Redactor.standard();
  private static final int LONGEST_TEXT = 600;

  private final Map<String, InsightAnswer> answers = new HashMap<>();
  private final String model;
  private final Questioning.Result asked;

  /** Asks about insights, each distinct evidence once. */
  ModelTexts(
      List<Insight> insights, Warehouse warehouse, Models models, Clock clock, String runId) {
    this.model = models.of(Role.INSIGHTS).name();
    Map<String, String> open = new TreeMap<>();
    insights.stream().map(ModelTexts::evidence).forEach(text -> open.put(key(text), text));
    Questioning questioning =
        new Questioning(
            warehouse,
            models,
            clock,
            new Questioning.Subject(Role.INSIGHTS, Phase.INSIGHTS.label(), runId));
    Exam exam = new InsightExam();
    questioning.collectEarlier(exam);
    Map<String, String> known = questioning.kept(open.keySet());
    List<Item> items =
        open.entrySet().stream()
            .filter(e -> !known.containsKey(e.getKey()))
            .map(e -> new Item(e.getKey(), e.getValue()))
            .toList();
    this.asked = questioning.ask(items::iterator, items.size(), open.size() - items.size(), exam);
    Map<String, String> all = items.isEmpty() ? known : questioning.kept(open.keySet());
    open.forEach(
        (key, text) -> {
          InsightAnswer answer =
              all.get(key) == null ? null : InsightExam.read(text, all.get(key)).answer();
          if (answer != null) {
            answers.put(key, answer);
          }
        });
  }

  /** What became of the questions. */
  Questioning.Result asked() {
    return asked;
  }

  /** The insight in the model's words where they hold, else in ours. */
  Insight told(Finding finding, Insight insight) {
    InsightAnswer answer = answers.get(key(evidence(insight)));
    if (answer == null) {
      return insight;
    }
    String subject = answer.text(InsightAnswer.HEADLINE);
    String difference = answer.text(InsightAnswer.WHY_DIFFERENT);
    String cause = answer.text(InsightAnswer.LIKELY_CAUSE);
    boolean bad = insight.likelyCause() != null;
    return insight.inWords(
        subject == null ? insight.headline() : finding.headline(subject),
        or(answer.text(InsightAnswer.PATTERN), insight.pattern()),
        Wording.whyDifferent(
            difference, insight.evidence(), insight.judgement(), insight.confounding()),
        bad && cause != null ? Wording.cause(cause, insight.changes()) : insight.likelyCause(),
        bad ? or(answer.text(InsightAnswer.FIRST_CHECK), insight.firstCheck()) : null,
        bad ? or(answer.text(InsightAnswer.FIX), insight.suggestedFix()) : null,
        subject,
        difference);
  }

  private static String or(String text, String own) {
    return text == null ? own : text;
  }

  private String key(String text) {
    return InsightPrompt.prompt().key(model, text);
  }

  /** The numbered table, and what rules say. */
  static String evidence(Insight insight) {
    List<String> lines = new ArrayList<>();
    lines.add("Evidence (share of the members; share of the runs outside; which runs those are):");
    int number = 0;
    for (Evidence piece : insight.evidence()) {
      number++;
      lines.add(
          String.format(
              Locale.ROOT,
              "%d. %s: %s (%s; %s; %s)",
              number,
              piece.facet().replace('_', ' '),
              said(piece.value()),
              Wording.percent(piece.inCluster()),
              Wording.percent(piece.outside()),
              piece.contrast()));
    }
    for (Change change : insight.changes()) {
      number++;
      lines.add(
          String.format(
              Locale.ROOT,
              "%d. came in within the window: %s %s (of the runs with it %s are members; of the"
                  + " others %s)",
              number,
              change.kind(),
              said(change.version()),
              Wording.percent(change.shareWith()),
              Wording.percent(change.shareWithout())));
    }
    lines.add("It is judged " + insight.judgement() + ", severity " + insight.severity() + ".");
    lines.add("By rules this is said of it:");
    Stream.of(
            insight.headline(),
            insight.pattern(),
            insight.confounding(),
            insight.likelyCause(),
            insight.firstCheck(),
            insight.suggestedFix())
        .filter(Objects::nonNull)
        .forEach(text -> lines.add("- " + said(text)));
    return String.join("\n", lines);
  }

  /** On one line, so that no value begins a row of its own. */
  private static String said(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.substring(0, Math.min(LONGEST_TEXT, line.length()));
  }

  private static final class InsightExam implements Exam {
    @Override
    public Question question(Item item) {
      return InsightPrompt.about(item.text());
    }

    /** Of a batch's answer the evidence is not at hand; it is judged once more before its use. */
    @Override
    public Judged judge(String json) {
      return judged(read(null, json));
    }

    @Override
    public Judged judge(Item item, String json) {
      return judged(read(item.text(), json));
    }

    private static Judged judged(InsightAnswer.Reading reading) {
      return reading.answer() == null
          ? new Judged(null, String.join("; ", reading.problems()))
          : new Judged(reading.answer().json(), null);
    }

    static InsightAnswer.Reading read(String evidence, String json) {
      return InsightAnswer.read(json, evidence, REDACTOR::redact);
    }
  }
}

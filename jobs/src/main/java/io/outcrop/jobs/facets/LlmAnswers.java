package io.outcrop.jobs.facets;

import io.outcrop.facets.TraceFacets;
import io.outcrop.facets.llm.FacetAnswer;
import io.outcrop.facets.llm.FacetPrompt;
import io.outcrop.facets.llm.PartPrompt;
import io.outcrop.facets.redact.Redactor;
import io.outcrop.jobs.tables.TracesTable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** Puts kept answers into rows of facets. */
record LlmAnswers(TracePrompts prompts) implements MapPartitionsFunction<Row, Row> {
  static final String VALUE = "llm_value";
  static final String PROBLEM = "llm_problem";
  static final String CHOSEN = "llm_chosen";

  /** Of questions about parts of the trace: prompt, value and problem; null without any. */
  static final String PARTS = "llm_parts";

  /** {@code facet_source} of a row that nobody was to ask about. */
  static final String RULE = "rule";

  /** ... whose answer could not be used, even after a repair. */
  static final String INVALID = "rule: the model's answer was unusable";

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    FacetPrompt prompt = prompts.prompt();
    Map<String, PartPrompt> ofParts = new HashMap<>();
    Iterable<Row> all = () -> rows;
    return StreamSupport.stream(all.spliterator(), false)
        .map(row -> TracesTable.ROWS.toRow(withParts(filled(row, prompt), row, ofParts)))
        .iterator();
  }

  /** With the users' own facets that were judged by parts of the trace. */
  private TraceFacets withParts(TraceFacets facets, Row row, Map<String, PartPrompt> ofParts) {
    List<Row> answers = row.getList(row.fieldIndex(PARTS));
    if (answers == null) {
      return facets;
    }
    Map<String, String> labels = new TreeMap<>();
    boolean unanswered = false;
    for (Row answer : answers) {
      String value = answer.getString(1);
      if (value != null) {
        PartPrompt prompt = ofParts.computeIfAbsent(answer.getString(0), prompts::partPrompt);
        labels.putAll(prompt.labels(value));
      }
      unanswered |= value == null && answer.isNullAt(2);
    }
    boolean told = facets.facetSource().equals(TracesTable.UNANSWERED);
    String source = facets.facetSource();
    return facets.withExtracted(
        facets.extracted().with(labels),
        unanswered && !told ? source + TracesTable.PARTLY_UNANSWERED : source);
  }

  private TraceFacets filled(Row row, FacetPrompt prompt) {
    TraceFacets facets = TracesTable.ROWS.fromRow(row);
    String value = row.getAs(VALUE);
    if (value == null) {
      boolean invalid = row.getAs(PROBLEM) != null;
      boolean chosen = row.getAs(CHOSEN) != null;
      return facets.withExtracted(
          facets.extracted(), invalid ? INVALID : chosen ? TracesTable.UNANSWERED : RULE);
    }
    List<String> owners =
        Stream.of(facets.identity().tenantId(), facets.identity().userId())
            .filter(Objects::nonNull)
            .toList();
    Redactor redactor = Redactor.standard().withNames(owners);
    FacetAnswer.Reading reading = FacetAnswer.read(value, prompt, redactor::redact);
    List<String> stated = row.getList(row.fieldIndex(TracePrompts.STATED));
    return reading.isGood()
        ? reading.answer().applyTo(facets, Set.copyOf(stated), prompts.model(), redactor::redact)
        : facets.withExtracted(facets.extracted(), INVALID);
  }
}

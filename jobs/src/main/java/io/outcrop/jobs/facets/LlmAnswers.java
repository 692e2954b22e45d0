package io.outcrop.jobs.facets;

import io.outcrop.facets.TraceFacets;
import io.outcrop.facets.llm.FacetAnswer;
import io.outcrop.facets.llm.FacetPrompt;
import io.outcrop.facets.redact.Redactor;
import io.outcrop.jobs.tables.TracesTable;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** Puts kept answers into rows of facets. */
record LlmAnswers(TracePrompts prompts) implements MapPartitionsFunction<Row, Row> {
  static final String VALUE = "llm_value";
  static final String PROBLEM = "llm_problem";
  static final String CHOSEN = "llm_chosen";

  /** {@code facet_source} of a row that nobody was to ask about. */
  static final String RULE = "rule";

  /** ... whose answer could not be used, even after a repair. */
  static final String INVALID = "rule: the model's answer was unusable";

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    FacetPrompt prompt = prompts.prompt();
    Iterable<Row> all = () -> rows;
    return StreamSupport.stream(all.spliterator(), false)
        .map(row -> TracesTable.ROWS.toRow(filled(row, prompt)))
        .iterator();
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

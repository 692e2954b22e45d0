package io.outcrop.jobs.facets;

import io.outcrop.facets.Extraction;
import io.outcrop.facets.FacetExtractor;
import io.outcrop.facets.custom.CustomFacets;
import io.outcrop.facets.custom.FacetDeclaration;
import io.outcrop.facets.detect.TraceView;
import io.outcrop.facets.llm.FacetAnswer;
import io.outcrop.facets.llm.FacetPrompt;
import io.outcrop.facets.llm.PromptFacet;
import io.outcrop.facets.llm.Question;
import io.outcrop.facets.llm.TraceRendering;
import io.outcrop.facets.redact.Redactor;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.Trace;
import io.outcrop.jobs.Digest;
import io.outcrop.jobs.config.LlmSettings;
import io.outcrop.jobs.config.LlmSettings.Role;
import io.outcrop.jobs.llm.Exam;
import io.outcrop.jobs.tables.TracesTable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What a model is asked about a trace: rendered on the executors, next to the facets, and told by a
 * key that is equal where the redacted content, the prompt, the schema and the model are.
 *
 * @param model provider and model
 * @param own the user's own facets that a model fills
 */
record TracePrompts(
    String model,
    int tokensPerTrace,
    int maxAnswerTokens,
    boolean sendRaw,
    List<FacetDeclaration> own)
    implements Serializable {
  static final String KEY = "llm_key";
  static final String TEXT = "llm_text";
  static final String STATED = "llm_stated";

  private static final String BEHAVIORAL = "agent.behavioral.";
  private static final Set<String> OVERRIDABLE =
      Set.of(
          "failure_mode",
          "reasoning_pattern",
          "resource_pattern",
          "concerning_behavior",
          "sentiment");

  static TracePrompts of(LlmSettings settings, List<FacetDeclaration> custom) {
    return new TracePrompts(
        settings.modelName(Role.FACETS),
        settings.tokensPerTrace(),
        settings.maxAnswerTokens(),
        settings.sendRaw(),
        custom.stream().filter(FacetDeclaration::isPrompt).toList());
  }

  static StructType schema() {
    return TracesTable.TABLE
        .schema()
        .add(KEY, DataTypes.StringType)
        .add(TEXT, DataTypes.StringType)
        .add(STATED, DataTypes.createArrayType(DataTypes.StringType))
        .add(TraceRows.ROWS.schema().apply(AgentRows.AGENTS));
  }

  FacetPrompt prompt() {
    return new FacetPrompt(own.stream().map(PromptFacet::of).toList(), maxAnswerTokens);
  }

  /** What of this changes answers: part of the facets' version. */
  String version() {
    FacetPrompt prompt = prompt();
    return new Digest()
        .add(prompt.prompt().key(model, ""))
        .add(tokensPerTrace + " " + sendRaw)
        .hex(12);
  }

  /** Makes the rows of a partition: facets, and what to ask. */
  final class Rows {
    private final FacetExtractor extractor;
    private final TraceRendering rendering = new TraceRendering(tokensPerTrace);
    private final FacetPrompt prompt = prompt();

    Rows(FacetExtractor extractor) {
      this.extractor = extractor;
    }

    Row row(List<Span> spans) {
      Trace trace = extractor.trace(spans);
      Extraction made = extractor.extractAll(trace);
      String redacted = rendering.redacted(trace, extractor.redaction(trace));
      List<Object> cells = new ArrayList<>();
      Row row = TraceRows.ROWS.toRow(made);
      for (int i = 0; i < row.length() - 1; i++) {
        cells.add(row.get(i));
      }
      cells.add(prompt.prompt().key(model, redacted));
      cells.add(sendRaw ? rendering.raw(trace) : redacted);
      TraceView view = TraceView.of(trace);
      Stream<String> excluded =
          own.stream()
              .filter(facet -> CustomFacets.isExcluded(facet, view))
              .map(facet -> FacetAnswer.EXCLUDED + facet.name());
      cells.add(Stream.concat(stated(spans).stream(), excluded).toArray(String[]::new));
      cells.add(row.get(row.length() - 1));
      return RowFactory.create(cells.toArray());
    }
  }

  /** Facets that the producer states itself. */
  private static List<String> stated(List<Span> spans) {
    return spans.stream()
        .flatMap(span -> span.attributes().keySet().stream())
        .filter(key -> key.startsWith(BEHAVIORAL))
        .map(key -> key.substring(BEHAVIORAL.length()))
        .filter(OVERRIDABLE::contains)
        .distinct()
        .sorted()
        .toList();
  }

  /** Puts the questions and judges the answers. */
  Exam exam() {
    FacetPrompt prompt = prompt();
    UnaryOperator<String> redact = Redactor.standard()::redact;
    return new Exam() {
      @Override
      public Question question(String text) {
        return prompt.about(text);
      }

      @Override
      public Judged judge(String json) {
        FacetAnswer.Reading reading = FacetAnswer.read(json, prompt, redact);
        return reading.isGood()
            ? new Judged(reading.answer().json(), null)
            : new Judged(null, reading.problems().stream().collect(Collectors.joining("; ")));
      }
    };
  }
}

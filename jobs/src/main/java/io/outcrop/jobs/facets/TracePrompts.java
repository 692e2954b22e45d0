package io.outcrop.jobs.facets;

import io.outcrop.facets.Extraction;
import io.outcrop.facets.FacetExtractor;
import io.outcrop.facets.custom.CustomFacets;
import io.outcrop.facets.custom.FacetDeclaration;
import io.outcrop.facets.custom.TracePart;
import io.outcrop.facets.detect.TraceView;
import io.outcrop.facets.llm.FacetAnswer;
import io.outcrop.facets.llm.FacetPrompt;
import io.outcrop.facets.llm.PartPrompt;
import io.outcrop.facets.llm.Prompt;
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
import io.outcrop.jobs.llm.Item;
import io.outcrop.jobs.tables.TracesTable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
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
 * <p>One question is about the whole trace and fills all facets; users' own facets that are to be
 * judged by some parts have one more for each choice of parts, which sees those alone. A prompt is
 * named by the facets that it asks for, the first one by an empty text.
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
  static final String QUESTIONS = "llm_questions";
  static final String ABOUT = "about";
  static final String TEXT = "text";
  static final String STATED = "llm_stated";

  /** Of a question of a trace; the first is about the whole, and its key is the trace's. */
  private static final StructType QUESTION =
      new StructType()
          .add(KEY, DataTypes.StringType)
          .add(ABOUT, DataTypes.StringType)
          .add(TEXT, DataTypes.StringType);

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
        .add(QUESTIONS, DataTypes.createArrayType(QUESTION))
        .add(STATED, DataTypes.createArrayType(DataTypes.StringType))
        .add(TraceRows.ROWS.schema().apply(AgentRows.AGENTS));
  }

  FacetPrompt prompt() {
    return new FacetPrompt(facets(f -> in(f).isEmpty()), maxAnswerTokens);
  }

  private List<PromptFacet> facets(Predicate<FacetDeclaration> which) {
    return own.stream().filter(which).map(PromptFacet::of).toList();
  }

  private static List<TracePart> in(FacetDeclaration facet) {
    return ((FacetDeclaration.OfPrompt) facet.source()).in();
  }

  /** The facets of each choice of parts. */
  private Collection<List<FacetDeclaration>> choices() {
    Map<Set<TracePart>, List<FacetDeclaration>> choices = new LinkedHashMap<>();
    for (FacetDeclaration facet : own) {
      if (!in(facet).isEmpty()) {
        choices.computeIfAbsent(EnumSet.copyOf(in(facet)), c -> new ArrayList<>()).add(facet);
      }
    }
    return choices.values();
  }

  /** Whether some facets are to be judged by parts of a trace. */
  boolean askOfParts() {
    return !choices().isEmpty();
  }

  /**
   * The prompt about parts of a trace.
   *
   * @param about its facets, which have one choice of parts
   */
  PartPrompt partPrompt(String about) {
    Set<String> names = Set.of(about.split(","));
    Set<TracePart> in = EnumSet.noneOf(TracePart.class);
    own.stream().filter(f -> names.contains(f.name())).forEach(f -> in.addAll(in(f)));
    return new PartPrompt(in, facets(f -> names.contains(f.name())), maxAnswerTokens);
  }

  /** The fixed part of a prompt. */
  Prompt prompt(String about) {
    return about.isEmpty() ? prompt().prompt() : partPrompt(about).prompt();
  }

  private static String about(List<FacetDeclaration> facets) {
    return facets.stream().map(FacetDeclaration::name).collect(Collectors.joining(","));
  }

  /** What of this changes answers: part of the facets' version. */
  String version() {
    Digest digest = new Digest().add(prompt().prompt().key(model, ""));
    choices().forEach(facets -> digest.add(prompt(about(facets)).key(model, "")));
    return digest.add(tokensPerTrace + " " + sendRaw).hex(12);
  }

  /** Makes the rows of a partition: facets, and what to ask. */
  final class Rows {
    private final FacetExtractor extractor;
    private final TraceRendering rendering = new TraceRendering(tokensPerTrace);
    private final Prompt prompt = prompt("");
    private final Map<String, Prompt> ofParts = new HashMap<>();
    private final List<FacetDeclaration> ofWhole =
        own.stream().filter(facet -> in(facet).isEmpty()).toList();
    private final Collection<List<FacetDeclaration>> choices = choices();

    Rows(FacetExtractor extractor) {
      this.extractor = extractor;
    }

    Row row(List<Span> spans) {
      Trace trace = extractor.trace(spans);
      Extraction made = extractor.extractAll(trace);
      UnaryOperator<String> redact = extractor.redaction(trace);
      String redacted = rendering.redacted(trace, redact);
      List<Object> cells = new ArrayList<>();
      Row row = TraceRows.ROWS.toRow(made);
      for (int i = 0; i < row.length() - 1; i++) {
        cells.add(row.get(i));
      }
      String key = prompt.key(model, redacted);
      cells.add(key);
      TraceView view = TraceView.of(trace);
      List<Row> questions = new ArrayList<>();
      questions.add(RowFactory.create(key, "", sendRaw ? rendering.raw(trace) : redacted));
      choices.forEach(facets -> ofParts(facets, view, redact).ifPresent(questions::add));
      cells.add(questions.toArray(Row[]::new));
      Stream<String> excluded =
          ofWhole.stream()
              .filter(facet -> CustomFacets.isExcluded(facet, view))
              .map(facet -> FacetAnswer.EXCLUDED + facet.name());
      cells.add(Stream.concat(stated(spans).stream(), excluded).toArray(String[]::new));
      cells.add(row.get(row.length() - 1));
      return RowFactory.create(cells.toArray());
    }

    /** The question of facets with one choice of parts, where any is to be asked of the trace. */
    private Optional<Row> ofParts(
        List<FacetDeclaration> facets, TraceView view, UnaryOperator<String> redact) {
      List<FacetDeclaration> asked =
          facets.stream().filter(facet -> !CustomFacets.isExcluded(facet, view)).toList();
      Set<TracePart> in = EnumSet.copyOf(in(facets.get(0)));
      String redacted = asked.isEmpty() ? "" : rendering.redacted(view.trace(), in, redact);
      if (redacted.isEmpty()) {
        return Optional.empty();
      }
      String about = about(asked);
      String key = ofParts.computeIfAbsent(about, TracePrompts.this::prompt).key(model, redacted);
      String text = sendRaw ? rendering.raw(view.trace(), in) : redacted;
      return Optional.of(RowFactory.create(key, about, text));
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
    FacetPrompt whole = prompt();
    UnaryOperator<String> redact = Redactor.standard()::redact;
    Map<String, PartPrompt> ofParts = new ConcurrentHashMap<>();
    String allOfParts = about(choices().stream().flatMap(List::stream).toList());
    return new Exam() {
      @Override
      public Question question(Item item) {
        return item.about().isEmpty()
            ? whole.about(item.text())
            : ofParts(item.about()).about(item.text());
      }

      private PartPrompt ofParts(String about) {
        return ofParts.computeIfAbsent(about, TracePrompts.this::partPrompt);
      }

      @Override
      public Judged judge(Item item, String json) {
        return judge(item.about(), json);
      }

      /** It tells by its members which question it answers. */
      @Override
      public Judged judge(String json) {
        boolean ofWhole = allOfParts.isEmpty() || json.contains(FacetAnswer.MARK_OF_WHOLE);
        return judge(ofWhole ? "" : allOfParts, json);
      }

      private Judged judge(String about, String json) {
        if (about.isEmpty()) {
          FacetAnswer.Reading reading = FacetAnswer.read(json, whole, redact);
          return reading.isGood()
              ? new Judged(reading.answer().json(), null)
              : new Judged(null, String.join("; ", reading.problems()));
        }
        PartPrompt.Reading reading = ofParts(about).read(json);
        return reading.problems().isEmpty()
            ? new Judged(reading.json(), null)
            : new Judged(null, String.join("; ", reading.problems()));
      }
    };
  }
}

package io.outcrop.jobs.facets;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;

import io.outcrop.facets.custom.FacetDeclaration;
import io.outcrop.facets.llm.FacetAnswer;
import io.outcrop.facets.llm.Prompt;
import io.outcrop.facets.llm.Tokens;
import io.outcrop.jobs.Phase;
import io.outcrop.jobs.config.LlmSettings;
import io.outcrop.jobs.config.LlmSettings.Role;
import io.outcrop.jobs.llm.Item;
import io.outcrop.jobs.llm.Models;
import io.outcrop.jobs.llm.Questioning;
import io.outcrop.jobs.runs.Stages;
import io.outcrop.jobs.tables.LlmCacheTable;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.time.Clock;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/**
 * Fills the extracted facets by a language model: renders the traces on the executors, asks from
 * the driver about what is not answered yet, and puts the answers into the rows.
 *
 * <p>Rows with their questions are kept on the executors' disks meanwhile; the driver sees a
 * partition of questions at a time.
 */
final class LlmPass implements AutoCloseable {
  private static final long QUESTIONS_PER_PARTITION = 1_000;
  private static final long FENCE_TOKENS = 80;
  private static final long USUAL_ANSWER = 200;
  private static final String PLACE = "place";
  private static final UserDefinedFunction TOKENS =
      udf((UDF1<String, Long>) Tokens::of, DataTypes.LongType);

  private final Warehouse warehouse;
  private final LlmSettings settings;
  private final TracePrompts prompts;
  private Dataset<Row> rows;
  private Dataset<Row> chosen;
  private Questioning.Result result;
  private Models models;
  private Clock clock;

  LlmPass(Warehouse warehouse, LlmSettings settings, List<FacetDeclaration> custom) {
    this.warehouse = warehouse;
    this.settings = settings;
    this.prompts = TracePrompts.of(settings, custom);
  }

  /** With models to ask. */
  LlmPass with(Models opened, Clock ofAnswers) {
    this.models = opened;
    this.clock = ofAnswers;
    return this;
  }

  /** What can change an answer, for the version of facets. */
  String version() {
    return prompts.version() + " " + settings.sample();
  }

  TracePrompts prompts() {
    return prompts;
  }

  /** What became of the questions; null before any were asked. */
  Questioning.Result result() {
    return result;
  }

  /** The questions whose answer is not there. */
  private Dataset<Row> open(Dataset<Row> questions) {
    return questions.join(answers().select(LlmCacheTable.KEY), sameKey(), "left_anti");
  }

  /**
   * The distinct questions about the chosen: key, and a trace that has it at a place among its
   * questions.
   */
  private Dataset<Row> questions() {
    if (!prompts.askOfParts()) {
      return chosen.withColumn(PLACE, lit(0));
    }
    return placed()
        .groupBy(TracePrompts.KEY)
        .agg(min(struct(col(TracesTable.TRACE_ID), col(PLACE))).as("first"))
        .select(TracePrompts.KEY, "first." + TracesTable.TRACE_ID, "first." + PLACE);
  }

  /** Every question about a chosen content: trace id, key, place and prompt. */
  private Dataset<Row> placed() {
    return rows.join(chosen.select(TracePrompts.KEY), TracePrompts.KEY)
        .select(
            col(TracesTable.TRACE_ID),
            posexplode(col(TracePrompts.QUESTIONS + "." + TracePrompts.KEY))
                .as(new String[] {PLACE, TracePrompts.KEY}),
            col(TracePrompts.QUESTIONS + "." + TracePrompts.ABOUT).as("prompts"))
        .withColumn(TracePrompts.ABOUT, element_at(col("prompts"), col(PLACE).plus(1)))
        .drop("prompts");
  }

  /** The texts of some questions: key, prompt and text. */
  private Dataset<Row> texts(Dataset<Row> questions) {
    return rows.select(TracesTable.TRACE_ID, TracePrompts.QUESTIONS)
        .join(questions.select(TracesTable.TRACE_ID, PLACE), TracesTable.TRACE_ID)
        .select(element_at(col(TracePrompts.QUESTIONS), col(PLACE).plus(1)).as("question"))
        .select("question.*");
  }

  private static Column sameKey() {
    return col(TracePrompts.KEY).equalTo(col(LlmCacheTable.KEY));
  }

  /** One answer for each key: the first that came. */
  private Dataset<Row> answers() {
    return warehouse
        .read(LlmCacheTable.TABLE)
        .groupBy(LlmCacheTable.KEY)
        .agg(
            min(struct(
                    col(LlmCacheTable.ANSWERED_AT),
                    col(LlmCacheTable.VALUE),
                    col(LlmCacheTable.PROBLEM)))
                .as("first"))
        .select(
            col(LlmCacheTable.KEY),
            col("first." + LlmCacheTable.VALUE).as(LlmAnswers.VALUE),
            col("first." + LlmCacheTable.PROBLEM).as(LlmAnswers.PROBLEM));
  }

  /**
   * The rows with answers in them.
   *
   * @param computed rows with their questions, as {@link TracePrompts.Rows} makes them
   */
  Dataset<Row> filled(Dataset<Row> computed) {
    rows = computed.persist(StorageLevel.DISK_ONLY());
    Questioning questioning =
        new Questioning(
            warehouse,
            models,
            clock,
            new Questioning.Subject(Role.FACETS, Phase.FACETS.label(), Stages.NO_RUN));
    questioning.collectEarlier(prompts.exam());
    chosen = LlmSample.of(rows, settings.sample()).persist();
    Dataset<Row> questions = questions().persist();
    long all = questions.count();
    Dataset<Row> open = open(questions).persist();
    long asked = open.count();
    result = questioning.ask(() -> items(open, asked), asked, all - asked, prompts.exam());
    open.unpersist();
    questions.unpersist();
    Dataset<Row> answered =
        rows.join(
                chosen.select(col(TracePrompts.KEY), lit(true).as(LlmAnswers.CHOSEN)),
                new String[] {TracePrompts.KEY},
                "left")
            .join(answers(), sameKey(), "left");
    return withParts(answered)
        .select(columns())
        .mapPartitions(new LlmAnswers(prompts), Encoders.row(TracesTable.TABLE.schema()));
  }

  private Dataset<Row> withParts(Dataset<Row> answered) {
    if (!prompts.askOfParts()) {
      return answered.withColumn(LlmAnswers.PARTS, lit(null).cast("array<struct<a:string>>"));
    }
    Dataset<Row> ofParts =
        placed()
            .where(col(PLACE).gt(0))
            .join(answers(), sameKey(), "left")
            .groupBy(TracesTable.TRACE_ID)
            .agg(
                collect_list(
                        struct(
                            col(TracePrompts.ABOUT),
                            col(LlmAnswers.VALUE),
                            col(LlmAnswers.PROBLEM)))
                    .as(LlmAnswers.PARTS));
    return answered.join(ofParts, new String[] {TracesTable.TRACE_ID}, "left");
  }

  /**
   * What would be asked.
   *
   * @param computed rows with their questions; null without any traces
   */
  LlmEstimate estimate(Dataset<Row> computed) {
    if (computed == null) {
      return LlmEstimate.NOTHING;
    }
    rows = computed.persist(StorageLevel.DISK_ONLY());
    chosen = LlmSample.of(rows, settings.sample()).persist();
    Dataset<Row> questions = questions().persist();
    LlmEstimate estimate = new LlmEstimate(rows.count(), questions.count(), 0, 0, 0);
    for (Row prompt :
        texts(open(questions))
            .groupBy(TracePrompts.ABOUT)
            .agg(count(lit(1)), sum(TOKENS.apply(col(TracePrompts.TEXT))))
            .collectAsList()) {
      String about = prompt.getString(0);
      long calls = prompt.getLong(1);
      long input = prompt.getLong(2) + calls * fixed(prompts.prompt(about));
      long output = calls * (about.isEmpty() ? answer() : prompts.partPrompt(about).answerTokens());
      estimate = estimate.plus(calls, input, output);
    }
    questions.unpersist();
    return estimate;
  }

  private static long fixed(Prompt prompt) {
    return Tokens.of(prompt.instructions()) + Tokens.of(prompt.schema()) + FENCE_TOKENS;
  }

  /** Tokens of an answer about a whole trace, as measured before with this model, else as usual. */
  private long answer() {
    Row measured =
        warehouse
            .read(LlmCacheTable.TABLE)
            .where(
                col(LlmCacheTable.MODEL)
                    .equalTo(prompts.model())
                    .and(col(LlmCacheTable.VALUE).contains(FacetAnswer.MARK_OF_WHOLE)))
            .agg(avg("output_tokens"))
            .head();
    return measured.isNullAt(0) ? USUAL_ANSWER : Math.round(measured.getDouble(0));
  }

  private static Column[] columns() {
    return Stream.concat(
            Arrays.stream(TracesTable.TABLE.schema().fieldNames()),
            Stream.of(
                TracePrompts.STATED,
                LlmAnswers.CHOSEN,
                LlmAnswers.VALUE,
                LlmAnswers.PROBLEM,
                LlmAnswers.PARTS))
        .map(name -> col(name))
        .toArray(Column[]::new);
  }

  private Iterator<Item> items(Dataset<Row> open, long asked) {
    int partitions = (int) Math.max(1, asked / QUESTIONS_PER_PARTITION);
    Iterator<Row> each =
        texts(open).repartition(partitions, col(TracePrompts.KEY)).toLocalIterator();
    Iterable<Row> all = () -> each;
    return StreamSupport.stream(all.spliterator(), false)
        .map(row -> new Item(row.getString(0), row.getString(1), row.getString(2)))
        .iterator();
  }

  @Override
  public void close() {
    if (rows != null) {
      rows.unpersist();
    }
    if (chosen != null) {
      chosen.unpersist();
    }
  }
}

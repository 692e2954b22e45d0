package io.outcrop.jobs.facets;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get_json_object;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import io.outcrop.facets.FacetExtractor;
import io.outcrop.facets.FacetSettings;
import io.outcrop.facets.Failing;
import io.outcrop.facets.redact.Redactor;
import io.outcrop.jobs.Digest;
import io.outcrop.jobs.ExitCode;
import io.outcrop.jobs.Phase;
import io.outcrop.jobs.Progress;
import io.outcrop.jobs.config.LlmSettings;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.llm.Models;
import io.outcrop.jobs.llm.Questioning;
import io.outcrop.jobs.tables.AgentSpansTable;
import io.outcrop.jobs.tables.OutcomesTable;
import io.outcrop.jobs.tables.SessionsTable;
import io.outcrop.jobs.tables.SpansTable;
import io.outcrop.jobs.tables.StagesTable;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Phase 2: one row of facets for each trace whose spans have changed.
 *
 * <p>Which traces changed is read from the change feed of {@code telemetry.spans} since the version
 * that the last completed run of this phase took in. With another facet version, so after a change
 * of code or configuration, all traces are computed anew.
 */
public final class Facets {
  /** Raised with every change of code that changes a facet. */
  private static final String CODE_VERSION = "16";

  private static final long BYTES_PER_PARTITION = 16L << 20;
  private static final long MOST_PARTITIONS = 20_000;

  /**
   * What was asked for.
   *
   * @param models the language models; empty without one
   */
  public record Options(OutcropConfig.Facets config, Optional<Models> models, Clock clock) {
    /** Without a language model. */
    public Options(OutcropConfig.Facets config) {
      this(config, Optional.empty(), Clock.systemUTC());
    }
  }

  /**
   * What was computed.
   *
   * @param computed traces computed in this run
   * @param traces traces in {@code facts.traces} after it
   * @param inputVersion version of {@code telemetry.spans} taken in
   * @param outcomesVersion version of {@code telemetry.outcomes} taken in; -1 where there is none
   * @param unknownOutcomes ids in side files of outcomes that belong to no trace
   * @param llm what a language model was asked; null where none was
   */
  public record Result(
      long computed,
      long traces,
      long inputVersion,
      long outcomesVersion,
      long unknownOutcomes,
      Questioning.Result llm) {

    /** How the process is to end: done, stopped by the budget, or degraded. */
    public int exitCode() {
      if (llm == null || llm.unanswered() == 0) {
        return ExitCode.DONE;
      }
      return llm.budget() ? ExitCode.STOPPED : ExitCode.DEGRADED;
    }
  }

  private final Warehouse warehouse;
  private final OutcropConfig.Facets config;
  private final String facetVersion;
  private final JoinedOutcomes outcomes;
  private final LlmPass llm;

  private Facets(Warehouse warehouse, OutcropConfig.Facets config, LlmPass llm) {
    this.warehouse = warehouse;
    this.config = config;
    this.outcomes = new JoinedOutcomes(warehouse);
    this.llm = llm;
    Digest version = new Digest().add(CODE_VERSION).add(config.withoutAxes().toString());
    this.facetVersion = (llm == null ? version : version.add(llm.version())).hex(12);
  }

  public static Result run(Warehouse warehouse, Options options) {
    LlmPass llm =
        options
            .models()
            .map(
                models ->
                    new LlmPass(warehouse, models.settings(), options.config().custom())
                        .with(models, options.clock()))
            .orElse(null);
    Facets facets = new Facets(warehouse, options.config(), llm);
    try {
      return facets.run();
    } finally {
      facets.close();
    }
  }

  /**
   * What a run would ask a language model, without asking.
   *
   * @param settings with a provider
   */
  public static LlmEstimate estimate(
      Warehouse warehouse, OutcropConfig.Facets config, LlmSettings settings) {
    Facets facets =
        new Facets(warehouse, config, new LlmPass(warehouse, settings, config.custom()));
    try {
      return facets.estimate();
    } finally {
      facets.close();
    }
  }

  private LlmEstimate estimate() {
    Versions latest = latest();
    Versions taken = versionsTakenIn();
    if (latest.spans() < 0) {
      return llm.estimate(null);
    }
    Dataset<Row> spans = warehouse.read(SpansTable.TABLE);
    if (!taken.isUpTo(latest) || otherFacetVersion()) {
      return llm.estimate(asking(withContent(outcomes.joinedTo(spans))));
    }
    Dataset<Row> changed = changed(taken, latest);
    Dataset<Row> theirs = spans.join(changed, SpansTable.TRACE_ID, "left_semi");
    return llm.estimate(asking(withContent(outcomes.joinedTo(theirs, changed))));
  }

  private void close() {
    if (llm != null) {
      llm.close();
    }
  }

  private Result run() {
    Versions latest = latest();
    Versions taken = versionsTakenIn();
    long computed = 0;
    if (latest.spans() < 0) {
      Progress.step(warehouse.spark(), Phase.FACETS, "there are no spans yet");
      warehouse.create(TracesTable.TABLE);
      warehouse.create(SessionsTable.TABLE);
      warehouse.create(AgentSpansTable.TABLE);
    } else if (!taken.isUpTo(latest) || otherFacetVersion()) {
      Progress.step(warehouse.spark(), Phase.FACETS, "computing the facets of all traces");
      Dataset<Row> spans = warehouse.read(SpansTable.TABLE);
      Dataset<Row> made = computed(withContent(outcomes.joinedTo(spans)));
      Dataset<Row> traces = traces(made);
      new AgentRows(warehouse).replace(made);
      new TracesAndSessions(warehouse).replace(traces, spans);
      traces.unpersist();
      made.unpersist();
      computed = warehouse.read(TracesTable.TABLE).count();
    } else if (taken.equals(latest) && !unanswered()) {
      Progress.step(warehouse.spark(), Phase.FACETS, "no spans are new");
    } else {
      computed = update(taken, latest);
    }
    return new Result(
        computed,
        warehouse.read(TracesTable.TABLE).count(),
        latest.spans(),
        latest.outcomes(),
        outcomes.unknown(),
        llm == null ? null : llm.result());
  }

  /** Rows of facets, by rule or with a model's answers in them; kept as the computed ones are. */
  private Dataset<Row> traces(Dataset<Row> computed) {
    return llm == null
        ? AgentRows.facets(computed)
        : llm.filled(computed).persist(StorageLevel.MEMORY_AND_DISK());
  }

  /**
   * Computed once and kept, since two tables are written from it. At once and as a whole: to look
   * for a first row would compute a partition on one core while all others wait.
   */
  private Dataset<Row> computed(Dataset<Row> records) {
    Dataset<Row> rows =
        (llm == null
                ? facets(records, partitions(warehouse), config, facetVersion)
                : asking(records))
            .persist(StorageLevel.MEMORY_AND_DISK());
    rows.count();
    return rows;
  }

  /** Rows of facets by rule, and beside them what a model is to be asked. */
  private Dataset<Row> asking(Dataset<Row> records) {
    return byTrace(records, partitions(warehouse))
        .mapPartitions(
            new TraceRows.WithPrompts(config, facetVersion, llm.prompts()),
            Encoders.row(TracePrompts.schema()));
  }

  /** Traces that a model was to be asked about and that no answer came to. */
  private Dataset<Row> unansweredTraces() {
    return warehouse
        .read(TracesTable.TABLE)
        .where(TracesTable.isUnanswered())
        .select(TracesTable.TRACE_ID);
  }

  private boolean unanswered() {
    return llm != null && !unansweredTraces().isEmpty();
  }

  /** Versions of the tables that facets are computed from; -1 where there is none. */
  private record Versions(long spans, long outcomes) {
    boolean isUpTo(Versions latest) {
      return spans >= 0 && spans <= latest.spans && outcomes <= latest.outcomes;
    }
  }

  private Versions latest() {
    return new Versions(
        warehouse.version(SpansTable.TABLE), warehouse.version(OutcomesTable.TABLE));
  }

  /** Traces whose facets are to be computed again. */
  private Dataset<Row> changed(Versions taken, Versions latest) {
    return changedSpans(taken.spans(), latest.spans())
        .union(outcomes.changedTraces(taken.outcomes(), latest.outcomes()))
        .union(llm == null ? noTraces() : unansweredTraces())
        .distinct();
  }

  /** Computes the traces that changed since some versions and merges them in, in one commit. */
  private long update(Versions taken, Versions latest) {
    Dataset<Row> changed = changed(taken, latest).cache();
    long traces = changed.count();
    Progress.step(
        warehouse.spark(), Phase.FACETS, "computing the facets of " + traces + " changed traces");
    if (traces > 0) {
      Dataset<Row> spans =
          warehouse.read(SpansTable.TABLE).join(changed, SpansTable.TRACE_ID, "left_semi");
      Dataset<Row> records = withContent(outcomes.joinedTo(spans, changed));
      Dataset<Row> made = computed(records);
      Dataset<Row> rows = traces(made);
      new AgentRows(warehouse).merge(changed, made);
      new TracesAndSessions(warehouse).merge(changed, rows);
      rows.unpersist();
      made.unpersist();
    }
    changed.unpersist();
    return traces;
  }

  private Dataset<Row> noTraces() {
    return warehouse.read(TracesTable.TABLE).select(TracesTable.TRACE_ID).limit(0);
  }

  /** Traces of which a record changed, or a content that they refer to. */
  private Dataset<Row> changedSpans(long taken, long latest) {
    Dataset<Row> changes = warehouse.changes(SpansTable.TABLE, taken, latest);
    Dataset<Row> traces = ReferredContent.without(changes).select(SpansTable.TRACE_ID).distinct();
    Dataset<Row> contents = ReferredContent.of(changes).select(SpansTable.SOURCE_OBJECT).distinct();
    if (contents.isEmpty()) {
      return traces;
    }
    Dataset<Row> records = ReferredContent.without(warehouse.read(SpansTable.TABLE));
    return traces.union(ReferredContent.tracesReferringTo(contents, records)).distinct();
  }

  /**
   * The records with the content that they refer to; without such content they are as they were.
   */
  private Dataset<Row> withContent(Dataset<Row> records) {
    Dataset<Row> contents = ReferredContent.of(warehouse.read(SpansTable.TABLE));
    Dataset<Row> ofTraces = ReferredContent.without(records);
    return contents.isEmpty() ? ofTraces : ReferredContent.join(ofTraces, contents);
  }

  /** Partitions that hold some tens of megabytes as stored each, and keep every core busy. */
  public static int partitions(Warehouse warehouse) {
    long bytes = warehouse.bytes(SpansTable.TABLE);
    int cores = warehouse.spark().sparkContext().defaultParallelism();
    return (int) Math.max(2L * cores, Math.min(MOST_PARTITIONS, bytes / BYTES_PER_PARTITION));
  }

  private Versions versionsTakenIn() {
    Row row =
        warehouse
            .read(StagesTable.TABLE)
            .where(col(StagesTable.PHASE).equalTo(Phase.FACETS.label()))
            .agg(
                max(StagesTable.INPUT_VERSION),
                max(get_json_object(col(StagesTable.DETAIL), "$.outcomesVersion").cast("long")))
            .head();
    return new Versions(
        row.isNullAt(0) ? -1 : row.getLong(0), row.isNullAt(1) ? -1 : row.getLong(1));
  }

  private boolean otherFacetVersion() {
    return !warehouse
        .read(TracesTable.TABLE)
        .where(col(TracesTable.FACET_VERSION).notEqual(lit(facetVersion)))
        .isEmpty();
  }

  /**
   * One row for each trace of the spans: its facets, and in a column more the rows of its agents.
   * The one place where rows become objects: the spans of a trace come together by one shuffle and
   * a sort, and are taken trace by trace.
   */
  static Dataset<Row> facets(
      Dataset<Row> spans, int partitions, OutcropConfig.Facets config, String facetVersion) {
    return byTrace(spans, partitions)
        .mapPartitions(
            new TraceRows.OfPartition(config, facetVersion), Encoders.row(TraceRows.ROWS.schema()));
  }

  private static Dataset<Row> byTrace(Dataset<Row> spans, int partitions) {
    return spans
        .repartition(partitions, col(SpansTable.TRACE_ID))
        .sortWithinPartitions(SpansTable.TRACE_ID, SpansTable.SPAN_ID);
  }

  /** What makes facets of traces under a configuration. */
  public static FacetExtractor extractor(OutcropConfig.Facets config, String facetVersion) {
    Set<Failing.Signal> signals =
        config.failing().stream()
            .map(name -> Failing.Signal.valueOf(name.toUpperCase(Locale.ROOT)))
            .collect(Collectors.toUnmodifiableSet());
    return new FacetExtractor(
        new FacetExtractor.Options(
            new Failing(signals, config.evaluations(), config.leastScore(), config.leastGrounded()),
            new FacetSettings(config.prices(), config.custom(), config.neverFallback()),
            facetVersion,
            names -> Redactor.standard().withNames(names)::redact,
            config.maxSpansPerTrace()));
  }
}

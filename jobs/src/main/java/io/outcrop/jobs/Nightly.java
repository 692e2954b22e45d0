package io.outcrop.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.outcrop.jobs.cluster.Cluster;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.embed.Embed;
import io.outcrop.jobs.embed.Embedder;
import io.outcrop.jobs.evals.EvalCandidates;
import io.outcrop.jobs.facets.Facets;
import io.outcrop.jobs.forget.Forget;
import io.outcrop.jobs.ingest.Backlog;
import io.outcrop.jobs.ingest.DateRange;
import io.outcrop.jobs.ingest.Ingest;
import io.outcrop.jobs.insights.Insights;
import io.outcrop.jobs.llm.Models;
import io.outcrop.jobs.publish.Publish;
import io.outcrop.jobs.report.Report;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.runs.Runs;
import io.outcrop.jobs.runs.Stages;
import io.outcrop.jobs.shifts.Shifts;
import io.outcrop.jobs.tables.SpansTable;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import io.outcrop.jobs.track.Tracking;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/** The phases of one warehouse under one configuration, each alone or the whole night. */
public final class Nightly {
  private static final int FEW_TRACES = 100;

  /** Traces of few spans take no less, packed as objects and the table of spans are. */
  private static final long LEAST_BYTES_OF_A_TRACE = 1_000;

  private final Warehouse warehouse;
  private final OutcropConfig config;
  private final Clock clock;
  private final Runs runs;
  private final Stages stages;
  private Embedder embedder;
  private Optional<Models> models;
  private String unnamed;
  private String unexplained;

  /**
   * What a night did.
   *
   * @param ingest null where nothing was to be read
   * @param repeated whether the run had been completed before, so that phases 3 to 7 had nothing to
   *     do
   * @param clusters null where it is repeated
   * @param insights null where it is repeated
   * @param seconds by phase, of this process
   */
  public record Result(
      Run run,
      boolean repeated,
      Ingest.Result ingest,
      Facets.Result facets,
      Cluster.Result clusters,
      Insights.Result insights,
      Publish.Result publish,
      Map<Phase, Double> seconds) {

    /** How the process is to end: done, stopped by the budget, or degraded. */
    public int exitCode() {
      int named = clusters == null ? ExitCode.DONE : clusters.exitCode();
      int explained = insights == null ? ExitCode.DONE : insights.exitCode();
      return IntStream.of(facets.exitCode(), named, explained, publish.exitCode())
          .filter(code -> code != ExitCode.DONE)
          .findFirst()
          .orElse(ExitCode.DONE);
    }
  }

  /** The phases of a tenant's own folder. */
  Nightly(
      Warehouse warehouse,
      OutcropConfig config,
      Clock clock,
      Embedder embedder,
      Optional<Models> models) {
    this(warehouse, config, clock);
    this.embedder = embedder;
    this.models = models;
  }

  public Nightly(Warehouse warehouse, OutcropConfig config, Clock clock) {
    this.warehouse = warehouse;
    this.config = config;
    this.clock = clock;
    this.runs = new Runs(warehouse, clock);
    this.stages = new Stages(warehouse, clock);
  }

  /** The whole night. */
  public Result run(List<String> inputs, Run.Window window) {
    openEmbedder();
    models();
    Insights.requireDeployLog(warehouse, config);
    Ingest.Result ingested = ingest(inputs, new DateRange(window.since(), window.until()));
    Facets.Result computed = facets();
    return publish(ingested, computed, window);
  }

  /** Phases 3 to 7 over a window of what phases 1 and 2 have made. */
  public Result publish(Ingest.Result ingested, Facets.Result computed, Run.Window window) {
    Run run = Run.of(warehouse, config, window, clock);
    boolean repeated = runs.isComplete(run);
    Publish.Result published;
    Cluster.Result clusters = null;
    Insights.Result insights = null;
    if (repeated) {
      Progress.note(
          "run %s was completed before on the same traces and configuration; nothing to do"
              .formatted(run.id()));
      published = Publish.standing(warehouse, run);
      runs.complete(run);
    } else {
      begin(run);
      Tracking.classify(warehouse, config, run.windowStart(), run.windowEnd());
      embed(run);
      clusters = cluster(run);
      insights = insights(run);
      published = publish(run);
    }
    report();
    new TenantScopes(warehouse, config, clock, openEmbedder(), models()).run(run);
    Sessions.fitToAnySize(warehouse.spark());
    return new Result(
        run, repeated, ingested, computed, clusters, insights, published, stages.seconds());
  }

  /** Whether the run that a window makes now is complete. */
  boolean isComplete(Run.Window window) {
    return runs.isComplete(Run.of(warehouse, config, window, clock));
  }

  /** The page of what is published now, beside the tables. */
  private void report() {
    runs.latestComplete()
        .map(latest -> Report.run(warehouse, latest, Report.defaultFile(warehouse)))
        .ifPresent(written -> Progress.note("report: " + written.file()));
  }

  public Ingest.Result ingest(List<String> inputs) {
    return ingest(inputs, DateRange.ALL);
  }

  /** Reads what is new in the partitions of some dates. */
  public Ingest.Result ingest(List<String> inputs, DateRange dates) {
    return ingest(() -> read(backlog(inputs, dates)));
  }

  /** What is new in the partitions of some dates. */
  public Backlog backlog(List<String> inputs, DateRange dates) {
    return Backlog.of(warehouse, new Ingest.Options(inputs, config.ingest(), dates));
  }

  /** Reads what is new. */
  public Ingest.Result ingest(Backlog backlog) {
    return ingest(() -> read(backlog));
  }

  private Ingest.Result read(Backlog backlog) {
    Sessions.fit(warehouse.spark(), backlog.bytes() / LEAST_BYTES_OF_A_TRACE);
    Ingest.Result result = backlog.read();
    Sessions.fitToAnySize(warehouse.spark());
    return result;
  }

  private Ingest.Result ingest(Supplier<Ingest.Result> reading) {
    Ingest.Result result = stages.run(Phase.INGEST, Stages.NO_RUN, reading, r -> -1);
    Forget.keepOut(warehouse);
    requireGood(result);
    return result;
  }

  private void requireGood(Ingest.Result result) {
    double most = config.ingest().maxRejectShare();
    if (result.rejectShare() > most) {
      throw new StoppedError(
          String.format(
              Locale.ROOT,
              "Stopped after ingest: %,d of %,d records that should have been spans were rejected"
                  + " (%.1f %%; at most %.1f %% are allowed).",
              result.rejects(),
              result.spans() + result.duplicates() + result.rejects(),
              100 * result.rejectShare(),
              100 * most),
          "by reason: "
              + result.rejectsByReason()
              + "; most of them in "
              + result.worst().stream()
                  .map(o -> o.uri() + " (" + o.rejects() + " of " + o.records() + ")")
                  .collect(Collectors.joining(", ")),
          "look at outcrop_telemetry.rejects; what was good is kept, and another start goes on with"
              + " it. Where so many rejects are usual, raise outcrop.ingest.max-reject-share");
    }
  }

  public Facets.Result facets() {
    Sessions.fit(warehouse.spark(), warehouse.bytes(SpansTable.TABLE) / LEAST_BYTES_OF_A_TRACE);
    Facets.Result result =
        stages.run(
            Phase.FACETS,
            Stages.NO_RUN,
            () -> Facets.run(warehouse, new Facets.Options(config.facets(), models(), clock)),
            Facets.Result::inputVersion);
    Forget.removeLeftOut(warehouse);
    // Their connections; whoever asks next opens them again.
    models().ifPresent(Models::close);
    tellOwners();
    Sessions.fitToAnySize(warehouse.spark());
    return result;
  }

  /**
   * The configured language models, so that what they lack is told before any work.
   *
   * @throws UserError if their key is not to be found
   */
  public Optional<Models> models() {
    if (models == null) {
      models = Models.of(config.llm());
    }
    return models;
  }

  /** Says so where traces of too few boundaries are there for anything to be published. */
  private void tellOwners() {
    boolean users = config.publish().boundary().equals("user");
    Column boundary =
        users
            ? struct(col(TracesTable.TENANT_ID), col(TracesTable.USER_ID))
            : struct(col(TracesTable.TENANT_ID));
    Column known = col(users ? TracesTable.USER_ID : TracesTable.TENANT_ID).isNotNull();
    Row counts =
        warehouse
            .read(TracesTable.TABLE)
            .agg(count(lit(1)), count(when(known, boundary)), count_distinct(when(known, boundary)))
            .head();
    int needed = config.publish().minTenants();
    if (counts.getLong(0) > 0 && counts.getLong(2) < needed) {
      String kind = users ? "user" : "tenant";
      Progress.warn(
          String.format(
              Locale.ROOT,
              "%,d of %,d traces have a %s, of %,d %ss in all; publishing needs %,d. Name the"
                  + " attributes that hold it with outcrop.ingest.keys.%s%s, or lower"
                  + " outcrop.publish.min-tenants",
              counts.getLong(1),
              counts.getLong(0),
              kind,
              counts.getLong(2),
              kind,
              needed,
              kind,
              users ? "" : ", or the part of the path with outcrop.ingest.tenant.from-path"));
    }
  }

  /**
   * Removes a tenant, and builds and publishes the latest window anew where its traces had a part
   * in any run.
   */
  public Forget.Result forget(String tenant) {
    openEmbedder();
    Forget forget = new Forget(warehouse);
    Forget.Result result = forget.erase(tenant, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    Facets.Result facets = facets();
    if (result.runs() > 0 && facets.traces() > 0) {
      publish(null, facets, Run.Window.LATEST);
    }
    forget.removeThePast();
    return result;
  }

  /**
   * The run that a phase from 3 to 7 is about to work on, entered in {@code ops.runs}.
   *
   * @throws UserError when the phase before was not done for this run: it would publish emptiness
   */
  public Run begin(Run.Window window, Phase phase) {
    Run run = Run.of(warehouse, config, window, clock);
    switch (phase) {
      case INGEST, FACETS ->
          throw new IllegalArgumentException("Phase " + phase.label() + " belongs to no run");
      case EMBED -> {
        requireFacets();
        Tracking.classify(warehouse, config, run.windowStart(), run.windowEnd());
      }
      case CLUSTER -> requireDone(Phase.EMBED, phase, run);
      case INSIGHTS -> requireDone(Phase.CLUSTER, phase, run);
      case PUBLISH -> requireDone(Phase.INSIGHTS, phase, run);
    }
    return begin(run);
  }

  private void requireFacets() {
    if (!warehouse.exists(TracesTable.TABLE)) {
      throw new UserError(
          "Cannot embed the traces of " + warehouse.root() + ".",
          "no facets are there",
          "check --warehouse, or run outcrop ingest and outcrop facets first");
    }
  }

  private void requireDone(Phase before, Phase phase, Run run) {
    if (!stages.isDone(before, run.id())) {
      throw new UserError(
          "Cannot run phase %s for run %s.".formatted(phase.label(), run.id()),
          "phase %s was not done for this run: other dates, configuration or traces make another run"
              .formatted(before.label()),
          "run outcrop %s first, with the same --config, --set and dates"
              .formatted(before.label()));
    }
  }

  private Run begin(Run run) {
    Sessions.fit(warehouse.spark(), run.traces());
    runs.begin(run);
    Progress.note(
        "run %s: %d traces from %s to %s"
            .formatted(run.id(), run.traces(), run.windowStart(), run.windowEnd()));
    if (run.traces() == 0) {
      Progress.warn("the window holds no traces; the tables of this run are empty");
    } else if (run.traces() < FEW_TRACES) {
      Progress.warn(
          "only %d traces: clusters of so few say little, and most will be withheld"
              .formatted(run.traces()));
    }
    return run;
  }

  /**
   * Makes the embedder ready, so that what it lacks is told before any work.
   *
   * @throws UserError if the configured embedder cannot be used here
   */
  public Embedder openEmbedder() {
    if (embedder == null) {
      embedder = Embedder.of(warehouse, config);
    }
    return embedder;
  }

  public Embed.Result embed(Run run) {
    Embedder opened = openEmbedder();
    return stages.run(Phase.EMBED, run.id(), () -> Embed.run(warehouse, run, opened), result -> -1);
  }

  public Cluster.Result cluster(Run run) {
    Cluster.Result result =
        stages.run(
            Phase.CLUSTER, run.id(), () -> Cluster.run(warehouse, run, models(), clock), r -> -1);
    models().ifPresent(Models::close);
    unnamed = result.lacking();
    return result;
  }

  public Insights.Result insights(Run run) {
    Insights.Result result =
        stages.run(
            Phase.INSIGHTS,
            run.id(),
            () -> {
              Insights.Result found = Insights.run(warehouse, run, models(), clock);
              EvalCandidates.run(warehouse, run);
              Shifts.run(warehouse, run);
              return found;
            },
            r -> -1);
    models().ifPresent(Models::close);
    unexplained = result.lacking();
    return result;
  }

  /** Publishes, and makes the run visible as the latest. */
  public Publish.Result publish(Run run) {
    Publish.Result result =
        stages.run(
            Phase.PUBLISH, run.id(), () -> Publish.run(warehouse, run, models(), clock), r -> -1);
    models().ifPresent(Models::close);
    runs.complete(
        run,
        result.withheldAsJson(),
        Stream.of(unnamed, unexplained, result.lacking()).filter(Objects::nonNull).toList());
    return result;
  }
}

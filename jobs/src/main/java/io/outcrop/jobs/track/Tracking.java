package io.outcrop.jobs.track;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.when;

import io.outcrop.jobs.Digest;
import io.outcrop.jobs.Progress;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.runs.TrackedFacets;
import io.outcrop.jobs.tables.ReviewsTable;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.TrackedSeriesTable;
import io.outcrop.jobs.tables.TrackedTable;
import io.outcrop.jobs.tables.TrackedTable.Tracked;
import io.outcrop.jobs.tables.TrackedTracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Patterns that are looked for every night: how they come to be, what they take, how they end. */
public final class Tracking {
  private static final int LONGEST_NAME = 40;

  private final Warehouse warehouse;
  private final OutcropConfig config;
  private final Clock clock;

  /**
   * What somebody asks for.
   *
   * @param name null for one made of the title
   * @param where a condition over facts.traces in place of what is found; null for none
   * @param kind auto, predicate, radius or both
   * @param shapes axes that the facet is to shape
   * @param note null for none
   */
  public record Request(
      String subject,
      String name,
      String where,
      String kind,
      List<String> shapes,
      String reviewer,
      String note) {}

  /**
   * What is tracked now.
   *
   * @param definition in words
   * @param traces that it takes, over all days
   */
  public record Result(Tracked tracked, String definition, long traces) {}

  public Tracking(Warehouse warehouse, OutcropConfig config, Clock clock) {
    this.warehouse = warehouse;
    this.config = config;
    this.clock = clock;
  }

  /**
   * Makes a pattern a tracked one, or defines it anew; that it is confirmed goes without saying.
   */
  public Result track(Request request) {
    Subject subject = Subject.find(warehouse, request.subject());
    if (subject.cluster().isBroad() && request.where() == null) {
      throw new UserError(
          "Cannot track " + request.subject() + ".",
          "its cluster is broad: the traces have little in common that would tell others",
          "track one of the clusters below it, or give a condition with --where");
    }
    DefinitionSearch search = new DefinitionSearch(warehouse, config, subject);
    DefinitionSearch.Fitted fitted =
        request.where() != null
            ? search.given(request.where())
            : search.best(
                subject.insight() == null ? List.of() : subject.insight().evidence(),
                DefinitionSearch.Kind.valueOf(request.kind().toUpperCase(Locale.ROOT)));
    for (String axis : request.shapes()) {
      if (Definition.axis(config, axis).isEmpty()) {
        throw new UserError(
            "Cannot use --axes " + axis + ".",
            "there is no such axis",
            "take one of those that outcrop.axes declares, such as behavior or failure");
      }
    }
    Tracked tracked = tracked(subject, request, fitted);
    new Reviews(warehouse, clock)
        .add(subject, request.reviewer(), ReviewsTable.CONFIRMED, request.note(), "track");
    write(tracked);
    classify(warehouse, config, LocalDate.EPOCH, null);
    long traces =
        warehouse
            .read(TrackedTracesTable.TABLE)
            .where(col(TrackedTracesTable.TRACKED_ID).equalTo(tracked.trackedId()))
            .count();
    return new Result(tracked, fitted.definition().told(), traces);
  }

  private Tracked tracked(Subject subject, Request request, DefinitionSearch.Fitted fitted) {
    String id = "t-" + new Digest().add(subject.lineageId()).hex(12);
    List<Tracked> others =
        all().stream().filter(t -> !t.trackedId().equals(id) && t.active()).toList();
    String name = request.name() == null ? named(subject.title()) : request.name();
    if (!name.matches("[a-z0-9_]{1,60}")) {
      throw new UserError(
          "Cannot call the pattern " + name + ".",
          "it becomes the name of a facet",
          "take small letters, digits and underscores, 60 at most");
    }
    if (others.stream().anyMatch(t -> t.name().equals(name))) {
      if (request.name() != null) {
        throw new UserError(
            "Cannot call the pattern " + name + ".",
            "another tracked pattern has this name",
            "give another --name, or dismiss the other");
      }
      return tracked(subject, request, fitted, id, name + "_" + id.substring(2, 6));
    }
    return tracked(subject, request, fitted, id, name);
  }

  private Tracked tracked(
      Subject subject, Request request, DefinitionSearch.Fitted fitted, String id, String name) {
    Definition definition = fitted.definition();
    return new Tracked(
        id,
        name,
        subject.lineageId(),
        subject.cluster().axis(),
        subject.cluster().level(),
        subject.insight() == null ? null : subject.insight().insightId(),
        subject.cluster().clusterId(),
        subject.run().runId(),
        subject.title(),
        subject.insight() == null ? null : subject.insight().severity(),
        definition.predicate(),
        definition.centre(),
        definition.hasCentre() ? definition.radius() : null,
        rounded(fitted.precision()),
        rounded(fitted.recall()),
        request.shapes(),
        true,
        request.reviewer(),
        clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  private static double rounded(double share) {
    return Math.rint(share * 10_000) / 10_000;
  }

  /** A title as the name of a facet. */
  public static String named(String title) {
    String name =
        title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
    String cut = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    String whole = cut.replaceAll("_+$", "");
    return whole.isEmpty() ? "pattern" : whole;
  }

  /** Dismisses a pattern: no more tracking, and no part in exports. */
  public Optional<Tracked> dismiss(String given, String reviewer, String reason) {
    Subject subject = Subject.find(warehouse, given);
    new Reviews(warehouse, clock).add(subject, reviewer, ReviewsTable.REJECTED, reason, "dismiss");
    Optional<Tracked> stopped =
        all().stream()
            .filter(t -> t.active() && t.lineageId().equals(subject.lineageId()))
            .findFirst();
    stopped.ifPresent(t -> write(t.stopped()));
    if (stopped.isPresent()) {
      classify(warehouse, config, LocalDate.EPOCH, null);
    }
    return stopped;
  }

  /** All that are or were tracked, by name. */
  public List<Tracked> all() {
    return warehouse.read(TrackedTable.TABLE).collectAsList().stream()
        .map(TrackedTable.ROWS::fromRow)
        .sorted(Comparator.comparing(Tracked::name).thenComparing(Tracked::trackedId))
        .toList();
  }

  private void write(Tracked tracked) {
    warehouse.upsert(
        TrackedTable.TABLE,
        warehouse
            .spark()
            .createDataFrame(
                List.of(TrackedTable.ROWS.toRow(tracked)), TrackedTable.TABLE.schema()),
        TrackedTable.TRACKED_ID);
  }

  /**
   * Tells which traces of some days the tracked patterns take, and the series by day. Nothing
   * happens where nothing is tracked, or ever was.
   *
   * @param until null for no end
   */
  public static void classify(
      Warehouse warehouse, OutcropConfig config, LocalDate since, LocalDate until) {
    if (!warehouse.exists(TrackedTable.TABLE)) {
      return;
    }
    List<Tracked> active = TrackedFacets.active(warehouse);
    Progress.note("looking for %d tracked patterns".formatted(active.size()));
    Column days = col(TracesTable.TRACE_DATE).geq(lit(since));
    Column window = until == null ? days : days.and(col(TracesTable.TRACE_DATE).leq(lit(until)));
    Dataset<Row> traces = warehouse.read(TracesTable.TABLE);
    Dataset<Row> inWindow = traces.where(window);
    Dataset<Row> taken =
        warehouse.spark().createDataFrame(List.of(), TrackedTracesTable.TABLE.schema());
    List<Object> ids = new ArrayList<>();
    for (Tracked t : active) {
      Optional<AxisSpec> axis = Definition.axis(config, t.axis());
      if (axis.isEmpty()) {
        Progress.warn(
            "%s is not looked for: its axis %s is not declared".formatted(t.name(), t.axis()));
        continue;
      }
      ids.add(t.trackedId());
      Definition definition = new Definition(t.predicate(), t.centre(), t.radius());
      taken =
          taken.unionByName(
              inWindow
                  .where(definition.takes(axis.get(), traces.schema()))
                  .select(
                      col(TracesTable.TRACE_ID),
                      lit(t.trackedId()).as(TrackedTracesTable.TRACKED_ID),
                      lit(t.name()).as(TrackedTracesTable.NAME),
                      col(TracesTable.TRACE_DATE)));
    }
    // Other days keep what they have, but for traces and patterns that are gone.
    Dataset<Row> standing =
        warehouse
            .read(TrackedTracesTable.TABLE)
            .where(
                org.apache
                    .spark
                    .sql
                    .functions
                    .not(window)
                    .and(col(TrackedTracesTable.TRACKED_ID).isin(ids.toArray())))
            .join(traces.select(TracesTable.TRACE_ID), TracesTable.TRACE_ID, "left_semi");
    Dataset<Row> all = taken.unionByName(standing).localCheckpoint(true);
    warehouse.overwrite(TrackedTracesTable.TABLE, all);
    warehouse.overwrite(TrackedSeriesTable.TABLE, series(traces, all));
  }

  private static Dataset<Row> series(Dataset<Row> traces, Dataset<Row> taken) {
    Dataset<Row> days = traces.groupBy(TracesTable.TRACE_DATE).agg(count(lit(1)).as("all_traces"));
    Dataset<Row> patterns =
        taken.select(TrackedTracesTable.TRACKED_ID, TrackedTracesTable.NAME).distinct();
    Dataset<Row> counts =
        taken
            .drop(TracesTable.TRACE_DATE)
            .join(
                traces.select(
                    TracesTable.TRACE_ID,
                    TracesTable.TRACE_DATE,
                    TracesTable.TENANT_ID,
                    TracesTable.FAILING),
                TracesTable.TRACE_ID)
            .groupBy(TrackedTracesTable.TRACKED_ID, TracesTable.TRACE_DATE)
            .agg(
                count(lit(1)).as("traces"),
                count(when(col(TracesTable.FAILING), lit(1))).as("failing"),
                count_distinct(col(TracesTable.TENANT_ID)).as("tenants"));
    Column[] keys = {col(TrackedTracesTable.TRACKED_ID), col(TracesTable.TRACE_DATE)};
    return patterns
        .crossJoin(days)
        .join(
            counts,
            scala.collection.JavaConverters.asScalaBuffer(
                    List.of(TrackedTracesTable.TRACKED_ID, TracesTable.TRACE_DATE))
                .toSeq(),
            "left")
        .na()
        .fill(0)
        .withColumn("share", round(col("traces").divide(col("all_traces")), 6))
        .orderBy(keys);
  }
}

package io.outcrop.jobs.publish;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.outcrop.facets.llm.AuditPrompt;
import io.outcrop.jobs.ExitCode;
import io.outcrop.jobs.Phase;
import io.outcrop.jobs.Progress;
import io.outcrop.jobs.config.PublishSettings;
import io.outcrop.jobs.insights.Wording;
import io.outcrop.jobs.llm.Models;
import io.outcrop.jobs.llm.Questioning;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import io.outcrop.jobs.tables.EvalCasesTable;
import io.outcrop.jobs.tables.EvalCasesTable.EvalCase;
import io.outcrop.jobs.tables.InsightsTable;
import io.outcrop.jobs.tables.InsightsTable.Insight;
import io.outcrop.jobs.tables.MapCellsTable;
import io.outcrop.jobs.tables.RecordRows;
import io.outcrop.jobs.tables.ShiftsTable;
import io.outcrop.jobs.tables.ShiftsTable.Shift;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.TrendsTable;
import io.outcrop.jobs.tables.Warehouse;
import io.outcrop.jobs.tables.WithheldTable;
import io.outcrop.jobs.tables.WithheldTable.Withheld;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Phase 7, the gate: the only writer of the zone {@code insights}. What a rule keeps back is listed
 * in {@code ops.withheld}.
 *
 * <p>Clusters and insights are as many as there are leaves, whatever the number of traces, and are
 * judged on the driver; traces and spans are counted where they lie.
 */
public final class Publish {
  private static final String ALL_TENANTS = "all";

  /** Epsilon is a whole number of thousandths, so that the noise is drawn from integers. */
  private static final int EPSILON_UNITS = 1000;

  private final Warehouse warehouse;
  private final Run run;
  private final PublishSettings settings;
  private final TextAuditor auditor;
  private final Models models;
  private final Clock clock;
  private Questioning.Result audited;
  private final List<Withheld> withheld = new ArrayList<>();
  private final Map<String, Long> inLeaves = new HashMap<>();

  /**
   * What passed.
   *
   * @param tracesWithheld of them, in leaves that are not published; traces that belong to several
   *     axes count on each
   * @param withheldByRule rows kept back, by table and rule
   * @param audited what a language model was asked to read; null where none was
   */
  public record Result(
      long clusters,
      long clustersBuilt,
      long insights,
      long insightsBuilt,
      long tracesWithheld,
      Map<String, Long> withheldByRule,
      Questioning.Result audited) {

    /** How the process is to end: done, stopped by the budget, or degraded. */
    public int exitCode() {
      if (audited == null || audited.unanswered() == 0) {
        return ExitCode.DONE;
      }
      return audited.budget() ? ExitCode.STOPPED : ExitCode.DEGRADED;
    }

    /** What a model was to read of the texts and has not read; null for nothing. */
    public String lacking() {
      return audited == null || audited.unanswered() == 0
          ? null
          : "the language model did not read %d of %d texts that were to be published"
              .formatted(audited.unanswered(), audited.asked() + audited.cached());
    }

    /** How much was kept back by which rule, never which: for {@code ops.runs}. */
    public String withheldAsJson() {
      return withheldByRule.entrySet().stream()
          .map(e -> "\"%s\":%d".formatted(e.getKey(), e.getValue()))
          .collect(Collectors.joining(",", "{", ",\"traces\":" + tracesWithheld + "}"))
          .replace("{,", "{");
    }
  }

  private Publish(Warehouse warehouse, Run run, TextAuditor auditor, Models models, Clock clock) {
    this.warehouse = warehouse;
    this.run = run;
    this.settings = run.config().publish();
    this.auditor = auditor;
    this.models = models;
    this.clock = clock;
  }

  /** By the rules alone. */
  public static Result run(Warehouse warehouse, Run run) {
    return new Publish(warehouse, run, TextAuditor.NONE, null, null).run();
  }

  /** By the rules, and with a language model that reads what has passed them. */
  public static Result run(Warehouse warehouse, Run run, Optional<Models> models, Clock clock) {
    return new Publish(warehouse, run, TextAuditor.NONE, models.orElse(null), clock).run();
  }

  private Result run() {
    Progress.step(
        warehouse.spark(),
        Phase.PUBLISH,
        "asking for %d %ss and %d traces behind every row"
            .formatted(settings.minTenants(), settings.boundary(), settings.minTraces()));
    settings.risks().forEach(risk -> Progress.warn("accepted by configuration: " + risk));
    List<Cluster> clusters = inScope(ClustersTable.FACTS, ClustersTable.ROWS, Cluster::scope);
    List<Insight> insights =
        inScope(InsightsTable.FACTS, InsightsTable.ROWS, Insight::scope).stream()
            .map(Wording::withoutFigures)
            .toList();
    clusters.stream()
        .filter(c -> c.level() == 0)
        .forEach(c -> inLeaves.merge(c.unit() + " " + c.axis(), c.traces(), Long::sum));
    Dataset<Row> traces = run.traces(warehouse);
    Support support =
        Support.of(
            warehouse.read(AssignmentsTable.TABLE, run.id()),
            traces,
            run.sessions(warehouse),
            settings);
    Thresholds thresholds = Thresholds.of(settings);
    ClusterGate gate =
        new ClusterGate(settings, clusters, support.numbers(), support.crowds(thresholds.most()));
    gate.judgeSupport();
    List<EvalCase> cases = inScope(EvalCasesTable.FACTS, EvalCasesTable.ROWS, EvalCase::scope);
    List<Shift> shifts =
        inScope(ShiftsTable.FACTS, ShiftsTable.ROWS, Shift::scope).stream()
            .sorted(Comparator.comparingInt(Shift::rank).thenComparing(Shift::shiftId))
            .toList();
    TextGate texts = texts(gate, insights, cases, shifts, support);
    judgeTitles(gate, texts);
    if (settings.counts().equals("hold")) {
      gate.hold(new Nights(warehouse, run).held(gate.published()));
    }
    if (settings.noise().isOn()) {
      blur(gate, support);
    }
    gate.complete();
    Map<String, Minimum> needed =
        gate.published().stream().collect(Collectors.toMap(Cluster::clusterId, gate::needed));
    Map<String, LocalDate> firstSeen = support.firstSeen(needed);
    Map<String, Row> published = clusters(gate, texts, firstSeen);
    Map<String, Set<String>> examples =
        ExampleSupport.of(
            support.assignments(),
            traces,
            support.boundaries(),
            insights.stream()
                .map(Insight::clusterId)
                .filter(needed::containsKey)
                .distinct()
                .collect(Collectors.toMap(id -> id, needed::get)));
    List<Row> insightRows = insights(gate, insights, texts, published, examples, traces);
    List<Row> trends = trends(gate, thresholds, support, texts);
    List<Row> shiftRows = shifts(shifts, thresholds, support, texts, published, traces);
    support.close();
    List<Row> caseRows =
        new EvalCaseRows(
                gate,
                texts,
                cluster -> standing(gate, cluster, null, Set.of()),
                (column, id, ruling) ->
                    withheld(EvalCasesTable.INSIGHTS.name() + column, id, ruling))
            .of(cases, insightRows);
    gate.rulings().forEach((id, ruling) -> withheld(ClustersTable.INSIGHTS.name(), id, ruling));

    write(WithheldTable.TABLE, withheld.stream().map(WithheldTable.ROWS::toRow).toList());
    write(ClustersTable.INSIGHTS, List.copyOf(published.values()));
    write(InsightsTable.INSIGHTS, insightRows);
    write(MapCellsTable.INSIGHTS, cells(gate, clusters, thresholds, texts));
    write(EvalCasesTable.INSIGHTS, caseRows);
    write(TrendsTable.INSIGHTS, trends);
    write(ShiftsTable.INSIGHTS, shiftRows);
    return new Result(
        published.size(),
        clusters.size(),
        insightRows.size(),
        insights.size(),
        gate.tracesWithheld(),
        withheldByRule(withheld),
        audited);
  }

  /** With noise none are told: each day would spend the budget once more. */
  private List<Row> trends(
      ClusterGate gate, Thresholds thresholds, Support support, TextGate texts) {
    if (settings.noise().isOn()) {
      withheld(
          TrendsTable.INSIGHTS.name(),
          "all",
          new Ruling("epsilon", "counts of days have no part in the budget"));
      return List.of();
    }
    return new TrendRows(
            gate,
            thresholds,
            support,
            texts,
            (cluster, ruling) -> withheld(TrendsTable.INSIGHTS.name(), cluster, ruling))
        .of(warehouse.read(TrendsTable.FACTS, run.id()));
  }

  /** With noise none are told, as of trends. */
  private List<Row> shifts(
      List<Shift> candidates,
      Thresholds thresholds,
      Support support,
      TextGate texts,
      Map<String, Row> published,
      Dataset<Row> traces) {
    if (settings.noise().isOn()) {
      withheld(
          ShiftsTable.INSIGHTS.name(),
          "all",
          new Ruling("epsilon", "comparisons have no part in the budget"));
      return List.of();
    }
    Map<String, String> titles = new HashMap<>();
    published.forEach((id, row) -> titles.put(id, ClustersTable.ROWS.fromRow(row).title()));
    return new ShiftRows(
            settings,
            thresholds,
            texts,
            titles,
            (column, id, ruling) -> withheld(ShiftsTable.INSIGHTS.name() + column, id, ruling))
        .of(candidates, traces, support.boundaries(), support.assignments());
  }

  /**
   * A boundary changes the counts of an axis by at most its bounded contributions together, so that
   * is the scale of the noise, for the axis' part of the budget.
   */
  private void blur(ClusterGate gate, Support support) {
    PublishSettings.Noise noise = settings.noise();
    long most = (long) noise.traces() * noise.leaves() * run.config().cluster().axes().size();
    DiscreteLaplace laplace =
        new DiscreteLaplace(
            most * EPSILON_UNITS, (int) Math.max(1, Math.floor(noise.epsilon() * EPSILON_UNITS)));
    SecureRandom random = new SecureRandom();
    gate.blur(support.clipped(), () -> laplace.sample(random));
  }

  private <R extends Record> List<R> inScope(
      Table table, RecordRows<R> rows, java.util.function.Function<R, String> scope) {
    return warehouse.read(table, run.id()).collectAsList().stream()
        .map(rows::fromRow)
        .filter(row -> scope.apply(row).equals(ALL_TENANTS))
        .toList();
  }

  /**
   * The gate for texts: the rules, and where a model is configured, a second reader behind them.
   */
  private TextGate texts(
      ClusterGate gate,
      List<Insight> insights,
      List<EvalCase> cases,
      List<Shift> shifts,
      Support support) {
    WantedTexts wanted =
        WantedTexts.of(
            gate.published(),
            insights.stream().filter(i -> gate.isPublished(i.clusterId())).toList(),
            cases.stream().filter(c -> gate.isPublished(c.clusterId())).toList(),
            shifts);
    TextGate byRules = wanted.gate(warehouse, run, settings, support.boundaries());
    if (models == null) {
      return byRules.with(auditor);
    }
    LlmAuditor reader =
        LlmAuditor.of(
            Stream.concat(
                    wanted.all().stream().map(byRules::rewrittenByRules),
                    shifts.stream().flatMap(ShiftRows::names).map(byRules::carriedByRules))
                .filter(java.util.Objects::nonNull)
                .toList(),
            warehouse,
            models,
            clock,
            run.id(),
            settings.unaudited().equals("publish")
                ? new TextAuditor.Verdict(1, "not read by the model")
                : new TextAuditor.Verdict(AuditPrompt.MOST_RISK, "not read by the model"));
    audited = reader.asked();
    return byRules.with(reader);
  }

  private static void judgeTitles(ClusterGate gate, TextGate texts) {
    for (Cluster cluster : gate.published()) {
      if (texts.rewritten(cluster.title()) == null) {
        Optional<TextGate.Objection> objection = texts.refusal(cluster.title());
        gate.withhold(
            cluster.clusterId(),
            objection
                .map(
                    o -> new Ruling(o.rule(), "the title cannot be said without it: " + o.detail()))
                .orElse(new Ruling("terms", "the title says nothing but a number")));
      }
    }
  }

  private Map<String, Row> clusters(
      ClusterGate gate, TextGate texts, Map<String, LocalDate> firstSeen) {
    List<Cluster> published = gate.published();
    Map<String, String> titles = new HashMap<>();
    published.forEach(c -> titles.put(c.clusterId(), texts.rewritten(c.title())));
    Map<String, String> distinct = ClusterGate.distinct(titles, published);
    Map<String, Row> rows = new TreeMap<>();
    for (Cluster cluster : published) {
      RowGate rules =
          new RowGate(
              texts,
              (column, text) -> changed(ClustersTable.INSIGHTS, column, cluster.clusterId()));
      Row row =
          rules.apply(
              ClustersTable.ROWS.toRow(cluster),
              ClustersTable.ROWS.schema(),
              TableRules.CLUSTERS,
              standing(gate, cluster, firstSeen.get(cluster.clusterId()), Set.of()));
      Cluster told = ClustersTable.ROWS.fromRow(row);
      rows.put(
          cluster.clusterId(),
          ClustersTable.ROWS.toRow(
              told.placed(gate.parent(cluster), distinct.get(cluster.clusterId()))));
    }
    return rows;
  }

  private List<Row> cells(
      ClusterGate gate, List<Cluster> clusters, Thresholds thresholds, TextGate texts) {
    MapCells map = new MapCells(gate, thresholds, settings.maxShare(), !settings.noise().isOn());
    RowGate rules = new RowGate(texts, (column, text) -> {});
    List<Row> rows = new ArrayList<>();
    clusters.stream()
        .filter(cluster -> cluster.level() == 0)
        .collect(
            Collectors.groupingBy(
                c -> c.unit() + " " + c.axis(), TreeMap::new, Collectors.toList()))
        .forEach(
            (key, leaves) ->
                map.of(leaves.get(0).axis(), leaves)
                    .forEach(
                        told ->
                            rows.add(
                                rules.apply(
                                    MapCellsTable.ROWS.toRow(told.cell()),
                                    MapCellsTable.ROWS.schema(),
                                    TableRules.MAP_CELLS,
                                    standing(told)))));
    return rows;
  }

  private Standing standing(MapCells.Told told) {
    return new Standing(
        told.needed(),
        told.members(),
        all(told.cell().unit(), told.cell().axis()) - told.members(),
        told.told(),
        Coarse.boundaries(told.boundaries(), settings.minTenants()),
        told.cell().share(),
        null,
        Set.of());
  }

  /** All that an axis clusters: the run's traces, or the sessions in its leaves. */
  private long all(String unit, String axis) {
    return unit.equals(AssignmentsTable.TRACE)
        ? run.traces()
        : inLeaves.getOrDefault(unit + " " + axis, 0L);
  }

  private Standing standing(
      ClusterGate gate, Cluster cluster, LocalDate firstSeen, Set<String> examples) {
    return new Standing(
        gate.needed(cluster),
        cluster.traces(),
        all(cluster.unit(), cluster.axis()) - cluster.traces(),
        gate.traces(cluster),
        gate.boundaries(cluster),
        gate.share(cluster),
        firstSeen,
        examples);
  }

  private List<Row> insights(
      ClusterGate gate,
      List<Insight> insights,
      TextGate texts,
      Map<String, Row> published,
      Map<String, Set<String>> examples,
      Dataset<Row> traces) {
    Map<String, Cluster> clusters =
        gate.published().stream().collect(Collectors.toMap(Cluster::clusterId, c -> c));
    Map<String, Ruling> rulings = gate.rulings();
    long failing = failing(traces);
    List<Row> rows = new ArrayList<>();
    // Ranks without gaps: a gap would tell that something was withheld there.
    for (Insight insight :
        insights.stream()
            .sorted(Comparator.comparingInt(Insight::rank).thenComparing(Insight::insightId))
            .toList()) {
      Cluster cluster = clusters.get(insight.clusterId());
      if (cluster == null) {
        withheld(
            InsightsTable.INSIGHTS.name(),
            insight.insightId(),
            rulings.getOrDefault(
                insight.clusterId(), new Ruling("min-tenants", "its cluster is not in the run")));
        continue;
      }
      RowGate rules =
          new RowGate(
              texts,
              Thresholds.of(settings).strictest(),
              (column, text) -> changed(InsightsTable.INSIGHTS, column, insight.insightId()));
      Standing standing =
          standing(
              gate,
              cluster,
              ClustersTable.ROWS.fromRow(published.get(insight.clusterId())).firstSeen(),
              examples.getOrDefault(insight.clusterId(), Set.of()));
      Insight told =
          InsightsTable.ROWS.fromRow(
              rules.apply(
                  InsightsTable.ROWS.toRow(
                      insight.beside(
                          insight.related().stream()
                              .filter(other -> published.containsKey(other.clusterId()))
                              .toList())),
                  InsightsTable.ROWS.schema(),
                  TableRules.INSIGHTS,
                  standing));
      Cluster shown = ClustersTable.ROWS.fromRow(published.get(insight.clusterId()));
      rows.add(InsightsTable.ROWS.toRow(said(told, shown, cluster, failing, rows.size() + 1)));
    }
    return rows;
  }

  private Insight said(Insight told, Cluster shown, Cluster cluster, long failing, int rank) {
    long inside = Math.round(cluster.failureRate() * cluster.traces());
    Minimum standard = new Minimum(settings.minTenants(), settings.minTraces());
    Double elsewhere = Coarse.rate(failing - inside, run.traces() - cluster.traces(), standard);
    String subject = unlessWithheld(told.subject());
    return told.said(
        rank,
        Wording.headline(
            subject == null ? Wording.subject(shown.title(), told.judgement()) : subject,
            told.status(),
            told.since(),
            new Wording.Size(
                told.traces(),
                told.tenants(),
                told.share(),
                shown.failureRate(),
                elsewhere == null ? 0 : elsewhere)),
        Wording.whyDifferent(
            unlessWithheld(told.difference()),
            told.evidence(),
            told.judgement(),
            unlessWithheld(told.confounding())),
        Wording.cause(told.likelyCause(), told.changes()));
  }

  private static String unlessWithheld(String text) {
    return RowGate.NOTHING_LEFT.equals(text) ? null : text;
  }

  private static long failing(Dataset<Row> traces) {
    return traces
        .agg(coalesce(sum(col(TracesTable.FAILING).cast("long")), lit(0L)))
        .head()
        .getLong(0);
  }

  private void changed(Table table, String column, String id) {
    withheld(table.name() + "." + column, id, Ruling.SAID_OTHERWISE);
  }

  private void withheld(String table, String id, Ruling ruling) {
    withheld.add(new Withheld(run.id(), table, id, ruling.rule(), ruling.detail()));
  }

  private void write(Table table, List<Row> rows) {
    warehouse.replaceRun(table, warehouse.spark().createDataFrame(rows, table.schema()), run.id());
  }

  /** What passed when the run was published before. */
  public static Result standing(Warehouse warehouse, Run run) {
    List<Withheld> withheld =
        warehouse.read(WithheldTable.TABLE, run.id()).collectAsList().stream()
            .map(WithheldTable.ROWS::fromRow)
            .toList();
    return new Result(
        warehouse.read(ClustersTable.INSIGHTS, run.id()).count(),
        warehouse.read(ClustersTable.FACTS, run.id()).count(),
        warehouse.read(InsightsTable.INSIGHTS, run.id()).count(),
        warehouse.read(InsightsTable.FACTS, run.id()).count(),
        -1,
        withheldByRule(withheld),
        null);
  }

  private static Map<String, Long> withheldByRule(List<Withheld> withheld) {
    return withheld.stream()
        .collect(
            Collectors.groupingBy(
                w -> w.tableName() + " " + w.rule(), TreeMap::new, Collectors.counting()));
  }
}

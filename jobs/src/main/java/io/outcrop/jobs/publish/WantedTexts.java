package io.outcrop.jobs.publish;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.lit;

import io.outcrop.jobs.Phase;
import io.outcrop.jobs.Progress;
import io.outcrop.jobs.config.PublishSettings;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import io.outcrop.jobs.tables.EvalCasesTable.EvalCase;
import io.outcrop.jobs.tables.InsightsTable;
import io.outcrop.jobs.tables.InsightsTable.Insight;
import io.outcrop.jobs.tables.ShiftsTable.Shift;
import io.outcrop.jobs.tables.SpansTable;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The texts that rows want to publish, and the gate for them. */
final class WantedTexts {
  /** A trace that begins on the window's last day has its later spans within so many days. */
  private static final int LATER_SPANS_DAYS = 2;

  private final List<String> texts;

  private WantedTexts(Stream<String> texts) {
    this.texts = texts.filter(Objects::nonNull).distinct().sorted().toList();
  }

  /** Of clusters, of the insights and cases about them, and of shifts. */
  static WantedTexts of(
      Collection<Cluster> clusters,
      Collection<Insight> insights,
      Collection<EvalCase> cases,
      List<Shift> shifts) {
    return new WantedTexts(
        Stream.of(
                clusters.stream().flatMap(c -> Stream.of(c.title(), c.description())),
                insights.stream().flatMap(WantedTexts::of),
                cases.stream().flatMap(c -> Stream.of(c.failure(), c.inputPattern())),
                ShiftRows.wanted(shifts))
            .flatMap(s -> s));
  }

  private static Stream<String> of(Insight insight) {
    return Stream.of(
            Stream.of(
                insight.pattern(),
                insight.likelyCause(),
                insight.firstCheck(),
                insight.suggestedFix(),
                insight.suggestedAction(),
                insight.confounding(),
                insight.subject(),
                insight.difference()),
            insight.examples().stream(),
            insight.changes().stream().map(InsightsTable.Change::version),
            insight.evidence().stream().map(InsightsTable.Evidence::value))
        .flatMap(s -> s);
  }

  /** The texts, in order. */
  List<String> all() {
    return texts;
  }

  /**
   * The gate by rules, with the company of every term that is wanted.
   *
   * @param boundaries the traces that count, as {@link Support#boundaries} tells them
   */
  TextGate gate(Warehouse warehouse, Run run, PublishSettings settings, Dataset<Row> boundaries) {
    Set<String> terms =
        Terms.candidates(texts.stream().flatMap(t -> TextGate.parts(t).stream()).toList());
    Progress.step(
        warehouse.spark(),
        Phase.PUBLISH,
        "counting who uses %d terms of %d texts".formatted(terms.size(), texts.size()));
    Dataset<Row> spans =
        warehouse
            .read(SpansTable.TABLE)
            .where(
                col(SpansTable.TRACE_DATE)
                    .geq(lit(run.windowStart()))
                    .and(
                        col(SpansTable.TRACE_DATE)
                            .leq(date_add(lit(run.windowEnd()), LATER_SPANS_DAYS))));
    Map<String, Long> company = TermScan.support(spans, boundaries, terms);
    KnownNames names =
        KnownNames.in(
            texts,
            warehouse
                .read(TracesTable.TABLE)
                .select(TracesTable.TENANT_ID, TracesTable.USER_ID)
                .union(spans.select(TracesTable.TENANT_ID, TracesTable.USER_ID)));
    return new TextGate(company, settings.minTenants(), names, TextAuditor.NONE);
  }
}

package io.outcrop.jobs.publish;

import io.outcrop.jobs.evals.Cause;
import io.outcrop.jobs.evals.EvalWording;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import io.outcrop.jobs.tables.EvalCasesTable;
import io.outcrop.jobs.tables.EvalCasesTable.EvalCase;
import io.outcrop.jobs.tables.InsightsTable;
import io.outcrop.jobs.tables.InsightsTable.Insight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * The rows of {@code insights.eval_cases}: one for each root cause, told of the foremost of its
 * insights that are published.
 */
final class EvalCaseRows {
  private static final Comparator<EvalCase> FOREMOST =
      Comparator.comparingInt(EvalCase::rank).thenComparing(EvalCase::clusterId);

  private final ClusterGate gate;
  private final TextGate texts;
  private final Function<Cluster, Standing> standing;
  private final KeptBack keptBack;

  /** Takes what is said otherwise or not at all. */
  interface KeptBack {
    /**
     * Takes one.
     *
     * @param column with a point before it; empty for the whole row
     */
    void tell(String column, String caseId, Ruling ruling);
  }

  /**
   * Rows of cases.
   *
   * @param standing what stands behind a published cluster
   */
  EvalCaseRows(
      ClusterGate gate, TextGate texts, Function<Cluster, Standing> standing, KeptBack keptBack) {
    this.gate = gate;
    this.texts = texts;
    this.standing = standing;
    this.keptBack = keptBack;
  }

  /** The rows, by rank. */
  List<Row> of(List<EvalCase> cases, List<Row> insightRows) {
    Map<String, Insight> told = new HashMap<>();
    insightRows.stream()
        .map(InsightsTable.ROWS::fromRow)
        .forEach(insight -> told.put(insight.insightId(), insight));
    Map<String, Cluster> clusters =
        gate.published().stream().collect(Collectors.toMap(Cluster::clusterId, c -> c));
    Map<String, List<EvalCase>> byCase = new TreeMap<>();
    for (EvalCase one : cases) {
      if (told.containsKey(one.insightIds().get(0))) {
        byCase.computeIfAbsent(one.caseId(), id -> new ArrayList<>()).add(one);
      }
    }
    List<EvalCase> published = new ArrayList<>();
    for (List<EvalCase> patterns : byCase.values()) {
      patterns.sort(FOREMOST);
      EvalCase foremost = patterns.get(0);
      Row row = gated(foremost, clusters.get(foremost.clusterId()));
      if (row == null) {
        keptBack.tell("", foremost.caseId(), new Ruling("terms", "what fails cannot be said"));
      } else {
        published.add(said(EvalCasesTable.ROWS.fromRow(row), patterns, told));
      }
    }
    return published.stream()
        .sorted(Comparator.comparingInt(EvalCase::rank).thenComparing(EvalCase::caseId))
        .map(EvalCasesTable.ROWS::toRow)
        .toList();
  }

  private Row gated(EvalCase one, Cluster cluster) {
    RowGate rules =
        new RowGate(
            texts,
            (column, text) -> keptBack.tell("." + column, one.caseId(), Ruling.SAID_OTHERWISE));
    return rules.apply(
        EvalCasesTable.ROWS.toRow(one),
        EvalCasesTable.ROWS.schema(),
        TableRules.EVAL_CASES,
        standing.apply(cluster));
  }

  private static EvalCase said(EvalCase gated, List<EvalCase> patterns, Map<String, Insight> told) {
    boolean judged = gated.grader().equals(EvalCasesTable.JUDGE);
    return gated.said(
        told.get(patterns.get(0).insightIds().get(0)).rank(),
        patterns.stream().map(p -> p.lineageIds().get(0)).distinct().sorted().toList(),
        patterns.stream().map(p -> p.insightIds().get(0)).sorted().toList(),
        Cause.of(gated.cause()).expectation(),
        judged ? EvalWording.judgePrompt(gated.cause(), gated.failure()) : null);
  }
}

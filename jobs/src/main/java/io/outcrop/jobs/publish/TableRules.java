package io.outcrop.jobs.publish;

import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.EvalCasesTable;
import io.outcrop.jobs.tables.InsightsTable;
import io.outcrop.jobs.tables.MapCellsTable;
import io.outcrop.jobs.tables.ShiftsTable;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.TrendsTable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What each column of each table in the zone {@code insights} holds. A table of the zone that is
 * not here, or a column of one, fails a test; a row is published through {@link RowGate} alone,
 * which applies the rules of each {@link Kind}.
 *
 * @param columns by name; a column of structs by the names of its fields, behind a dot
 */
record TableRules(Table table, Map<String, Kind> columns) {

  static final TableRules CLUSTERS =
      new TableRules(
          ClustersTable.INSIGHTS,
          columns(
              Kind.KEY,
              "run_id unit axis scope level cluster_id parent_id lineage_id",
              Kind.TITLE,
              "title",
              Kind.TEXT,
              "description",
              Kind.TRACES,
              "traces",
              Kind.BOUNDARIES,
              "tenants",
              Kind.SHARE,
              "share",
              Kind.RATE,
              "failure_rate strong_completion_rate",
              Kind.SCORE,
              "concern",
              Kind.AMOUNT,
              "latency_p50_ms latency_p95_ms tokens_mean cost_usd_mean priority",
              Kind.FRACTION,
              "cohesion",
              Kind.PLACE,
              "x y",
              Kind.FIRST_SEEN,
              "first_seen",
              Kind.LABEL,
              "status",
              Kind.FLAG,
              "is_broad"));

  static final TableRules INSIGHTS =
      new TableRules(
          InsightsTable.INSIGHTS,
          columns(
              Kind.KEY,
              "run_id insight_id rank unit axis scope level cluster_id evidence.facet"
                  + " changes.since related.axis related.cluster_id",
              Kind.SENTENCE,
              "headline why_different",
              Kind.TEXT,
              "pattern likely_cause first_check suggested_fix suggested_action evidence.value"
                  + " confounding subject difference",
              Kind.NAME,
              "changes.version",
              Kind.EXAMPLE,
              "examples",
              Kind.LABEL,
              "judgement severity status evidence.contrast changes.kind",
              Kind.TRACES,
              "traces",
              Kind.PART_TRACES,
              "evidence.outside_traces changes.share_with_traces changes.share_without_traces"
                  + " related.traces",
              Kind.BOUNDARIES,
              "tenants",
              Kind.PART_BOUNDARIES,
              "evidence.outside_tenants changes.tenants related.tenants",
              Kind.SHARE,
              "share",
              Kind.RATE,
              "evidence.in_cluster related.share completion_rate strong_completion_rate"
                  + " correction_rate escalation_rate negative_sentiment_rate",
              Kind.RATE_OUTSIDE,
              "evidence.outside changes.share_with changes.share_without completion_rate_outside"
                  + " strong_completion_rate_outside correction_rate_outside"
                  + " escalation_rate_outside negative_sentiment_rate_outside",
              Kind.AMOUNT,
              "evidence.lift priority latency_p50_ms latency_p50_ms_all cost_usd_mean"
                  + " cost_usd_mean_all",
              Kind.PROBABILITY,
              "evidence.q_value changes.q_value",
              Kind.FIRST_SEEN,
              "since"));

  static final TableRules EVAL_CASES =
      new TableRules(
          EvalCasesTable.INSIGHTS,
          columns(
              Kind.KEY,
              "run_id case_id rank unit axis scope cluster_id lineage_ids insight_ids cause"
                  + " check_name",
              Kind.LABEL,
              "severity gate grader no_case_reason",
              Kind.TITLE,
              "failure",
              Kind.TEXT,
              "input_pattern situations",
              Kind.SENTENCE,
              "expectation judge_prompt",
              Kind.TRACES,
              "traces",
              Kind.BOUNDARIES,
              "tenants",
              Kind.SHARE,
              "share"));

  static final TableRules TRENDS =
      new TableRules(
          TrendsTable.INSIGHTS,
          columns(
              Kind.KEY,
              "run_id unit axis scope level lineage_id cluster_id day",
              Kind.TRACES,
              "traces",
              Kind.BOUNDARIES,
              "tenants",
              Kind.TRACES_IN_ALL,
              "all_traces",
              Kind.RATE,
              "share",
              Kind.DERIVED,
              "share_low share_high"));

  static final TableRules SHIFTS =
      new TableRules(
          ShiftsTable.INSIGHTS,
          columns(
              Kind.KEY,
              "run_id shift_id rank scope day_to baseline_from baseline_to tested shifted"
                  + " changes.facet",
              Kind.LABEL,
              "kind workflow_kind days",
              Kind.CARRIED,
              "workflow version previous",
              Kind.FIRST_SEEN,
              "day_from",
              Kind.SENTENCE,
              "sentence",
              Kind.TRACES,
              "traces",
              Kind.TRACES_IN_ALL,
              "baseline_traces",
              Kind.BOUNDARIES,
              "tenants",
              Kind.BOUNDARIES_OUTSIDE,
              "baseline_tenants",
              Kind.TEXT,
              "changes.value",
              Kind.RATE_OF_MANY,
              "changes.share",
              Kind.RATE_OF_MANY_OUTSIDE,
              "changes.baseline_share",
              Kind.DERIVED,
              "changes.points",
              Kind.AMOUNT,
              "divergence changes.mean changes.baseline_mean changes.percent changes.divergence"
                  + " changes.null_median changes.null95",
              Kind.PROBABILITY,
              "changes.p_value changes.q_value",
              Kind.FLAG,
              "changes.shifted"));

  static final TableRules MAP_CELLS =
      new TableRules(
          MapCellsTable.INSIGHTS,
          columns(
              Kind.KEY,
              "run_id unit axis scope level cell_id parent_id x y size",
              Kind.TRACES,
              "traces",
              Kind.BOUNDARIES,
              "tenants",
              Kind.RATE,
              "failure_rate",
              Kind.SCORE,
              "concern",
              Kind.AMOUNT,
              "cost_usd_mean",
              Kind.DERIVED,
              "share growing"));

  static final List<TableRules> ALL =
      List.of(CLUSTERS, INSIGHTS, MAP_CELLS, EVAL_CASES, TRENDS, SHIFTS);

  TableRules {
    columns = Map.copyOf(columns);
  }

  Kind kind(String column) {
    Kind kind = columns.get(column);
    if (kind == null) {
      throw new IllegalStateException(
          "No rule of the gate is declared for %s.%s".formatted(table.sqlName(), column));
    }
    return kind;
  }

  /** Pairs of a kind and the names of its columns. */
  private static Map<String, Kind> columns(Object... pairs) {
    Map<String, Kind> columns = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      for (String column : ((String) pairs[i + 1]).split(" ", -1)) {
        columns.put(column, (Kind) pairs[i]);
      }
    }
    return columns;
  }
}

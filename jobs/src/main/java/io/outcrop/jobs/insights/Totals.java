package io.outcrop.jobs.insights;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.insights.Finding.Overall;
import io.outcrop.jobs.insights.Signal.Share;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import io.outcrop.jobs.tables.InsightsTable.Impact;
import io.outcrop.jobs.tables.TracesTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * The window as a whole, which single clusters are measured against.
 *
 * @param having how many traces have each of {@link #ITEMS}
 * @param outcomeMean mean of the configured outcome; 0 without one
 */
record Totals(
    long traces,
    long tenants,
    long failing,
    double concern,
    long days,
    List<Long> having,
    Double latencyP50Ms,
    Double costUsdMean,
    double outcomeMean) {
  private static final double MICRO = 1e6;

  /** What impact is measured by: facet, value. */
  private static final List<String[]> ITEMS =
      List.of(
          new String[] {"completion_status", "full"},
          new String[] {"strong_completion", "true"},
          new String[] {"user_corrected", "true"},
          new String[] {"escalated", "true"},
          new String[] {"sentiment", "negative"});

  static final List<String> FACETS = ITEMS.stream().map(item -> item[0]).toList();

  static Totals of(Dataset<Row> traces, OutcropConfig.Priority priority) {
    List<Column> asked = new ArrayList<>();
    asked.add(countDistinct(col(TracesTable.TENANT_ID)));
    asked.add(sum(col("concerning_behavior").cast("long")));
    asked.add(sum(col(TracesTable.FAILING).cast("long")));
    asked.add(countDistinct(col(TracesTable.TRACE_DATE)));
    asked.add(expr("percentile(latency_ms, 0.5)"));
    // In whole micro-dollars, so that the sum is exact in any order.
    asked.add(sum(round(col("cost_usd").multiply(MICRO)).cast("long")));
    asked.add(count("cost_usd"));
    Column outcome =
        priority.outcome().isEmpty()
            ? lit(null).cast(DataTypes.createDecimalType(38, 6))
            : outcome(priority.outcome());
    asked.add(sum(outcome).cast(DataTypes.DoubleType));
    asked.add(count(outcome));
    for (String[] item : ITEMS) {
      asked.add(count(when(col(item[0]).cast("string").equalTo(item[1]), 1)));
    }
    Row row = traces.agg(count(lit(1)), asked.toArray(Column[]::new)).head();
    long all = row.getLong(0);
    List<Long> having = new ArrayList<>();
    for (int i = 0; i < ITEMS.size(); i++) {
      having.add(row.getLong(10 + i));
    }
    return new Totals(
        all,
        row.getLong(1),
        row.isNullAt(3) ? 0 : row.getLong(3),
        all == 0 || row.isNullAt(2) ? 0 : row.getLong(2) / (double) all,
        row.getLong(4),
        List.copyOf(having),
        row.isNullAt(5) ? null : row.getDouble(5),
        row.getLong(7) == 0 ? null : row.getLong(6) / MICRO / row.getLong(7),
        row.getLong(9) == 0 ? 0 : row.getDouble(8) / row.getLong(9));
  }

  /** A numeric outcome's size; null where a trace has none. */
  static Column outcome(String name) {
    return org.apache.spark.sql.functions.abs(
        element_at(col("outcomes"), name).cast(DataTypes.createDecimalType(38, 6)));
  }

  Overall overall(OutcropConfig.Insights config) {
    return new Overall(
        traces, tenants, failing, concern, config.maxQValue(), days, config.priority());
  }

  /** How a cluster's members fare beside all other traces. */
  Impact impact(Cluster cluster, List<Share> shares) {
    double[] inside = new double[ITEMS.size()];
    double[] outside = new double[ITEMS.size()];
    for (int i = 0; i < ITEMS.size(); i++) {
      inside[i] = Origin.inside(shares, ITEMS.get(i)[0], ITEMS.get(i)[1]);
      long members = Math.round(inside[i] * cluster.traces());
      outside[i] = LikelyChanges.share(having.get(i) - members, traces - cluster.traces());
    }
    return new Impact(
        inside[0],
        outside[0],
        inside[1],
        outside[1],
        inside[2],
        outside[2],
        inside[3],
        outside[3],
        inside[4],
        outside[4],
        cluster.latencyP50Ms(),
        latencyP50Ms,
        cluster.costUsdMean(),
        costUsdMean);
  }
}

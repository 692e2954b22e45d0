package io.outcrop.jobs.publish;

import static org.apache.spark.sql.functions.col;

import io.outcrop.jobs.cluster.WilsonInterval;
import io.outcrop.jobs.publish.DaySupport.Point;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import io.outcrop.jobs.tables.TrendsTable;
import io.outcrop.jobs.tables.TrendsTable.Trend;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows of {@code insights.trends}: of the candidates those days of published clusters that
 * {@link TrendGate} lets be told.
 */
final class TrendRows {
  private final ClusterGate gate;
  private final Thresholds thresholds;
  private final Support support;
  private final TextGate texts;
  private final BiConsumer<String, Ruling> withheld;

  /**
   * @param withheld told the cluster and what was kept back of its days
   */
  TrendRows(
      ClusterGate gate,
      Thresholds thresholds,
      Support support,
      TextGate texts,
      BiConsumer<String, Ruling> withheld) {
    this.gate = gate;
    this.thresholds = thresholds;
    this.support = support;
    this.texts = texts;
    this.withheld = withheld;
  }

  /** The rows, by day and cluster. */
  List<Row> of(Dataset<Row> candidates) {
    Map<String, Cluster> published =
        gate.published().stream().collect(Collectors.toMap(Cluster::clusterId, c -> c));
    Map<Point, Support.Numbers> points = support.dayPoints(published.keySet());
    Set<String> clusters =
        points.keySet().stream().map(Point::cluster).collect(Collectors.toCollection(TreeSet::new));
    if (clusters.isEmpty()) {
      return List.of();
    }
    Map<String, String> axes = new HashMap<>();
    Map<String, String> parents = new HashMap<>();
    for (String id : clusters) {
      axes.put(id, published.get(id).axis());
      String above = gate.parent(published.get(id));
      while (above != null && !clusters.contains(above)) {
        above = gate.parent(published.get(above));
      }
      if (above != null) {
        parents.put(id, above);
      }
    }
    TrendGate days =
        new TrendGate(
            thresholds,
            axes,
            parents,
            support.dayCrowds(clusters, thresholds.most()),
            points.keySet());
    days.complete();
    return rows(candidates, clusters, days.told(), points);
  }

  private List<Row> rows(
      Dataset<Row> candidates,
      Set<String> clusters,
      Map<Point, Long> told,
      Map<Point, Support.Numbers> points) {
    Map<String, Map<LocalDate, Long>> volumes = support.volumes();
    Map<String, Integer> kept = new TreeMap<>();
    List<Row> rows = new ArrayList<>();
    RowGate rules = new RowGate(texts, (column, text) -> {});
    for (Row row :
        candidates
            .where(col(TrendsTable.CLUSTER_ID).isin(clusters.toArray()))
            .orderBy(TrendsTable.DAY, TrendsTable.CLUSTER_ID)
            .collectAsList()) {
      Trend trend = TrendsTable.ROWS.fromRow(row);
      Point point = new Point(trend.clusterId(), trend.day());
      Long traces = told.get(point);
      if (traces == null) {
        kept.merge(trend.clusterId(), 1, Integer::sum);
        continue;
      }
      long all = volumes.get(trend.axis()).get(trend.day());
      Minimum minimum = thresholds.of(trend.axis());
      Standing standing =
          new Standing(
              minimum,
              all,
              all - traces,
              traces,
              Coarse.boundaries(points.get(point).boundaries(), minimum.boundaries()),
              0,
              null,
              Set.of());
      rows.add(
          TrendsTable.ROWS.toRow(
              withInterval(
                  TrendsTable.ROWS.fromRow(
                      rules.apply(
                          TrendsTable.ROWS.toRow(supported(trend, points.get(point), all)),
                          TrendsTable.ROWS.schema(),
                          TableRules.TRENDS,
                          standing)))));
    }
    kept.forEach(
        (cluster, number) ->
            withheld.accept(
                cluster, new Ruling("min-traces", number + " of its days have too few behind")));
    return rows;
  }

  /** The share of those traces that count, of all that count. */
  private static Trend supported(Trend trend, Support.Numbers numbers, long all) {
    return new Trend(
        trend.runId(),
        trend.unit(),
        trend.axis(),
        trend.scope(),
        trend.level(),
        trend.lineageId(),
        trend.clusterId(),
        trend.day(),
        numbers.traces(),
        numbers.boundaries(),
        all,
        (double) numbers.traces() / Math.max(1, all),
        0.0,
        0.0);
  }

  /** The interval follows from what is told. */
  private static Trend withInterval(Trend told) {
    WilsonInterval interval = WilsonInterval.of(told.share(), told.allTraces());
    return new Trend(
        told.runId(),
        told.unit(),
        told.axis(),
        told.scope(),
        told.level(),
        told.lineageId(),
        told.clusterId(),
        told.day(),
        told.traces(),
        told.tenants(),
        told.allTraces(),
        told.share(),
        Coarse.derived(interval.low()),
        Coarse.derived(interval.high()));
  }
}

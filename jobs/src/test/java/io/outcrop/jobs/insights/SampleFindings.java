package io.outcrop.jobs.insights;

import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.insights.Finding.Overall;
import io.outcrop.jobs.insights.Signal.Share;
import io.outcrop.jobs.tables.ClustersTable.Cluster;
import java.time.LocalDate;
import java.util.List;

/** Findings among 1,000 traces of 10 tenants, 200 of which fail; each cluster is of 5 tenants. */
final class SampleFindings {
  static final Overall OVERALL =
      new Overall(
          1000, 10, 200, 1.5, 0.05, 1, OutcropConfig.load(null, List.of()).insights().priority());

  private SampleFindings() {}

  static Cluster cluster(String id, long traces, double concern) {
    return cluster(id, traces, concern, id);
  }

  static Cluster cluster(String id, long traces, double concern, String lineage) {
    return cluster(id, "task", 0, traces, concern, lineage);
  }

  static Cluster cluster(
      String id, String axis, int level, long traces, double concern, String lineage) {
    return new Cluster(
        "run",
        "trace",
        axis,
        "all",
        level,
        id,
        null,
        lineage,
        "Title of " + id,
        "Description.",
        traces,
        5,
        traces / 1000.0,
        1.0,
        false,
        0.2,
        concern,
        0.5,
        null,
        null,
        null,
        null,
        LocalDate.EPOCH,
        "new",
        0.1,
        0.0,
        0.0);
  }

  static Share failing(double inside, double outside, double qValue) {
    return new Share("failing", "true", inside, outside, inside / outside, qValue);
  }

  static Finding finding(Cluster cluster, Share failing) {
    return new Finding(cluster, failing, List.of(), List.of(), List.of(), OVERALL);
  }
}

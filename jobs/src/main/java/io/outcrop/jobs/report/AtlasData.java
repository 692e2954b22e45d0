package io.outcrop.jobs.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.InsightsTable;
import io.outcrop.jobs.tables.RunsTable;
import io.outcrop.jobs.tables.RunsTable.RunRow;
import io.outcrop.jobs.tables.StagesTable;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.Warehouse;
import io.outcrop.jobs.tables.WithheldTable;
import java.io.UncheckedIOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the page knows: the published rows of one run, and the run's own figures. */
final class AtlasData {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Warehouse warehouse;
  private final RunRow run;

  AtlasData(Warehouse warehouse, RunRow run) {
    this.warehouse = warehouse;
    this.run = run;
  }

  ObjectNode json() {
    ObjectNode data = JSON.createObjectNode();
    data.set("run", run());
    data.set(
        "clusters",
        rows(
            warehouse
                .read(ClustersTable.INSIGHTS, run.runId())
                .drop(Table.RUN_ID, ClustersTable.SCOPE)
                .orderBy(
                    col(ClustersTable.AXIS),
                    col(ClustersTable.LEVEL).desc(),
                    col(ClustersTable.TRACES).desc(),
                    col(ClustersTable.CLUSTER_ID))));
    data.set(
        "insights",
        rows(
            warehouse
                .read(InsightsTable.INSIGHTS, run.runId())
                .drop(Table.RUN_ID, ClustersTable.SCOPE)
                .orderBy(InsightsTable.RANK)));
    data.set("withheld", withheld());
    data.set("stages", stages());
    return data;
  }

  private ObjectNode run() {
    Config config = ConfigFactory.parseString(run.configuration());
    int minTraces = config.getInt("outcrop.publish.min-traces");
    return JSON.createObjectNode()
        .put("run_id", run.runId())
        .put("window_start", String.valueOf(run.windowStart()))
        .put("window_end", String.valueOf(run.windowEnd()))
        // The page is for everyone: an exact total of two nights would tell of a small difference.
        .put("traces", run.traces() / minTraces * minTraces)
        .put("accepted_risk", run.acceptedRisk())
        .put("degraded", run.degraded())
        .put("boundary", config.getString("outcrop.publish.boundary"))
        .put("min_tenants", config.getInt("outcrop.publish.min-tenants"))
        .put("min_traces", minTraces);
  }

  /** How many rows each rule kept back, and never which. */
  private ArrayNode withheld() {
    return rows(
        warehouse
            .read(WithheldTable.TABLE, run.runId())
            .groupBy(WithheldTable.TABLE_NAME, WithheldTable.RULE)
            .agg(count(lit(1)).as("rows"))
            .orderBy(WithheldTable.TABLE_NAME, WithheldTable.RULE));
  }

  private ArrayNode stages() {
    return rows(
        warehouse
            .read(StagesTable.TABLE)
            .where(col(RunsTable.RUN_ID).isin(run.runId(), "-"))
            .orderBy(StagesTable.COMPLETED_AT)
            .select(StagesTable.PHASE, StagesTable.SECONDS));
  }

  private static ArrayNode rows(Dataset<Row> rows) {
    ArrayNode all = JSON.createArrayNode();
    for (String row : rows.toJSON().collectAsList()) {
      try {
        all.add(JSON.readTree(row));
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all;
  }
}

package io.outcrop.jobs.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.CostsTable;
import io.outcrop.jobs.tables.InsightsTable;
import io.outcrop.jobs.tables.MapCellsTable;
import io.outcrop.jobs.tables.RunsTable;
import io.outcrop.jobs.tables.RunsTable.RunRow;
import io.outcrop.jobs.tables.ShiftsTable;
import io.outcrop.jobs.tables.SqlNames;
import io.outcrop.jobs.tables.StagesTable;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.Warehouse;
import io.outcrop.jobs.tables.WithheldTable;
import io.outcrop.jobs.tables.Zone;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the page knows: the published rows of one run, and the run's own figures. */
final class AtlasData {
  private static final int TEN = 10;
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
        table(
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
        table(
            warehouse
                .read(InsightsTable.INSIGHTS, run.runId())
                .drop(Table.RUN_ID, ClustersTable.SCOPE)
                .orderBy(InsightsTable.RANK)));
    data.set(
        "cells",
        table(
            warehouse
                .read(MapCellsTable.INSIGHTS, run.runId())
                .drop(Table.RUN_ID, ClustersTable.UNIT, ClustersTable.SCOPE, "parent_id")
                .orderBy(MapCellsTable.AXIS, MapCellsTable.CELL_ID)));
    // What a night need not have made.
    optional("trends").ifPresent(table -> data.set("trends", trends(table)));
    data.set("shifts", rows(ofRun(ShiftsTable.INSIGHTS).orderBy(ShiftsTable.RANK)));
    data.set("withheld", withheld());
    data.set("stages", stages());
    data.set("costs", costs());
    return data;
  }

  /** A table of the zone, where this version has it. */
  private static Optional<Table> optional(String name) {
    return SqlNames.TABLES.stream()
        .filter(table -> table.zone() == Zone.INSIGHTS && table.name().equals(name))
        .findFirst();
  }

  private Dataset<Row> ofRun(Table table) {
    return warehouse.read(table, run.runId()).drop(Table.RUN_ID);
  }

  /** By lineage: day, traces, share of the day and its interval. */
  private ObjectNode trends(Table table) {
    ObjectNode byLineage = JSON.createObjectNode();
    for (JsonNode point :
        rows(
            ofRun(table)
                .select(
                    ClustersTable.LINEAGE_ID, "day", "traces", "share", "share_low", "share_high")
                .orderBy(ClustersTable.LINEAGE_ID, "day"))) {
      ArrayNode told = byLineage.withArray(point.get(ClustersTable.LINEAGE_ID).asText());
      ArrayNode one = told.addArray();
      one.add(point.get("day")).add(point.get("traces"));
      for (String share : List.of("share", "share_low", "share_high")) {
        one.add(point.get(share));
      }
    }
    return byLineage;
  }

  private ArrayNode costs() {
    return rows(
        warehouse
            .read(CostsTable.TABLE)
            .where(col(Table.RUN_ID).isin(run.runId(), "-"))
            .groupBy("model", "phase")
            .agg(
                sum(col("input_tokens").plus(col("output_tokens"))).as("tokens"),
                sum("cost_usd").as("usd"))
            .orderBy("model", "phase"));
  }

  private ObjectNode run() {
    Config config = ConfigFactory.parseString(run.configuration());
    int minTraces = config.getInt("outcrop.publish.min-traces");
    ObjectNode told = JSON.createObjectNode();
    if (run.withheld() != null) {
      told.put("traces_withheld", bucket(withheldTraces(), minTraces));
    }
    return told.put("run_id", run.runId())
        .put("window_start", String.valueOf(run.windowStart()))
        .put("window_end", String.valueOf(run.windowEnd()))
        // The page is for everyone: an exact total of two nights would tell of a small difference.
        .put("traces", bucket(run.traces(), minTraces))
        .put("accepted_risk", run.acceptedRisk())
        .put("degraded", run.degraded())
        .put("boundary", config.getString("outcrop.publish.boundary"))
        .put("min_tenants", config.getInt("outcrop.publish.min-tenants"))
        .put("min_traces", minTraces);
  }

  private static long bucket(long traces, int minTraces) {
    return traces / minTraces * minTraces;
  }

  private long withheldTraces() {
    try {
      return JSON.readTree(run.withheld()).path("traces").asLong();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * About how many rows each rule kept back, in tens, and never which: the page is for everyone,
   * and a difference of one from night to night would tell of one small group.
   */
  private ArrayNode withheld() {
    return rows(
        warehouse
            .read(WithheldTable.TABLE, run.runId())
            .groupBy(WithheldTable.TABLE_NAME, WithheldTable.RULE)
            .agg(floor(count(lit(1)).divide(TEN)).multiply(TEN).as("rows"))
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

  /** Rows without the names of their columns in each. */
  private static ObjectNode table(Dataset<Row> rows) {
    ObjectNode table = JSON.createObjectNode();
    ArrayNode columns = table.putArray("columns");
    for (String column : rows.columns()) {
      columns.add(column);
    }
    ArrayNode cells = table.putArray("rows");
    for (JsonNode row : rows(rows)) {
      ArrayNode one = cells.addArray();
      columns.forEach(column -> one.add(row.get(column.asText())));
    }
    return table;
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

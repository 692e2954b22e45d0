package io.outcrop.jobs.cluster;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.axes.FacetUse;
import io.outcrop.jobs.axes.Rendering;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.embed.AxisSentences;
import io.outcrop.jobs.embed.FactsTable;
import io.outcrop.jobs.embed.LexicalEmbedder;
import io.outcrop.jobs.embed.LexicalOptions;
import io.outcrop.jobs.embed.LocalSpark;
import io.outcrop.jobs.embed.Units;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.tables.AssignmentsTable;
import io.outcrop.jobs.tables.ClustersTable;
import io.outcrop.jobs.tables.EmbeddingsTable;
import io.outcrop.jobs.tables.SessionsTable;
import io.outcrop.jobs.tables.SessionsTable.Session;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionUnitTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
  private static final AxisSpec AXIS =
      new AxisSpec(
          "endings",
          AssignmentsTable.SESSION,
          List.of(new FacetUse("last_completion_status", 3, Rendering.CATEGORY, "ends")));

  @TempDir Path folder;

  @Test
  void sessions_areClusteredEachAsOneUnit() {
    Warehouse warehouse = new Warehouse(SPARK, folder.toString());
    FactsTable facts = new FactsTable();
    List<Row> sessions = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      // The same ids in two tenants, of which one always fails.
      for (String tenant : List.of("acme", "globex")) {
        boolean failing = tenant.equals("globex");
        String trace = tenant + "-" + i;
        facts.add(
            trace,
            Map.of("trace_date", DAY, "concerning_behavior", failing ? 3 : 1, "tenant_id", tenant));
        sessions.add(session("s" + i, tenant, trace, failing));
      }
    }
    warehouse.overwrite(TracesTable.TABLE, facts.in(SPARK));
    warehouse.overwrite(
        SessionsTable.TABLE, SPARK.createDataFrame(sessions, SessionsTable.TABLE.schema()));
    Run run =
        Run.of(
            warehouse,
            OutcropConfig.load(null, List.of("outcrop.publish.opt-out=[\"initech\"]")),
            Run.Window.LATEST,
            Clock.systemUTC());
    Dataset<Row> units = Units.rows(warehouse, run, AXIS);
    Dataset<Row> sentences = AxisSentences.distinctSentences(units, AXIS);
    Dataset<Row> embedded =
        LexicalEmbedder.embed(
                sentences, LexicalEmbedder.train(sentences, LexicalOptions.defaults()))
            .withColumn(EmbeddingsTable.MODEL_HASH, lit("m"));

    AxisNight.Outcome outcome =
        new AxisNight(run, AXIS, units, embedded, Optional.empty(), Naming.BY_RULE).outcome();

    assertThat(outcome.hierarchy().builtOf()).isEqualTo(80);
    List<Row> leaves =
        outcome.clusters().where("level = 0").orderBy(ClustersTable.FAILURE_RATE).collectAsList();
    assertThat(leaves).hasSize(2);
    assertThat(leaves).allMatch(row -> row.<Long>getAs(ClustersTable.TRACES) == 40);
    assertThat(leaves).allMatch(row -> row.<Double>getAs(ClustersTable.SHARE) == 0.5);
    assertThat(leaves.get(0).<Double>getAs(ClustersTable.FAILURE_RATE)).isZero();
    assertThat(leaves.get(1).<Double>getAs(ClustersTable.FAILURE_RATE)).isEqualTo(1);
    assertThat(leaves.get(1).<Double>getAs(ClustersTable.CONCERN)).isEqualTo(3);
    List<Row> assigned =
        AssignmentsTable.withoutKey(outcome.assignments(), AXIS.unit())
            .select(AssignmentsTable.TENANT_ID, AssignmentsTable.TRACE_ID)
            .orderBy(AssignmentsTable.TENANT_ID, AssignmentsTable.TRACE_ID)
            .collectAsList();
    assertThat(assigned).hasSize(80);
    assertThat(assigned.get(0)).hasToString("[acme,s0]");
    assertThat(assigned.get(79)).hasToString("[globex,s9]");
    outcome.release().run();
  }

  private static Row session(String id, String tenant, String trace, boolean failing) {
    return SessionsTable.ROWS.toRow(
        new Session(
            id,
            tenant,
            "u",
            DAY,
            Instant.EPOCH,
            Instant.EPOCH,
            1,
            1,
            List.of(trace),
            List.of(),
            List.of(),
            failing ? "failed" : "full",
            !failing,
            false,
            false,
            0,
            0,
            1,
            1,
            10L,
            0.1,
            false,
            100L,
            failing ? 1 : 0,
            failing ? 1 : 0,
            List.of()));
  }
}

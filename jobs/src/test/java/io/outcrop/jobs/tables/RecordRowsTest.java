package io.outcrop.jobs.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outcrop.facets.AgentSpan;
import io.outcrop.facets.TraceFacets;
import io.outcrop.facets.trace.Span;
import io.outcrop.jobs.embed.LocalSpark;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordRowsTest {
  record Odd(Object anything) {}

  static Stream<Arguments> tables() {
    return Stream.of(
        Arguments.of(Span.class, SpansTable.ROWS),
        Arguments.of(RejectsTable.Reject.class, RejectsTable.ROWS),
        Arguments.of(ObjectsTable.ObjectRow.class, ObjectsTable.ROWS),
        Arguments.of(OutcomesTable.Outcome.class, OutcomesTable.ROWS),
        Arguments.of(TraceFacets.class, TracesTable.ROWS),
        Arguments.of(AgentSpan.class, AgentSpansTable.ROWS),
        Arguments.of(SessionsTable.Session.class, SessionsTable.ROWS),
        Arguments.of(TraceContextTable.TraceContext.class, TraceContextTable.ROWS),
        Arguments.of(EmbeddingsTable.Embedding.class, EmbeddingsTable.ROWS),
        Arguments.of(EmbeddingCacheTable.CachedVector.class, EmbeddingCacheTable.ROWS),
        Arguments.of(LexicalModelsTable.Term.class, LexicalModelsTable.ROWS),
        Arguments.of(AssignmentsTable.Assignment.class, AssignmentsTable.ROWS),
        Arguments.of(ClustersTable.Cluster.class, ClustersTable.ROWS),
        Arguments.of(HierarchiesTable.Hierarchy.class, HierarchiesTable.ROWS),
        Arguments.of(CentresTable.Centre.class, CentresTable.ROWS),
        Arguments.of(LineageTable.Link.class, LineageTable.ROWS),
        Arguments.of(OutliersTable.Outlier.class, OutliersTable.ROWS),
        Arguments.of(RareFailuresTable.RareFailure.class, RareFailuresTable.ROWS),
        Arguments.of(InsightsTable.Insight.class, InsightsTable.ROWS),
        Arguments.of(MapCellsTable.MapCell.class, MapCellsTable.ROWS),
        Arguments.of(TrendsTable.Trend.class, TrendsTable.ROWS),
        Arguments.of(ShiftsTable.Shift.class, ShiftsTable.ROWS),
        Arguments.of(EvalCasesTable.EvalCase.class, EvalCasesTable.ROWS),
        Arguments.of(TrackedTable.Tracked.class, TrackedTable.ROWS),
        Arguments.of(TrackedTracesTable.TrackedTrace.class, TrackedTracesTable.ROWS),
        Arguments.of(TrackedSeriesTable.SeriesPoint.class, TrackedSeriesTable.ROWS),
        Arguments.of(ReviewsTable.Review.class, ReviewsTable.ROWS),
        Arguments.of(RunsTable.RunRow.class, RunsTable.ROWS),
        Arguments.of(ForgottenTable.Forgotten.class, ForgottenTable.ROWS),
        Arguments.of(StagesTable.Stage.class, StagesTable.ROWS),
        Arguments.of(LlmCacheTable.CachedAnswer.class, LlmCacheTable.ROWS),
        Arguments.of(LlmBatchesTable.LlmBatch.class, LlmBatchesTable.ROWS),
        Arguments.of(CostsTable.Cost.class, CostsTable.ROWS),
        Arguments.of(WithheldTable.Withheld.class, WithheldTable.ROWS));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tables")
  <R extends Record> void record_throughSpark_comesBackEqual(Class<R> type, RecordRows<R> rows) {
    List<R> records =
        List.of(
            SampleRecords.full(type, 1),
            SampleRecords.sparse(type, 2),
            SampleRecords.full(type, 3));

    List<Row> back =
        LocalSpark.session()
            .createDataFrame(records.stream().map(rows::toRow).toList(), rows.schema())
            .collectAsList();

    assertThat(back.stream().map(rows::fromRow).toList()).isEqualTo(records);
  }

  @Test
  void tables_allOfTheWarehouse_areCoveredHere() {
    List<StructType> covered = tables().map(a -> ((RecordRows<?>) a.get()[1]).schema()).toList();

    assertThat(SqlNames.TABLES).allSatisfy(table -> assertThat(covered).contains(table.schema()));
  }

  @Test
  void schema_ofGroupsListsAndMaps_isFlatInSnakeCase() {
    StructType traces = TracesTable.TABLE.schema();

    assertThat(traces.fieldNames())
        .contains("trace_id", "max_depth", "phantom_tools", "strong_completion", "task_summary")
        .doesNotContain("identity", "direct", "behaviour")
        .doesNotHaveDuplicates();
    assertThat(traces.apply("evaluations").dataType())
        .isEqualTo(DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType));
    assertThat(InsightsTable.ROWS.schema().apply("evidence").dataType().sql())
        .isEqualTo(
            "ARRAY<STRUCT<facet: STRING, value: STRING, in_cluster: DOUBLE, outside: DOUBLE, lift:"
                + " DOUBLE, q_value: DOUBLE, contrast: STRING, outside_traces: BIGINT,"
                + " outside_tenants: BIGINT>>");
  }

  @Test
  void rows_afterSerialisation_stillConvert() throws Exception {
    Span span = SampleRecords.full(Span.class, 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      SpansTable.ROWS.toRow(span);
      out.writeObject(SpansTable.ROWS);
    }

    RecordRows<?> copy;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      copy = (RecordRows<?>) in.readObject();
    }

    assertThat(copy.schema()).isEqualTo(SpansTable.ROWS.schema());
    Row row =
        LocalSpark.session()
            .createDataFrame(List.of(SpansTable.ROWS.toRow(span)), copy.schema())
            .head();
    assertThat(copy.fromRow(row)).isEqualTo(span);
  }

  @Test
  void component_ofUnknownType_isRefusedByName() {
    assertThatThrownBy(() -> RecordRows.of(Odd.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot map class java.lang.Object to a column");
  }
}

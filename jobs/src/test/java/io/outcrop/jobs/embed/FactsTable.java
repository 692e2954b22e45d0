package io.outcrop.jobs.embed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Rows of facts.traces made by hand: what is not set is an uneventful trace. */
public final class FactsTable {
  private static final DataType STRINGS = DataTypes.createArrayType(DataTypes.StringType);
  private static final StructType SCHEMA =
      new StructType()
          .add("trace_id", DataTypes.StringType)
          .add("tenant_id", DataTypes.StringType)
          .add("distinct_tools", STRINGS)
          .add("action_sequence", STRINGS)
          .add("phantom_tools", STRINGS)
          .add("finish_reasons", STRINGS)
          .add("issues", STRINGS)
          .add("tool_error_count", DataTypes.IntegerType)
          .add("swallowed_errors", DataTypes.IntegerType)
          .add("repeated_calls", DataTypes.IntegerType)
          .add("retry_count", DataTypes.IntegerType)
          .add("tool_call_count", DataTypes.IntegerType)
          .add("llm_call_count", DataTypes.IntegerType)
          .add("turn_count", DataTypes.IntegerType)
          .add("loop", DataTypes.BooleanType)
          .add("fallback", DataTypes.BooleanType)
          .add("refused", DataTypes.BooleanType)
          .add("truncated", DataTypes.BooleanType)
          .add("timed_out", DataTypes.BooleanType)
          .add("escalated", DataTypes.BooleanType)
          .add("user_corrected", DataTypes.BooleanType)
          .add("grounded", DataTypes.DoubleType)
          .add("downstream_ok", DataTypes.BooleanType)
          .add("failing", DataTypes.BooleanType)
          .add("delegation_pattern", DataTypes.StringType)
          .add("origin_kind", DataTypes.StringType)
          .add("origin_error_class", DataTypes.StringType)
          .add("completion_status", DataTypes.StringType)
          .add("failure_mode", DataTypes.StringType)
          .add("task_summary", DataTypes.StringType)
          .add("topic", DataTypes.StringType)
          .add("latency_ms", DataTypes.LongType)
          .add("cost_usd", DataTypes.DoubleType);

  private final List<Row> rows = new ArrayList<>();

  /** Adds a trace; values are by column name. */
  public FactsTable add(String traceId, Map<String, Object> facets) {
    Map<String, Object> values = new HashMap<>(facets);
    values.put("trace_id", traceId);
    List<Object> row = new ArrayList<>();
    values.putIfAbsent("downstream_ok", true);
    for (StructField field : SCHEMA.fields()) {
      row.add(values.getOrDefault(field.name(), uneventful(field.dataType())));
    }
    rows.add(RowFactory.create(row.toArray()));
    return this;
  }

  public List<Row> rows() {
    return rows;
  }

  public Dataset<Row> in(SparkSession spark) {
    return of(spark, rows);
  }

  public static Dataset<Row> of(SparkSession spark, List<Row> rows) {
    return spark.createDataFrame(rows, SCHEMA);
  }

  private static Object uneventful(DataType type) {
    if (type.equals(STRINGS)) {
      return new String[0];
    }
    if (type.equals(DataTypes.BooleanType)) {
      return false;
    }
    if (type.equals(DataTypes.IntegerType)) {
      return 0;
    }
    return null;
  }
}

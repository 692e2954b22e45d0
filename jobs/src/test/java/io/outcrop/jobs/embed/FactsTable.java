package io.outcrop.jobs.embed;

import io.outcrop.jobs.tables.TracesTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Rows of facts.traces made by hand: what is not set is an uneventful trace. */
public final class FactsTable {
  private static final StructType SCHEMA = nullable(TracesTable.ROWS.schema());

  private final List<Row> rows = new ArrayList<>();

  /** Adds a trace; values are by column name. */
  public FactsTable add(String traceId, Map<String, Object> facets) {
    Map<String, Object> values = new HashMap<>(facets);
    values.put("trace_id", traceId);
    // What is told of the actions alone has no further relations.
    values.putIfAbsent("step_shapes", facets.getOrDefault("action_sequence", new String[0]));
    List<Object> row = new ArrayList<>();
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

  private static StructType nullable(StructType schema) {
    StructType all = new StructType();
    for (StructField field : schema.fields()) {
      all = all.add(field.name(), field.dataType(), true);
    }
    return all;
  }

  private static Object uneventful(DataType type) {
    if (type instanceof ArrayType) {
      return new Object[0];
    }
    if (type instanceof MapType) {
      return Map.of();
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

package io.outcrop.jobs.facets;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.outcrop.facets.trace.ContentReferences;
import io.outcrop.facets.trace.SpanPart;
import io.outcrop.jobs.tables.SpansTable;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * Content that producers keep in objects of its own, brought to the spans that refer to it. Only
 * objects that were ingested are looked up; an address found in a span is never opened.
 */
final class ReferredContent {
  private static final UserDefinedFunction ADDRESS =
      udf(
          (UDF1<String, String>)
              text -> text == null ? null : ContentReferences.normalAddress(text),
          DataTypes.StringType);

  private static final String REFERENCE = "reference";
  private static final String ADDRESS_REFERRED = "address";

  private ReferredContent() {}

  private static Column isContent() {
    return col(SpansTable.PART).eqNullSafe(lit(SpanPart.CONTENT.name()));
  }

  /** The rows that are content. */
  static Dataset<Row> of(Dataset<Row> records) {
    return records.where(isContent());
  }

  /** The rows that belong to a trace. */
  static Dataset<Row> without(Dataset<Row> records) {
    return records.where(not(isContent()));
  }

  /** The records of traces, and beside them, as supplements, the contents that they refer to. */
  static Dataset<Row> join(Dataset<Row> records, Dataset<Row> contents) {
    Column[] columns =
        Arrays.stream(SpansTable.TABLE.schema().fields())
            .map(ReferredContent::supplement)
            .toArray(Column[]::new);
    Dataset<Row> supplements =
        contents
            .where(col(SpansTable.INPUT_TEXT).isNotNull())
            .withColumn(ADDRESS_REFERRED, ADDRESS.apply(col(SpansTable.SOURCE_OBJECT)))
            .as("content")
            .join(references(records).as("referring"), ADDRESS_REFERRED)
            .select(columns);
    return records.unionByName(supplements);
  }

  /** The ids of the traces that refer to one of these objects. */
  static Dataset<Row> tracesReferringTo(Dataset<Row> objects, Dataset<Row> records) {
    Dataset<Row> addresses =
        objects.select(ADDRESS.apply(col(SpansTable.SOURCE_OBJECT)).as(ADDRESS_REFERRED));
    return references(records)
        .join(addresses, new String[] {ADDRESS_REFERRED}, "left_semi")
        .select(SpansTable.TRACE_ID);
  }

  /** Trace, span, reference and normal address of each reference. */
  private static Dataset<Row> references(Dataset<Row> records) {
    Column[] references =
        ContentReferences.KEYS.stream()
            .map(
                key ->
                    struct(
                        lit(key).as(REFERENCE),
                        ADDRESS
                            .apply(col(SpansTable.ATTRIBUTES).getItem(key))
                            .as(ADDRESS_REFERRED)))
            .toArray(Column[]::new);
    Column any =
        ContentReferences.KEYS.stream()
            .map(key -> col(SpansTable.ATTRIBUTES).getItem(key).isNotNull())
            .reduce(Column::or)
            .orElseThrow();
    return records
        .where(any)
        .select(
            col(SpansTable.TRACE_ID),
            col(SpansTable.SPAN_ID),
            explode(array(references)).as("found"))
        .select(
            SpansTable.TRACE_ID,
            SpansTable.SPAN_ID,
            "found." + REFERENCE,
            "found." + ADDRESS_REFERRED)
        .where(col(ADDRESS_REFERRED).isNotNull())
        .distinct();
  }

  /** A column of the supplement that an object's content makes for a span. */
  private static Column supplement(StructField field) {
    Column content = col("content." + field.name());
    Column referring = col("referring." + field.name());
    Column made =
        switch (field.name()) {
          case SpansTable.TRACE_ID, SpansTable.SPAN_ID -> referring;
          case SpansTable.PART -> lit(SpanPart.SUPPLEMENT.name());
          case SpansTable.ATTRIBUTES -> map(messagesKey(), col("content." + SpansTable.INPUT_TEXT));
          case SpansTable.INPUT_TEXT -> lit(null);
          case SpansTable.FINISH_REASONS ->
              when(col(REFERENCE).equalTo(ContentReferences.OUTPUT), content).otherwise(array());
          default -> content;
        };
    return made.cast(field.dataType()).as(field.name());
  }

  private static Column messagesKey() {
    Column key = lit(null);
    for (String reference : ContentReferences.KEYS) {
      key =
          when(col(REFERENCE).equalTo(reference), ContentReferences.messagesKey(reference))
              .otherwise(key);
    }
    return key;
  }
}

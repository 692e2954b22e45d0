package io.outcrop.jobs.embed;

import java.io.Serializable;
import java.util.Iterator;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Vectors that come out of rows and go into rows as they lie in memory.
 *
 * <p>Through Spark's public rows every number would become an object: 256 million of them for a
 * million sentences. This is the one place that knows Spark's internal rows.
 */
public final class VectorRows {
  private VectorRows() {}

  /** Gives a text its vector. */
  interface Vectoriser extends Serializable {
    float[] vector(String text);
  }

  /** Makes a value of a text hash, a vector and a number of traces. */
  public interface Maker<T> extends Serializable {
    T make(String textHash, float[] vector, long traces);
  }

  /** Rows with one more column, the vectors of the texts in another. */
  static Dataset<Row> with(Dataset<Row> rows, String text, String vector, Vectoriser vectoriser) {
    int from = rows.schema().fieldIndex(text);
    StructType schema =
        rows.schema().add(vector, DataTypes.createArrayType(DataTypes.FloatType, false), false);
    JavaRDD<InternalRow> joined =
        rows.queryExecution()
            .toRdd()
            .toJavaRDD()
            .mapPartitions(
                partition -> {
                  JoinedRow both = new JoinedRow();
                  return map(
                      partition,
                      row ->
                          both.apply(
                              row, column(vectoriser.vector(row.getUTF8String(from).toString()))));
                });
    return rows.sparkSession().internalCreateDataFrame(joined.rdd(), schema, false);
  }

  private static InternalRow column(float[] vector) {
    return new GenericInternalRow(new Object[] {UnsafeArrayData.fromPrimitiveArray(vector)});
  }

  /** What text_hash, vector and traces of each row make. */
  public static <T> JavaRDD<T> read(Dataset<Row> rows, Maker<T> maker) {
    return rows.select(AxisSentences.TEXT_HASH, LexicalEmbedder.VECTOR, AxisSentences.TRACES)
        .queryExecution()
        .toRdd()
        .toJavaRDD()
        .mapPartitions(
            partition ->
                map(
                    partition,
                    row ->
                        maker.make(
                            row.getUTF8String(0).toString(),
                            row.getArray(1).toFloatArray(),
                            row.getLong(2))));
  }

  private static <S, T> Iterator<T> map(Iterator<S> from, Function<S, T> function) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return from.hasNext();
      }

      @Override
      public T next() {
        return function.apply(from.next());
      }
    };
  }
}

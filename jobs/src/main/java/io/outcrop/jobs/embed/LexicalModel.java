package io.outcrop.jobs.embed;

import io.outcrop.jobs.Digest;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A trained lexical space: its terms, their rarity, and where each term points.
 *
 * <p>The same model gives a text the same vector on any night.
 */
public final class LexicalModel implements Serializable {
  /** A model as a table: one row per term. */
  public static final StructType SCHEMA =
      new StructType()
          .add("position", DataTypes.IntegerType, false)
          .add("term", DataTypes.StringType, false)
          .add("idf", DataTypes.DoubleType, false)
          .add("projection", DataTypes.createArrayType(DataTypes.FloatType, false), false);

  private static final float GRID = 1 << SubspaceIteration.GRID_BITS;

  private final Vocabulary vocabulary;
  private final int[][] projection;
  private final int dimensions;

  LexicalModel(Vocabulary vocabulary, int[][] rows) {
    this.vocabulary = vocabulary;
    this.dimensions = rows.length == 0 ? 0 : rows[0].length;
    this.projection = rows;
  }

  /** Length of a vector, at least 1. */
  public int dimensions() {
    return Math.max(1, dimensions);
  }

  /** Hash of all that the model has learned. */
  public String hash() {
    Digest digest = new Digest();
    for (int i = 0; i < vocabulary.size(); i++) {
      digest.add(vocabulary.term(i)).add(Double.toString(vocabulary.idf(i)));
    }
    return digest.add(Integer.toString(hashOfProjection())).hex(12);
  }

  private int hashOfProjection() {
    int hash = 1;
    for (int[] row : projection) {
      for (int entry : row) {
        hash = 31 * hash + entry;
      }
    }
    return hash;
  }

  public int terms() {
    return vocabulary.size();
  }

  /** The text's vector: of unit length on a grid of 2^-20, or zero if it has no known term. */
  public float[] vector(String text) {
    float[] vector = new float[dimensions()];
    int[] product = vocabulary.vector(text).times(projection, dimensions);
    double square = 0;
    for (int entry : product) {
      square += (double) entry * entry;
    }
    if (square > 0) {
      double norm = Math.sqrt(square);
      for (int i = 0; i < product.length; i++) {
        vector[i] = (float) (Math.rint(product[i] / norm * GRID) / GRID);
      }
    }
    return vector;
  }

  /** The model as a table of {@link #SCHEMA}. */
  public Dataset<Row> toTable(SparkSession spark) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < vocabulary.size(); i++) {
      Float[] direction = new Float[dimensions];
      for (int d = 0; d < dimensions; d++) {
        direction[d] = projection[i][d] / GRID;
      }
      rows.add(RowFactory.create(i, vocabulary.term(i), vocabulary.idf(i), direction));
    }
    return spark.createDataFrame(rows, SCHEMA);
  }

  /** A model from a table of {@link #SCHEMA}. */
  public static LexicalModel fromTable(Dataset<Row> table) {
    List<Row> rows =
        table.select("position", "term", "idf", "projection").orderBy("position").collectAsList();
    String[] terms = new String[rows.size()];
    double[] idf = new double[rows.size()];
    int[][] projection = new int[rows.size()][];
    for (int i = 0; i < terms.length; i++) {
      terms[i] = rows.get(i).getString(1);
      idf[i] = rows.get(i).getDouble(2);
      projection[i] =
          rows.get(i).<Float>getList(3).stream().mapToInt(f -> Math.round(f * GRID)).toArray();
    }
    return new LexicalModel(new Vocabulary(terms, idf), projection);
  }
}

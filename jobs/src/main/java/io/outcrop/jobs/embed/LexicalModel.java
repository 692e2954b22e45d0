package io.outcrop.jobs.embed;

import io.outcrop.jobs.Digest;
import io.outcrop.jobs.tables.LexicalModelsTable;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * A trained lexical space: its terms, their rarity, and where each term points.
 *
 * <p>The same model gives a text the same vector on any night.
 */
public final class LexicalModel implements Serializable {
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

  /** The model as a table of {@link LexicalModelsTable#LEARNED}. */
  public Dataset<Row> toTable(SparkSession spark) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < vocabulary.size(); i++) {
      byte[] direction = new byte[dimensions * Integer.BYTES];
      ByteBuffer.wrap(direction).asIntBuffer().put(projection[i]);
      rows.add(
          RowFactory.create(
              i,
              vocabulary.term(i),
              vocabulary.idf(i),
              Base64.getEncoder().encodeToString(direction)));
    }
    return spark.createDataFrame(rows, LexicalModelsTable.LEARNED);
  }

  /** A model from a table with the columns of {@link LexicalModelsTable#LEARNED}. */
  public static LexicalModel fromTable(Dataset<Row> table) {
    List<Row> rows =
        table
            .select(
                LexicalModelsTable.POSITION,
                LexicalModelsTable.TERM,
                LexicalModelsTable.IDF,
                LexicalModelsTable.PROJECTION)
            .orderBy(LexicalModelsTable.POSITION)
            .collectAsList();
    String[] terms = new String[rows.size()];
    double[] idf = new double[rows.size()];
    int[][] projection = new int[rows.size()][];
    for (int i = 0; i < terms.length; i++) {
      terms[i] = rows.get(i).getString(1);
      idf[i] = rows.get(i).getDouble(2);
      ByteBuffer direction = ByteBuffer.wrap(Base64.getDecoder().decode(rows.get(i).getString(3)));
      projection[i] = new int[direction.capacity() / Integer.BYTES];
      direction.asIntBuffer().get(projection[i]);
    }
    return new LexicalModel(new Vocabulary(terms, idf), projection);
  }
}

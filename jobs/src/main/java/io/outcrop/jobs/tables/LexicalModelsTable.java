package io.outcrop.jobs.tables;

import java.time.LocalDate;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** {@code facts.lexical_models}: what lexical models have learned, a row for each term. */
public final class LexicalModelsTable {
  public static final String RUN_ID = Table.RUN_ID;
  public static final String MODEL_ID = "model_id";
  public static final String MODEL_KEY = "model_key";
  public static final String WINDOW_END = "window_end";
  public static final String SENTENCES = "sentences";
  public static final String POSITION = "position";
  public static final String TERM = "term";
  public static final String IDF = "idf";
  public static final String PROJECTION = "projection";

  /**
   * One term of a model.
   *
   * @param runId the run that trained the model, with whose other rows it is forgotten
   * @param modelId the model's key and its day
   * @param modelKey the axis and all that shapes its models
   * @param windowEnd last day of the run that trained the model
   * @param sentences distinct sentences of that run
   * @param projection where the term points: big-endian whole numbers of four bytes, in units of
   *     2^-20, in base64
   */
  public record Term(
      String runId,
      String modelId,
      String modelKey,
      LocalDate windowEnd,
      long sentences,
      int position,
      String term,
      double idf,
      String projection) {}

  /** The columns that a model itself fills. */
  public static final StructType LEARNED =
      new StructType()
          .add(POSITION, DataTypes.IntegerType, false)
          .add(TERM, DataTypes.StringType, false)
          .add(IDF, DataTypes.DoubleType, false)
          .add(PROJECTION, DataTypes.StringType, false);

  public static final RecordRows<Term> ROWS = RecordRows.of(Term.class);
  public static final Table TABLE =
      Table.lasting(Zone.FACTS, "lexical_models", ROWS.schema(), MODEL_ID);

  private LexicalModelsTable() {}
}

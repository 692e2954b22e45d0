package io.outcrop.jobs;

import io.outcrop.jobs.config.S3Settings;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Opens the Spark session with what Outcrop relies on; the master is spark-submit's to say. */
public final class Sessions {
  private static final String SHUFFLE_PARTITIONS = "spark.sql.shuffle.partitions";

  /** Our own: the driver writes tables itself. */
  public static final String WRITES_ON_DRIVER = "spark.outcrop.writes-on-driver";

  private static final int FEWEST_PARTITIONS = 8;

  /** A run over fewer traces takes longer to plan and to compile than to compute. */
  private static final long FEW_TRACES = 5_000;

  /** What spares Spark preparations that only pay where there is much to compute. */
  private static final Map<String, String> FOR_FEW_TRACES =
      Map.of(
          SHUFFLE_PARTITIONS,
          "2",
          "spark.sql.codegen.wholeStage",
          "false",
          "spark.sql.codegen.factoryMode",
          "NO_CODEGEN",
          // Each exchange would be a job, and the rest be planned anew after it.
          "spark.sql.adaptive.enabled",
          "false",
          WRITES_ON_DRIVER,
          "true");

  private Sessions() {}

  /**
   * Opens a session.
   *
   * @param buckets how buckets are reached, for the tables too
   */
  public static SparkSession open(String name, S3Settings buckets) {
    SparkConf user = new SparkConf();
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName("outcrop " + name)
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.datetime.java8API.enabled", "true")
            // Names in SQL are views of one command; no metastore is needed, none is left behind.
            .config("spark.sql.catalogImplementation", "in-memory");
    // With dates as LocalDate, Delta's answers from metadata alone fail with a ClassCastException.
    builder.config("spark.databricks.delta.optimizeMetadataQuery.enabled", "false");
    withDefault(builder, user, "spark.ui.enabled", "false");
    withDefault(builder, user, "spark.ui.showConsoleProgress", "false");
    if (!user.getBoolean("spark.ui.enabled", false)) {
      // Plans are spelt out for the UI alone; of wide tables that took a fifth of a small night.
      withDefault(builder, user, "spark.sql.ui.explainMode", "simple");
      withDefault(builder, user, "spark.sql.debug.maxToStringFields", "1");
    }
    withDefault(builder, user, "spark.databricks.delta.snapshotPartitions", "2");
    withDefault(builder, user, "spark.sql.parquet.compression.codec", "zstd");
    if (isOneProcess(user.get("spark.master", ""))) {
      LocalFiles.SETTINGS.forEach((key, value) -> withDefault(builder, user, key, value));
    }
    SparkSession spark = builder.getOrCreate();
    BucketFileSystem.configure(spark.sparkContext().hadoopConfiguration(), buckets);
    if (!user.contains(SHUFFLE_PARTITIONS)) {
      spark.conf().set(SHUFFLE_PARTITIONS, usualPartitions(spark));
    }
    return spark;
  }

  /**
   * Fits what the session's further queries prepare to the size of a run: compiled queries and many
   * partitions take a third of a small night's time. What the user sets stays. Tables are the same
   * either way.
   */
  public static void fit(SparkSession spark, long traces) {
    fit(spark, spark.sparkContext().getConf(), traces);
  }

  /** Whether what runs write is so little that the driver had better write it itself. */
  public static boolean isFitToFew(SparkSession spark) {
    return Boolean.parseBoolean(spark.conf().get(WRITES_ON_DRIVER, "false"));
  }

  /** Prepares for any size again, as before the first run: the next inputs are not known yet. */
  public static void fitToAnySize(SparkSession spark) {
    fit(spark, Long.MAX_VALUE);
  }

  static void fit(SparkSession spark, SparkConf user, long traces) {
    FOR_FEW_TRACES.forEach(
        (key, value) -> {
          if (user.contains(key)) {
            return;
          }
          if (traces < FEW_TRACES) {
            spark.conf().set(key, value);
          } else if (key.equals(SHUFFLE_PARTITIONS)) {
            spark.conf().set(key, usualPartitions(spark));
          } else {
            spark.conf().unset(key);
          }
        });
  }

  /** Spark's 200 cost seconds where a night is small; the phases that move much say how many. */
  private static int usualPartitions(SparkSession spark) {
    return Math.max(FEWEST_PARTITIONS, 2 * spark.sparkContext().defaultParallelism());
  }

  private static boolean isOneProcess(String master) {
    return master.equals("local") || master.startsWith("local[");
  }

  private static void withDefault(
      SparkSession.Builder builder, SparkConf user, String key, String value) {
    if (!user.contains(key)) {
      builder.config(key, value);
    }
  }
}

package io.outcrop.jobs;

import io.outcrop.jobs.config.S3Settings;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Opens the Spark session with what Outcrop relies on; the master is spark-submit's to say. */
public final class Sessions {
  private static final String SHUFFLE_PARTITIONS = "spark.sql.shuffle.partitions";
  private static final int FEWEST_PARTITIONS = 8;

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
    withDefault(builder, user, "spark.databricks.delta.snapshotPartitions", "2");
    withDefault(builder, user, "spark.sql.parquet.compression.codec", "zstd");
    if (isOneProcess(user.get("spark.master", ""))) {
      LocalFiles.SETTINGS.forEach((key, value) -> withDefault(builder, user, key, value));
    }
    SparkSession spark = builder.getOrCreate();
    BucketFileSystem.configure(spark.sparkContext().hadoopConfiguration(), buckets);
    if (!user.contains(SHUFFLE_PARTITIONS)) {
      // Spark's 200 cost seconds where a night is small; the phases that move much say how many.
      int partitions = Math.max(FEWEST_PARTITIONS, 2 * spark.sparkContext().defaultParallelism());
      spark.conf().set(SHUFFLE_PARTITIONS, partitions);
    }
    return spark;
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

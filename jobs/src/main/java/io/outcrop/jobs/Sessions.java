package io.outcrop.jobs;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Opens the Spark session with what Outcrop relies on; the master is spark-submit's to say. */
public final class Sessions {
  private static final String SHUFFLE_PARTITIONS = "spark.sql.shuffle.partitions";
  private static final int FEWEST_PARTITIONS = 8;
  private static final String S3 = "fs.s3.impl";

  private Sessions() {}

  public static SparkSession open(String name) {
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
    SparkSession spark = builder.getOrCreate();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    if (hadoop.get(S3) == null) {
      // A platform that brings a file system of its own for s3: keeps it.
      hadoop.set(S3, "org.apache.hadoop.fs.s3a.S3AFileSystem");
    }
    if (!user.contains(SHUFFLE_PARTITIONS)) {
      // Spark's 200 cost seconds where a night is small; the phases that move much say how many.
      int partitions = Math.max(FEWEST_PARTITIONS, 2 * spark.sparkContext().defaultParallelism());
      spark.conf().set(SHUFFLE_PARTITIONS, partitions);
    }
    return spark;
  }

  private static void withDefault(
      SparkSession.Builder builder, SparkConf user, String key, String value) {
    if (!user.contains(key)) {
      builder.config(key, value);
    }
  }
}

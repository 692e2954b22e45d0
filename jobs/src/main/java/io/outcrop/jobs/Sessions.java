package io.outcrop.jobs;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Opens the Spark session with what Outcrop relies on; the master is spark-submit's to say. */
public final class Sessions {
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
    withDefault(builder, user, "spark.hadoop.fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem");
    return builder.getOrCreate();
  }

  private static void withDefault(
      SparkSession.Builder builder, SparkConf user, String key, String value) {
    if (!user.contains(key)) {
      builder.config(key, value);
    }
  }
}

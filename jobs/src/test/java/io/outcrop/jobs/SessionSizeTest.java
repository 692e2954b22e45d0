package io.outcrop.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.embed.LocalSpark;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class SessionSizeTest {
  private static final String PARTITIONS = "spark.sql.shuffle.partitions";
  private static final String COMPILED = "spark.sql.codegen.wholeStage";

  /** A session of its own, which leaves that of the other tests alone. */
  private final SparkSession spark = LocalSpark.session().newSession();

  @Test
  void fit_largeRunAfterASmallOne_isPreparedForAsIfItWereTheFirst() {
    SparkConf nothingSet = new SparkConf(false);

    Sessions.fit(spark, nothingSet, 100);
    assertThat(spark.conf().get(PARTITIONS)).isEqualTo("2");
    assertThat(spark.conf().get(COMPILED)).isEqualTo("false");
    assertThat(Sessions.isFitToFew(spark)).isTrue();

    Sessions.fit(spark, nothingSet, 1_000_000);
    assertThat(spark.conf().get(PARTITIONS)).isEqualTo("8");
    assertThat(spark.conf().get(COMPILED)).isEqualTo("true");
    assertThat(Sessions.isFitToFew(spark)).isFalse();
  }

  @Test
  void fit_whatTheUserSets_stays() {
    spark.conf().set(PARTITIONS, "7");

    Sessions.fit(spark, new SparkConf(false).set(PARTITIONS, "7"), 100);

    assertThat(spark.conf().get(PARTITIONS)).isEqualTo("7");
    assertThat(spark.conf().get(COMPILED)).isEqualTo("false");
  }
}

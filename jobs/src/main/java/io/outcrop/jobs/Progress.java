package io.outcrop.jobs;

import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people how far a run is: a line on the log for each step, and the same sentence as the
 * description of the Spark jobs that follow.
 */
public final class Progress {
  private static final Logger LOG = LoggerFactory.getLogger("io.outcrop.progress");

  private Progress() {}

  /** Says what comes next. */
  public static void step(SparkSession spark, Phase phase, String sentence) {
    LOG.info("{}: {}", phase.label(), sentence);
    spark.sparkContext().setJobGroup(phase.label(), sentence, true);
  }

  /** Says something that the user should look at. */
  public static void warn(String sentence) {
    LOG.warn("warning: {}", sentence);
  }

  /** Says something that is good to know. */
  public static void note(String sentence) {
    LOG.info("{}", sentence);
  }
}

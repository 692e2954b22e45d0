package io.outcrop.jobs.embed;

import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.config.OutcropConfig;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** The one session of all unit tests in a JVM, with everything that a real session has. */
public final class LocalSpark {
  private LocalSpark() {}

  public static SparkSession session() {
    return Holder.SESSION;
  }

  private static final class Holder {
    static final SparkSession SESSION = open();

    private static SparkSession open() {
      System.setProperty("spark.master", "local[2]");
      System.setProperty("spark.driver.host", "127.0.0.1");
      System.setProperty("spark.sql.shuffle.partitions", "2");
      // As in any small night; few phases are given their size here.
      System.setProperty("spark.sql.adaptive.enabled", "false");
      System.setProperty("spark.outcrop.writes-on-driver", "true");
      System.setProperty("spark.sql.codegen.wholeStage", "false");
      System.setProperty("spark.sql.codegen.factoryMode", "NO_CODEGEN");
      return Sessions.open("unit tests", OutcropConfig.load(null, List.of()).ingest().s3());
    }
  }
}

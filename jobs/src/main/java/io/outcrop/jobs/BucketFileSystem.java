package io.outcrop.jobs;

import io.outcrop.jobs.config.S3Settings;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Hadoop's {@code s3a:}, which a warehouse in a bucket is written through, told what Outcrop knows
 * about the buckets. What the user or the platform says in Hadoop's own words stands.
 */
public final class BucketFileSystem {
  private static final String S3_SCHEME = "fs.s3.impl";
  private static final String S3A = "org.apache.hadoop.fs.s3a.S3AFileSystem";

  // Put together, since the build would take a plain name for a class of the jar and rename it.
  private static final String SDK_CHAIN =
      String.join(".", "software", "amazon", "awssdk.auth.credentials.DefaultCredentialsProvider");

  /**
   * Keys in Hadoop's words, then what reading goes by as well: profiles are not Hadoop's default.
   */
  private static final String CREDENTIALS =
      String.join(
          ",",
          "org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider",
          "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider",
          SDK_CHAIN);

  private BucketFileSystem() {}

  static void configure(Configuration hadoop, S3Settings settings) {
    setIfUnset(hadoop, S3_SCHEME, S3A);
    setIfUnset(hadoop, "fs.s3a.endpoint", settings.endpoint());
    setIfUnset(hadoop, "fs.s3a.endpoint.region", region(settings));
    setIfUnset(hadoop, "fs.s3a.path.style.access", settings.pathStyle() ? "true" : "");
    // Hadoop before 3.4 has the first SDK, whose providers have other names.
    if (hadoop.getClassByNameOrNull(SDK_CHAIN) != null) {
      setIfUnset(hadoop, "fs.s3a.aws.credentials.provider", CREDENTIALS);
    }
  }

  private static String region(S3Settings settings) {
    // A server of one's own has no regions, but requests are signed for one.
    return settings.region().isEmpty() && !settings.endpoint().isEmpty()
        ? "us-east-1"
        : settings.region();
  }

  private static void setIfUnset(Configuration hadoop, String key, String value) {
    if (!value.isEmpty() && isUnset(hadoop, key)) {
      hadoop.set(key, value, "outcrop");
    }
  }

  /** Defaults do not count, neither Hadoop's nor those that Spark fills in; both say so. */
  private static boolean isUnset(Configuration hadoop, String key) {
    String[] sources = hadoop.getPropertySources(key);
    return hadoop.get(key) == null
        || (sources != null
            && Arrays.stream(sources).allMatch(source -> source.contains("default")));
  }

  /** An address in a bucket under {@code s3a:}, where no platform brings its own {@code s3:}. */
  public static String address(String address, Configuration hadoop) {
    Path path = new Path(address);
    boolean ours = S3A.equals(hadoop.get(S3_SCHEME)) && "s3".equals(path.toUri().getScheme());
    return ours ? "s3a" + address.substring(address.indexOf(':')) : address;
  }
}

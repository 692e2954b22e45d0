package io.outcrop.jobs.ingest;

import io.outcrop.jobs.UserError;
import java.util.Locale;

/**
 * A place in a bucket. {@code s3a:} is Hadoop's word for {@code s3:}; written out it is always the
 * latter, so that an object has one name.
 *
 * @param key of an object, or the beginning of keys; as stored, nothing in it is escaped
 */
record S3Address(String bucket, String key) {

  static boolean is(String uri) {
    String lower = uri.toLowerCase(Locale.ROOT);
    return lower.startsWith("s3://") || lower.startsWith("s3a://");
  }

  /**
   * @throws UserError where no bucket is named
   */
  static S3Address of(String uri) {
    String rest = uri.substring(uri.indexOf("://") + 3);
    int slash = rest.indexOf('/');
    String bucket = slash < 0 ? rest : rest.substring(0, slash);
    if (bucket.isEmpty() || bucket.indexOf('@') >= 0) {
      throw new UserError(
          "Cannot use the address of a bucket.",
          bucket.isEmpty()
              ? "no bucket is named in " + uri
              : "it holds an @, and credentials do not belong there",
          "write it as s3://bucket/path");
    }
    return new S3Address(bucket, slash < 0 ? "" : rest.substring(slash + 1));
  }

  String uri() {
    return "s3://" + bucket + "/" + key;
  }
}

package io.outcrop.jobs.config;

import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/**
 * How buckets are reached: the keys under {@code outcrop.ingest.s3}. An empty text stands for the
 * SDK's own choice.
 *
 * @param attempts how often one request, and one object without progress, is tried
 * @param threads requests that a listing has under way at once
 */
public record S3Settings(
    String endpoint,
    boolean pathStyle,
    String region,
    boolean requesterPays,
    Role role,
    int attempts,
    Duration connectTimeout,
    Duration readTimeout,
    int threads)
    implements Serializable {

  /** A role to assume for reading; none where the ARN is empty. */
  public record Role(String arn, String sessionName, String externalId) implements Serializable {}

  private static final String ROOT = "outcrop.ingest.s3.";

  static S3Settings read(ConfigReader r) {
    S3Settings settings =
        new S3Settings(
            r.text(ROOT + "endpoint"),
            r.flag(ROOT + "path-style"),
            r.text(ROOT + "region"),
            r.flag(ROOT + "requester-pays"),
            new Role(
                r.text(ROOT + "role-arn"),
                r.text(ROOT + "role-session-name"),
                r.text(ROOT + "role-external-id")),
            r.integer(ROOT + "attempts", 1, 100),
            Duration.ofSeconds(r.integer(ROOT + "connect-timeout-seconds", 1, 3600)),
            Duration.ofSeconds(r.integer(ROOT + "read-timeout-seconds", 1, 3600)),
            r.integer(ROOT + "listing-threads", 1, 256));
    settings.check(r);
    return settings;
  }

  private void check(ConfigReader r) {
    if (!endpoint.isEmpty() && !isEndpoint(endpoint)) {
      // Not shown: a password in it would end up in a log.
      r.problem(
          ROOT
              + "endpoint must be an address such as https://minio.example.org:9000, without user,"
              + " password, path or query");
    }
    if (!role.arn().isEmpty() && !role.arn().startsWith("arn:")) {
      r.problem(
          ROOT
              + "role-arn must be an ARN such as arn:aws:iam::123456789012:role/reader, was "
              + role.arn());
    }
    if (!role.arn().isEmpty() && role.sessionName().isEmpty()) {
      r.problem(ROOT + "role-session-name must be a text where a role is given, was empty");
    }
  }

  private static boolean isEndpoint(String text) {
    try {
      URI uri = new URI(text);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getQuery() == null
          && uri.getFragment() == null
          && (uri.getPath().isEmpty() || uri.getPath().equals("/"));
    } catch (URISyntaxException e) {
      return false;
    }
  }
}

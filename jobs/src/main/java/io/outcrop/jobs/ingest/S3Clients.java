package io.outcrop.jobs.ingest;

import io.outcrop.jobs.config.S3Settings;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/** The S3 clients of this process, one for each way to reach buckets; closed when it exits. */
final class S3Clients {
  private static final Map<S3Settings, S3Client> CLIENTS = new ConcurrentHashMap<>();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> CLIENTS.values().forEach(S3Client::close), "outcrop-close-s3"));
  }

  private S3Clients() {}

  static S3Client of(S3Settings settings) {
    return CLIENTS.computeIfAbsent(settings, S3Clients::open);
  }

  private static S3Client open(S3Settings settings) {
    Region region = region(settings);
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(http(settings))
            .region(region)
            .forcePathStyle(settings.pathStyle())
            .credentialsProvider(credentials(settings, region))
            // Servers that only speak like S3 stumble over checksums that nobody asked for.
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(
                o ->
                    o.retryStrategy(
                        retry ->
                            retry
                                .maxAttempts(settings.attempts())
                                // A page of a listing that breaks off is no XML; the SDK would
                                // not ask for it again.
                                .retryOnExceptionOrCauseInstanceOf(XMLStreamException.class)));
    if (!settings.endpoint().isEmpty()) {
      builder.endpointOverride(URI.create(settings.endpoint()));
    } else if (settings.region().isEmpty()) {
      builder.crossRegionAccessEnabled(true);
    }
    return builder.build();
  }

  private static SdkHttpClient http(S3Settings settings) {
    return UrlConnectionHttpClient.builder()
        .connectionTimeout(settings.connectTimeout())
        .socketTimeout(settings.readTimeout())
        .build();
  }

  private static Region region(S3Settings settings) {
    if (!settings.region().isEmpty()) {
      return Region.of(settings.region());
    }
    if (!settings.endpoint().isEmpty()) {
      return Region.US_EAST_1;
    }
    try {
      return new DefaultAwsRegionProviderChain().getRegion();
    } catch (SdkClientException e) {
      // Nobody names one: any will do to ask where a bucket is.
      return Region.US_EAST_1;
    }
  }

  private static AwsCredentialsProvider credentials(S3Settings settings, Region region) {
    AwsCredentialsProvider own = DefaultCredentialsProvider.builder().build();
    S3Settings.Role role = settings.role();
    if (role.arn().isEmpty()) {
      return own;
    }
    StsClient sts =
        StsClient.builder()
            .httpClient(http(settings))
            .region(region)
            .credentialsProvider(own)
            .build();
    return StsAssumeRoleCredentialsProvider.builder()
        .stsClient(sts)
        .refreshRequest(
            request ->
                request
                    .roleArn(role.arn())
                    .roleSessionName(role.sessionName())
                    .externalId(role.externalId().isEmpty() ? null : role.externalId()))
        .build();
  }
}

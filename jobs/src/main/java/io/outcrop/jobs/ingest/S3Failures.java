package io.outcrop.jobs.ingest;

import io.outcrop.jobs.UserError;
import io.outcrop.jobs.config.S3Settings;
import java.io.IOException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sts.model.StsException;

/** What the SDK's exceptions mean, in words for those who run a night. */
final class S3Failures {
  private static final Set<String> BAD_CREDENTIALS =
      Set.of(
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "ExpiredToken",
          "InvalidToken",
          "TokenRefreshRequired");
  private static final Set<String> OTHER_REGION =
      Set.of(
          "PermanentRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException",
          "TemporaryRedirect");
  private static final String CREDENTIALS =
      "give credentials in the environment (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or"
          + " AWS_PROFILE), or run where the machine has a role";

  private S3Failures() {}

  /** Why a listing failed: the user's side, found before work begins. */
  static UserError ofListing(String input, String bucket, S3Settings settings, SdkException e) {
    String problem = "Cannot read the input " + input + ".";
    if (e instanceof StsException) {
      return new UserError(
          problem,
          "the role " + settings.role().arn() + " cannot be assumed: " + said(e),
          "let the role trust these credentials, or correct outcrop.ingest.s3.role-arn");
    }
    if (e instanceof AwsServiceException service) {
      return ofAnswer(problem, bucket, service);
    }
    if (mentions(e, "Unable to load credentials")) {
      return new UserError(problem, "no credentials were found", CREDENTIALS);
    }
    return new UserError(
        problem,
        "no answer from "
            + (settings.endpoint().isEmpty() ? "S3" : settings.endpoint())
            + ": "
            + said(e),
        "check the network, outcrop.ingest.s3.endpoint and outcrop.ingest.s3.path-style");
  }

  private static UserError ofAnswer(String problem, String bucket, AwsServiceException e) {
    String code = code(e);
    if (code.equals("NoSuchBucket")) {
      return new UserError(
          problem, "there is no bucket " + bucket, "check the bucket's name, and the endpoint");
    }
    if (OTHER_REGION.contains(code) || e.statusCode() == 301) {
      String region =
          e.awsErrorDetails() == null || e.awsErrorDetails().sdkHttpResponse() == null
              ? null
              : e.awsErrorDetails()
                  .sdkHttpResponse()
                  .firstMatchingHeader("x-amz-bucket-region")
                  .orElse(null);
      return new UserError(
          problem,
          "the bucket "
              + bucket
              + " is in another region"
              + (region == null ? " (" + said(e) + ")" : ": " + region),
          "set outcrop.ingest.s3.region to the bucket's region, or leave it empty");
    }
    if (BAD_CREDENTIALS.contains(code)) {
      return new UserError(problem, "the credentials were refused: " + said(e), CREDENTIALS);
    }
    if (e.statusCode() == 401 || e.statusCode() == 403) {
      return new UserError(
          problem,
          "access was denied: " + said(e),
          "grant s3:ListBucket on the bucket and s3:GetObject on its objects; a bucket whose readers"
              + " pay wants outcrop.ingest.s3.requester-pays");
    }
    return new UserError(
        problem, "the server said " + said(e), "try again later, or check the address");
  }

  /** A failure to read an object; one that lasts is an {@link ObjectUnavailableException}. */
  static IOException ofReading(SdkException e) {
    if (e instanceof AbortedException) {
      Thread.currentThread().interrupt();
      return new ObjectUnavailableException("interrupted", e);
    }
    if (e instanceof S3Exception answer && answer.statusCode() == 412) {
      return new ObjectUnavailableException("the object changed while it was read", e);
    }
    boolean lasts =
        e instanceof AwsServiceException service
            && service.statusCode() < 500
            && !service.isThrottlingException();
    return lasts ? new ObjectUnavailableException(said(e), e) : new IOException(said(e), e);
  }

  /** Whether an object lies in an archive, from where it must be brought back first. */
  static boolean isArchived(S3Exception e) {
    return code(e).equals("InvalidObjectState");
  }

  private static String code(AwsServiceException e) {
    return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
        ? ""
        : e.awsErrorDetails().errorCode();
  }

  /** One line without the SDK's own history of attempts. */
  private static String said(SdkException e) {
    String text = e.getMessage();
    if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
      text = code(service) + ", " + service.awsErrorDetails().errorMessage();
    }
    String line = String.valueOf(text).lines().findFirst().orElse("");
    return e instanceof AwsServiceException service
        ? "%d %s".formatted(service.statusCode(), line)
        : line;
  }

  private static boolean mentions(Throwable thrown, String text) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (String.valueOf(t.getMessage()).contains(text)) {
        return true;
      }
    }
    return false;
  }
}

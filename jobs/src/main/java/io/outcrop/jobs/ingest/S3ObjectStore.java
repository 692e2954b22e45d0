package io.outcrop.jobs.ingest;

import io.outcrop.jobs.UserError;
import io.outcrop.jobs.config.S3Settings;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Buckets, by the AWS SDK itself. */
final class S3ObjectStore implements ObjectStore {
  private final S3Settings settings;
  private final int slackDays;
  private final ResumingStream.Pause pause;

  /**
   * @param slackDays see {@link PartitionDates}
   */
  S3ObjectStore(S3Settings settings, int slackDays) {
    this(settings, slackDays, ResumingStream.Pause.GROWING);
  }

  S3ObjectStore(S3Settings settings, int slackDays, ResumingStream.Pause pause) {
    this.settings = settings;
    this.slackDays = slackDays;
    this.pause = pause;
  }

  private S3Client client() {
    return S3Clients.of(settings);
  }

  @Override
  public List<ObjectRef> list(String input, DateRange range) {
    S3Address address = S3Address.of(input);
    Map<String, ObjectRef> objects = new TreeMap<>();
    boolean found = false;
    try {
      for (String pattern : Glob.expand(address.key())) {
        Glob glob = Glob.of(pattern);
        PartitionDates dates = new PartitionDates(range, slackDays, glob.literal());
        try (S3Listing listing =
            new S3Listing(client(), settings, address.bucket(), glob, dates, !range.isAll())) {
          listing.run().forEach(object -> objects.put(object.uri(), object));
          found |= listing.foundAny() || address.key().isEmpty();
        }
      }
      List<ObjectRef> sorted = List.copyOf(objects.values());
      checkReadable(sorted);
      return found ? sorted : missing(input);
    } catch (SdkException e) {
      throw S3Failures.ofListing(input, address.bucket(), settings, e);
    }
  }

  private static List<ObjectRef> missing(String input) {
    throw new UserError(
        "Cannot find the input " + input + ".",
        "the bucket is there, but no object or folder of that name or pattern",
        "check the path given with --input");
  }

  /** To list and to read are two rights: some objects are tried, and one that opens is enough. */
  private void checkReadable(List<ObjectRef> objects) {
    int last = objects.size() - 1;
    S3Exception denied = null;
    for (int i : new int[] {0, last / 2, last}) {
      if (last < 0) {
        return;
      }
      try {
        S3Address address = S3Address.of(objects.get(i).uri());
        client().getObject(request(address).range("bytes=0-0").build()).abort();
        return;
      } catch (S3Exception e) {
        if (e.statusCode() != 403 || S3Failures.isArchived(e)) {
          return;
        }
        denied = e;
      }
    }
    throw denied;
  }

  @Override
  public InputStream open(String uri, long from) throws IOException {
    S3Address address = S3Address.of(uri);
    return new ResumingStream(
        (position, version) -> part(address, position, version), from, settings.attempts(), pause);
  }

  private GetObjectRequest.Builder request(S3Address address) {
    GetObjectRequest.Builder request =
        GetObjectRequest.builder().bucket(address.bucket()).key(address.key());
    return settings.requesterPays() ? request.requestPayer(RequestPayer.REQUESTER) : request;
  }

  private ResumingStream.Part part(S3Address address, long from, String version)
      throws IOException {
    GetObjectRequest.Builder request = request(address);
    if (from > 0) {
      request.range("bytes=" + from + "-");
    }
    if (!version.isEmpty()) {
      request.ifMatch(version);
    }
    try {
      return S3Part.of(client().getObject(request.build()), from, version);
    } catch (SdkException e) {
      if (e instanceof S3Exception past && past.statusCode() == 416) {
        return new ResumingStream.Part(InputStream.nullInputStream(), from, version);
      }
      throw S3Failures.ofReading(e);
    }
  }
}

package io.outcrop.jobs.ingest;

import io.outcrop.jobs.config.S3Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * One listing of a bucket. A page names at most a thousand keys and the next cannot be asked for
 * before, so folders are gone down level by level until there are enough of them to list side by
 * side, each then flat with all below it. With dates to choose by, or a pattern, it goes on down as
 * long as that leaves folders out.
 */
final class S3Listing implements AutoCloseable {
  private static final String DELIMITER = "/";
  private static final int LEVELS = 4;
  private static final int CHOOSING_LEVELS = 12;

  /** Folders that one folder, or one level, may have before they are better listed flat. */
  private static final int MOST_FOLDERS = 10_000;

  private final S3Client client;
  private final S3Settings settings;
  private final String bucket;
  private final Glob glob;
  private final PartitionDates dates;
  private final boolean datesChoose;
  private final ExecutorService threads;
  private boolean foundAny;

  /** What one folder holds, or all below it; too many folders are none. */
  private record Folder(
      String prefix, List<ObjectRef> objects, List<String> folders, boolean found, boolean flat) {}

  S3Listing(
      S3Client client,
      S3Settings settings,
      String bucket,
      Glob glob,
      PartitionDates dates,
      boolean datesChoose) {
    this.client = client;
    this.settings = settings;
    this.bucket = bucket;
    this.glob = glob;
    this.dates = dates;
    this.datesChoose = datesChoose;
    this.threads =
        Executors.newFixedThreadPool(
            settings.threads(),
            task -> {
              Thread thread = new Thread(task, "outcrop-list");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The objects that belong to the input, in no order. */
  List<ObjectRef> run() {
    List<ObjectRef> objects = new ArrayList<>();
    List<String> level = List.of(glob.literal());
    List<String> flat = new ArrayList<>();
    for (int depth = 0; !level.isEmpty(); depth++) {
      if (!goesOnBelow(level, depth)) {
        flat.addAll(level);
        break;
      }
      List<String> next = new ArrayList<>();
      for (Folder folder : side(level, this::folder)) {
        foundAny |= folder.found();
        if (folder.flat()) {
          flat.add(folder.prefix());
        } else {
          objects.addAll(folder.objects());
          next.addAll(folder.folders());
        }
      }
      level = next;
    }
    for (Folder folder : side(flat, this::all)) {
      foundAny |= folder.found();
      objects.addAll(folder.objects());
    }
    return objects;
  }

  /** Whether there is anything under the name or pattern, left out or not. */
  boolean foundAny() {
    return foundAny;
  }

  private boolean goesOnBelow(List<String> level, int depth) {
    boolean chooses = datesChoose || level.stream().anyMatch(prefix -> !glob.isMatchedBy(prefix));
    return chooses
        ? depth < CHOOSING_LEVELS && level.size() <= MOST_FOLDERS
        : depth < LEVELS && level.size() < 4 * settings.threads();
  }

  /** One folder, and the names of those in it that may hold something. */
  private Folder folder(String prefix) {
    List<ObjectRef> objects = new ArrayList<>();
    List<String> folders = new ArrayList<>();
    boolean found = false;
    int seen = 0;
    String token = null;
    do {
      ListObjectsV2Response page = page(prefix, DELIMITER, token);
      seen += page.commonPrefixes().size();
      if (seen > MOST_FOLDERS) {
        return new Folder(prefix, List.of(), List.of(), true, true);
      }
      for (CommonPrefix common : page.commonPrefixes()) {
        String folder = common.prefix();
        if (glob.mayMatch(folder)) {
          found = true;
          if (!glob.hides(folder) && dates.mayHold(folder)) {
            folders.add(folder + glob.literalBelow(folder));
          }
        }
      }
      found |= take(page, objects);
      token = page.nextContinuationToken();
    } while (token != null);
    return new Folder(prefix, objects, folders, found, false);
  }

  /** All that lies below. */
  private Folder all(String prefix) {
    List<ObjectRef> objects = new ArrayList<>();
    boolean found = false;
    String token = null;
    do {
      ListObjectsV2Response page = page(prefix, null, token);
      found |= take(page, objects);
      token = page.nextContinuationToken();
    } while (token != null);
    return new Folder(prefix, objects, List.of(), found, true);
  }

  private ListObjectsV2Response page(String prefix, String delimiter, String token) {
    ListObjectsV2Response page =
        client.listObjectsV2(
            ListObjectsV2Request.builder()
                .bucket(bucket)
                .prefix(prefix)
                .delimiter(delimiter)
                .continuationToken(token)
                .requestPayer(settings.requesterPays() ? RequestPayer.REQUESTER : null)
                .build());
    if (token != null && token.equals(page.nextContinuationToken())) {
      throw new IllegalStateException("The server of " + bucket + " lists one page for ever");
    }
    return page;
  }

  private boolean take(ListObjectsV2Response page, List<ObjectRef> objects) {
    boolean found = false;
    for (S3Object object : page.contents()) {
      String key = object.key();
      if (!glob.mayMatch(key)) {
        continue;
      }
      found = true;
      // Tools leave empty objects behind that stand for folders.
      if (!key.endsWith("/")
          && !key.endsWith("_$folder$")
          && !glob.hides(key)
          && dates.mayHold(key)) {
        objects.add(ref(object));
      }
    }
    return found;
  }

  private ObjectRef ref(S3Object object) {
    String etag = object.eTag() == null ? "" : object.eTag().replace("\"", "");
    long size = object.size() == null ? 0 : object.size();
    Instant modified = object.lastModified() == null ? Instant.EPOCH : object.lastModified();
    return new ObjectRef(new S3Address(bucket, object.key()).uri(), etag, size, modified);
  }

  private interface Look {
    Folder at(String prefix);
  }

  private List<Folder> side(List<String> prefixes, Look look) {
    List<Callable<Folder>> looks = new ArrayList<>();
    prefixes.forEach(prefix -> looks.add(() -> look.at(prefix)));
    try {
      List<Folder> folders = new ArrayList<>();
      for (Future<Folder> folder : threads.invokeAll(looks)) {
        folders.add(folder.get());
      }
      return folders;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SdkException told) {
        throw told;
      }
      throw new IllegalStateException("Cannot list the bucket " + bucket, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while listing " + bucket, e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

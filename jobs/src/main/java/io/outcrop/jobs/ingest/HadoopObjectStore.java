package io.outcrop.jobs.ingest;

import io.outcrop.jobs.UserError;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/**
 * Any file system that Hadoop knows: local files without a scheme, {@code file:}, {@code hdfs:}.
 */
final class HadoopObjectStore implements ObjectStore {
  private final Configuration configuration;
  private final int slackDays;

  /**
   * @param slackDays see {@link PartitionDates}
   */
  HadoopObjectStore(Configuration configuration, int slackDays) {
    this.configuration = configuration;
    this.slackDays = slackDays;
  }

  @Override
  public List<ObjectRef> list(String input, DateRange range) {
    try {
      Path path = new Path(input);
      FileSystem files = path.getFileSystem(configuration);
      FileStatus[] found = files.globStatus(path);
      if (found == null || found.length == 0) {
        throw missing(input);
      }
      List<ObjectRef> objects = new ArrayList<>();
      PartitionDates dates = new PartitionDates(range, slackDays, literal(input));
      for (FileStatus status : found) {
        addBelow(files, status, dates, objects);
      }
      objects.sort(Comparator.comparing(ObjectRef::uri));
      return objects;
    } catch (FileNotFoundException e) {
      throw missing(input);
    } catch (AccessControlException e) {
      throw new UserError(
          "Cannot read the input " + input + ".",
          e.getMessage(),
          "grant this user the right to list and read it");
    } catch (IllegalArgumentException | IOException e) {
      throw new UserError(
          "Cannot list the input " + input + ".",
          String.valueOf(e.getMessage()),
          "check the address, and that its scheme and credentials are configured");
    }
  }

  private static UserError missing(String input) {
    return new UserError(
        "Cannot find the input " + input + ".",
        "no file, folder or match of the pattern is there",
        "check the path given with --input");
  }

  /** What of a pattern's path the user named, and no wildcard found. */
  private static String literal(String input) {
    int end = 0;
    while (end < input.length() && "*?[{".indexOf(input.charAt(end)) < 0) {
      end++;
    }
    return end == input.length() ? input : input.substring(0, input.lastIndexOf('/', end) + 1);
  }

  private static void addBelow(
      FileSystem files, FileStatus start, PartitionDates dates, List<ObjectRef> objects)
      throws IOException {
    Deque<FileStatus> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      FileStatus status = open.pop();
      if (!dates.mayHold(status.getPath().toString())) {
        continue;
      }
      if (!status.isDirectory()) {
        objects.add(
            new ObjectRef(
                status.getPath().toString(),
                etag(status),
                status.getLen(),
                Instant.ofEpochMilli(status.getModificationTime())));
        continue;
      }
      for (FileStatus child : files.listStatus(status.getPath())) {
        String name = child.getPath().getName();
        if (!name.startsWith(".") && !name.startsWith("_")) {
          open.push(child);
        }
      }
    }
  }

  private static String etag(FileStatus status) {
    return status instanceof EtagSource source
        ? Optional.ofNullable(source.getEtag()).orElse("")
        : "";
  }

  @Override
  public InputStream open(String uri, long from) throws IOException {
    Path path = new Path(uri);
    FSDataInputStream in = path.getFileSystem(configuration).open(path);
    try {
      in.seek(from);
      return in;
    } catch (EOFException e) {
      in.close();
      return InputStream.nullInputStream();
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Checks that files can be written below a folder, and leaves nothing behind. */
  static void checkWritable(String folder, Configuration configuration) {
    Path root = new Path(folder);
    Path probe = new Path(root, ".outcrop-write-probe");
    try (FileSystem files = FileSystem.newInstance(root.toUri(), impatient(configuration))) {
      Path made = firstMissing(files, root);
      try {
        files.create(probe, true).close();
      } finally {
        files.delete(made == null ? probe : made, true);
      }
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw new UserError(
          "Cannot write to the warehouse " + folder + ".",
          firstLine(e),
          "give --warehouse a folder that this user may write to");
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** For a first look: what does not answer now is told, not waited for over minutes. */
  private static Configuration impatient(Configuration configuration) {
    Configuration impatient = new Configuration(configuration);
    impatient.setInt("fs.s3a.attempts.maximum", 2);
    impatient.setInt("fs.s3a.retry.limit", 2);
    impatient.set("fs.s3a.connection.establish.timeout", "15s");
    return impatient;
  }

  private static Path firstMissing(FileSystem files, Path folder) throws IOException {
    Path missing = null;
    for (Path path = folder; path != null && !files.exists(path); path = path.getParent()) {
      missing = path;
    }
    return missing;
  }
}

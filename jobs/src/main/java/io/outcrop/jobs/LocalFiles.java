package io.outcrop.jobs;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFs;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system, save that permissions are set by a call. Without its native code
 * Hadoop starts a process, {@code chmod}, up to three times for each file that it makes, and on one
 * machine that takes longer than to write a small table.
 */
public final class LocalFiles extends LocalFileSystem {
  /** What a session on one machine says to take it; elsewhere not all processes have this class. */
  static final Map<String, String> SETTINGS =
      Map.of(
          "spark.hadoop.fs.file.impl", LocalFiles.class.getName(),
          "spark.hadoop.fs.AbstractFileSystem.file.impl", Checked.class.getName());

  public LocalFiles() {
    super(new Raw());
  }

  private static final class Raw extends RawLocalFileSystem {
    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      try {
        Files.setPosixFilePermissions(
            pathToFile(path).toPath(), PosixFilePermissions.fromString(permission.toString()));
      } catch (UnsupportedOperationException | IllegalArgumentException e) {
        // No file system of Unix, or a sticky bit.
        super.setPermission(path, permission);
      }
    }
  }

  /** The same for those that go through {@code FileContext}, as Delta does to commit. */
  public static final class Checked extends ChecksumFs {
    public Checked(URI uri, Configuration hadoop) throws IOException, URISyntaxException {
      super(new RawContext(uri, hadoop));
    }
  }

  private static final class RawContext extends DelegateToFileSystem {
    RawContext(URI uri, Configuration hadoop) throws IOException, URISyntaxException {
      super(uri, new Raw(), hadoop, "file", false);
    }

    @Override
    public int getUriDefaultPort() {
      return -1;
    }

    @Override
    public boolean isValidName(String name) {
      return true;
    }
  }
}

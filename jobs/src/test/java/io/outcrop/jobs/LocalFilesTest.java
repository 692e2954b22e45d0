package io.outcrop.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesTest {
  @TempDir Path folder;

  private Configuration hadoop() {
    Configuration hadoop = new Configuration();
    LocalFiles.SETTINGS.forEach(
        (key, value) -> hadoop.set(key.substring("spark.hadoop.".length()), value));
    return hadoop;
  }

  @Test
  void file_madeWithPermission_hasIt() throws IOException {
    var path = new org.apache.hadoop.fs.Path(folder.toUri().toString(), "below/one");
    try (FileSystem files = FileSystem.newInstance(folder.toUri(), hadoop())) {
      assertThat(files).isInstanceOf(LocalFiles.class);
      files.create(path, true).close();
      files.setPermission(path, new FsPermission((short) 0640));
      assertThat(files.getFileStatus(path).getPermission().toShort()).isEqualTo((short) 0640);
    }
    assertThat(permissions("below/one")).isEqualTo("rw-r-----");
  }

  @Test
  void fileContext_whichDeltaCommitsThrough_isTheSame() throws IOException {
    FileContext files = FileContext.getFileContext(folder.toUri(), hadoop());
    var path = new org.apache.hadoop.fs.Path(folder.toUri().toString(), "two");

    files.create(path, java.util.EnumSet.of(CreateFlag.CREATE)).close();

    assertThat(files.getDefaultFileSystem()).isInstanceOf(LocalFiles.Checked.class);
    assertThat(permissions("two")).startsWith("rw-");
    assertThat(folder.resolve(".two.crc")).exists();
  }

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
  }
}

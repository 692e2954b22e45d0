package io.outcrop.jobs.report;

import io.outcrop.jobs.BucketFileSystem;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.tables.RunsTable.RunRow;
import io.outcrop.jobs.tables.Warehouse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Phase 8: the zone {@code insights} as one HTML file. */
public final class Report {
  private Report() {}

  /**
   * What was written.
   *
   * @param file its address
   * @param bytes its size
   */
  public record Result(String file, long clusters, long insights, long bytes) {}

  /** Where a warehouse's report lies unless said otherwise. */
  public static String defaultFile(Warehouse warehouse) {
    return warehouse.root() + "/report/index.html";
  }

  /**
   * Writes the page of a complete run.
   *
   * @param file in any file system that Hadoop knows
   * @throws UserError where the file cannot be written
   */
  public static Result run(Warehouse warehouse, RunRow run, String file) {
    var data = new AtlasData(warehouse, run).json();
    byte[] page = AtlasPage.of(data).getBytes(StandardCharsets.UTF_8);
    Configuration hadoop = warehouse.spark().sparkContext().hadoopConfiguration();
    try {
      Path path = new Path(BucketFileSystem.address(file, hadoop));
      try (OutputStream out = path.getFileSystem(hadoop).create(path, true)) {
        out.write(page);
      }
      return new Result(
          path.toString(),
          data.at("/clusters/rows").size(),
          data.at("/insights/rows").size(),
          page.length);
    } catch (IOException e) {
      throw new UserError(
          "Cannot write the report to " + file + ".",
          String.valueOf(e.getMessage()),
          "give --out a file that this user may write");
    }
  }
}

package io.outcrop.jobs.bench;

import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.ingest.Ingest;
import io.outcrop.jobs.tables.SpansTable;
import io.outcrop.jobs.tables.Warehouse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * How fast a whole ingest is, from gzipped files to committed Delta tables; the session is open and
 * warm before the clock runs.
 */
public final class IngestSpeed {
  private final SparkSession spark;
  private final OutcropConfig.Ingest config;
  private final Path folder;

  /**
   * @param folder where inputs and warehouses are made; a warehouse is deleted after its round
   */
  public IngestSpeed(SparkSession spark, OutcropConfig.Ingest config, Path folder) {
    this.spark = spark;
    this.config = config;
    this.folder = folder;
  }

  /**
   * One ingest.
   *
   * @param processorSeconds of all threads of this process
   * @param bytesWritten of the files of {@code telemetry.spans}
   */
  public record Figures(
      double seconds, double processorSeconds, long spans, long files, long bytesWritten) {}

  /** The time that processors have spent on this process so far. */
  public static long processorNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Ingests the files of a folder into a new warehouse. */
  public Figures ingest(Path input) throws IOException {
    Path root = Files.createTempDirectory(folder, "warehouse");
    Warehouse warehouse = new Warehouse(spark, root.toUri().toString());
    Ingest.Options options = new Ingest.Options(List.of(input.toUri().toString()), config);
    long processor = processorNanos();
    long start = System.nanoTime();
    Ingest.Result result = Ingest.run(warehouse, options);
    double seconds = (System.nanoTime() - start) / 1e9;
    double processorSeconds = (processorNanos() - processor) / 1e9;
    List<Path> files;
    try (Stream<Path> below =
        Files.walk(Path.of(root.toString(), "telemetry", SpansTable.TABLE.name()))) {
      files = below.filter(file -> file.toString().endsWith(".parquet")).toList();
    }
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    delete(root);
    return new Figures(seconds, processorSeconds, result.spans(), files.size(), bytes);
  }

  /** Deletes a folder with all that is in it. */
  public static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> below = Files.walk(folder)) {
      deepestFirst = below.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}

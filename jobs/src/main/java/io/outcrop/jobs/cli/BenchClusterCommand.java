package io.outcrop.jobs.cli;

import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.bench.ClusterSpeed;
import io.outcrop.jobs.bench.Vectors;
import io.outcrop.jobs.cluster.ClusterOptions;
import io.outcrop.jobs.config.OutcropConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code outcrop bench cluster}. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the k-means of phase 4: seconds from vectors in memory to a label for each, and the"
          + " mean squared distance to the centres.",
      "",
      "Without a file it makes vectors of unit length around random centres."
    })
final class BenchClusterCommand implements Callable<Integer> {
  private static final double NOISE = 0.8;

  @Option(
      names = "--vectors",
      paramLabel = "FILE",
      description = "A .npy file of 32-bit floats, a vector a row, of unit length.")
  private Path file;

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description = "A .npy file of 64-bit integers: the group of each vector, for the purity.")
  private Path truth;

  @Option(
      names = "--points",
      paramLabel = "N",
      description = "How many vectors to make. Default: ${DEFAULT-VALUE}.")
  private int points = 100_000;

  @Option(
      names = "--dimensions",
      paramLabel = "D",
      description = "Their dimensions. Default: ${DEFAULT-VALUE}.")
  private int dimensions = 256;

  @Option(
      names = "--groups",
      paramLabel = "G",
      description = "The centres they are made around. Default: ${DEFAULT-VALUE}.")
  private int groups = 600;

  @Option(
      names = "--k",
      paramLabel = "K",
      description = "Clusters to find. Default: ${DEFAULT-VALUE}.")
  private int k = 1_000;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often to do it; each is told. Default: ${DEFAULT-VALUE}.")
  private int rounds = 1;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "Where to write the cluster of each vector, a line each.")
  private Path labels;

  @Mixin private ConfigOptions configuration;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (k < 1 || rounds < 1 || points < 1 || dimensions < 1 || groups < 1) {
      throw new UserError(
          "Cannot measure nothing.",
          "one of --k, --rounds, --points, --dimensions and --groups is below 1",
          "give each at least 1");
    }
    OutcropConfig config = configuration.load();
    Vectors vectors =
        file == null
            ? new Vectors.Made(points, dimensions, groups, NOISE)
            : Vectors.of(file, truth);
    PrintWriter out = spec.commandLine().getOut();
    try (SparkSession spark = Sessions.open("bench", config.ingest().s3())) {
      ClusterSpeed speed = new ClusterSpeed(spark, ClusterOptions.of(config));
      for (int round = 0; round < rounds; round++) {
        ClusterSpeed.Figures figures = speed.measure(vectors, k);
        out.printf(
            "outcrop: seconds=%.2f mse=%.5f purity=%.4f clusters=%d on %s%n",
            figures.seconds(),
            figures.meanSquaredDistance(),
            figures.purity(),
            figures.clusters(),
            spark.sparkContext().master());
        out.flush();
        if (labels != null) {
          Files.write(labels, Arrays.stream(figures.labels()).mapToObj(String::valueOf).toList());
        }
      }
    }
    return 0;
  }
}

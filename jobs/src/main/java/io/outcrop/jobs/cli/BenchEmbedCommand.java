package io.outcrop.jobs.cli;

import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.bench.EmbedSpeed;
import io.outcrop.jobs.bench.IngestSpeed;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.embed.Embed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code outcrop bench embed}. */
@Command(
    name = "embed",
    mixinStandardHelpOptions = true,
    description =
        "Measures the lexical embedder: sentences in a Delta table to vectors, training included,"
            + " beside one read of the table.")
final class BenchEmbedCommand implements Callable<Integer> {
  @Option(
      names = "--texts",
      paramLabel = "N",
      description = "How many sentences to make. Default: ${DEFAULT-VALUE}.")
  private int texts = 1_000_000;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often to do it; each is told. Default: ${DEFAULT-VALUE}.")
  private int rounds = 3;

  @Mixin private ConfigOptions configuration;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (texts < 1 || rounds < 1) {
      throw new UserError(
          "Cannot measure nothing.", "--texts or --rounds is below 1", "give each at least 1");
    }
    OutcropConfig config = configuration.load();
    PrintWriter out = spec.commandLine().getOut();
    Path folder = Files.createTempDirectory("outcrop-bench");
    try (SparkSession spark = Sessions.open("bench", config.ingest().s3())) {
      EmbedSpeed speed = new EmbedSpeed(spark, Embed.options(config));
      String table = folder.resolve("sentences").toUri().toString();
      speed.make(table, texts);
      for (int round = 0; round < rounds; round++) {
        EmbedSpeed.Figures figures = speed.measure(table);
        out.printf(
            "read %.2f s, read, train and embed %.2f s: %.1f times%n",
            figures.read(), figures.embed(), figures.embed() / figures.read());
        out.flush();
      }
    } finally {
      IngestSpeed.delete(folder);
    }
    return 0;
  }
}

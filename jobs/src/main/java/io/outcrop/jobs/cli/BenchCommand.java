package io.outcrop.jobs.cli;

import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.bench.Corpus;
import io.outcrop.jobs.bench.IngestSpeed;
import io.outcrop.jobs.bench.ReaderSpeed;
import io.outcrop.jobs.config.OutcropConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code outcrop bench}: measures Outcrop on this machine. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures how fast this machine does it.",
    subcommands = {BenchCommand.IngestCommand.class, FacetsBench.class, BenchLlmCommand.class})
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return 0;
  }

  /** {@code outcrop bench ingest}. */
  @Command(
      name = "ingest",
      mixinStandardHelpOptions = true,
      description = {
        "Measures reading: bytes to spans on one core, beside Jackson stepping over the same JSON"
            + " and decoding its strings, in turns; then a whole ingest to Delta.",
        "",
        "MB are millions of bytes of unpacked JSON. Without an input it measures the sample traces"
            + " in the jar, repeated under new trace ids."
      })
  static final class IngestCommand implements Callable<Integer> {
    private static final long MB = 1_000_000;
    private static final long READER_BYTES = 64 * MB;

    @Option(
        names = "--input",
        arity = "1..*",
        paramLabel = "PATH",
        description = "Local files or folders, plain or gzipped, read into memory.")
    private List<Path> inputs = List.of();

    @Option(
        names = "--samples",
        paramLabel = "PREFIX",
        description =
            "Of the sample traces only those whose file is named so: tau2 (the GenAI"
                + " conventions), intercode (OpenInference).")
    private String samples = "";

    @Option(
        names = "--megabytes",
        paramLabel = "N",
        description = "How much to make of the sample traces. Default: ${DEFAULT-VALUE}.")
    private int megabytes = 300;

    @Option(
        names = "--rounds",
        paramLabel = "N",
        description = "Rounds that count; the median is told. Default: ${DEFAULT-VALUE}.")
    private int rounds = 7;

    @Mixin private ConfigOptions configuration;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
      if (rounds < 1 || megabytes < 1) {
        throw new UserError(
            "Cannot measure nothing.",
            "--rounds is " + rounds + " and --megabytes is " + megabytes,
            "give both at least 1");
      }
      OutcropConfig config = configuration.load();
      PrintWriter out = spec.commandLine().getOut();
      Corpus corpus =
          inputs.isEmpty() ? Corpus.ofSamples(samples, megabytes * MB) : Corpus.ofFiles(inputs);
      if (corpus.bytes() == 0) {
        throw new UserError(
            "Cannot measure without traces.",
            "nothing is in the input",
            "give --input a folder with traces, or --samples tau2");
      }
      out.printf("%d objects, %.0f MB of JSON%n", corpus.objects().size(), mb(corpus.bytes()));
      out.flush();
      reader(corpus, out);
      endToEnd(corpus, config, out);
      return 0;
    }

    private void reader(Corpus corpus, PrintWriter out) {
      ReaderSpeed.Figures speed =
          new ReaderSpeed(corpus.first(READER_BYTES)).measure(rounds / 2 + 2, rounds);
      out.printf("Jackson, strings decoded  %6.0f MB/s per core%n", speed.tokenise());
      out.printf(
          "parse and normalise       %6.0f MB/s per core, %.2f of it%n",
          speed.read(), speed.ratio());
      out.printf("  and to Spark rows       %6.0f MB/s per core%n", speed.rows());
      out.flush();
    }

    private void endToEnd(Corpus corpus, OutcropConfig config, PrintWriter out) throws IOException {
      Path folder = Files.createTempDirectory("outcrop-bench");
      try (SparkSession spark = Sessions.open("bench", config.ingest().s3())) {
        Path input = folder.resolve("input");
        corpus.write(input);
        IngestSpeed ingest = new IngestSpeed(spark, config.ingest(), folder);
        ingest.ingest(input);
        List<IngestSpeed.Figures> figures = new ArrayList<>();
        for (int round = 0; round < Math.min(rounds, 3); round++) {
          figures.add(ingest.ingest(input));
        }
        figures.sort(Comparator.comparingDouble(IngestSpeed.Figures::seconds));
        IngestSpeed.Figures median = figures.get(figures.size() / 2);
        out.printf(
            "gzip files to Delta       %6.0f MB/s on %s: %.1f s for %d spans, %d files, %.0f MB%n",
            mb(corpus.bytes()) / median.seconds(),
            spark.sparkContext().master(),
            median.seconds(),
            median.spans(),
            median.files(),
            mb(median.bytesWritten()));
        out.flush();
      } finally {
        IngestSpeed.delete(folder);
      }
    }

    private static double mb(long bytes) {
      return bytes / (double) MB;
    }
  }
}

package io.outcrop.jobs.cli;

import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.bench.FacetsSpeed;
import io.outcrop.jobs.bench.FacetsSpeed.Figures;
import io.outcrop.jobs.bench.IngestSpeed;
import io.outcrop.jobs.config.OutcropConfig;
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

/** {@code outcrop bench facets}. */
@Command(
    name = "facets",
    mixinStandardHelpOptions = true,
    description = {
      "Measures phase 2 on the sample traces, repeated under new ids, beside a plain"
          + " groupBy(trace_id) with collect_list of the same columns, written to a table, in"
          + " turns."
    })
final class FacetsBench implements Callable<Integer> {
  private static final int WARM_UP = 1_000;

  @Option(
      names = "--traces",
      paramLabel = "N",
      description = "Traces to make; each has some 13 spans. Default: ${DEFAULT-VALUE}.")
  private int traces = 120_000;

  @Option(
      names = "--as-one",
      description = "Makes one trace of all their spans, and measures phase 2 alone.")
  private boolean asOne;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Rounds that count. Default: ${DEFAULT-VALUE}.")
  private int rounds = 1;

  @Mixin private ConfigOptions configuration;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (rounds < 1 || traces < 1) {
      throw new UserError(
          "Cannot measure nothing.",
          "--rounds is " + rounds + " and --traces is " + traces,
          "give both at least 1");
    }
    OutcropConfig config = configuration.load();
    PrintWriter out = spec.commandLine().getOut();
    Path folder = Files.createTempDirectory("outcrop-bench");
    try (SparkSession spark = Sessions.open("bench", config.ingest().s3())) {
      FacetsSpeed warm = new FacetsSpeed(spark, config, folder.resolve("warm"));
      warm.prepare(WARM_UP, false);
      warm.facets();
      warm.plain();
      FacetsSpeed speed = new FacetsSpeed(spark, config, folder.resolve("measured"));
      long spans = speed.prepare(traces, asOne);
      for (int round = 0; round < rounds; round++) {
        Figures plain = asOne ? null : speed.plain();
        Figures facets = speed.facets();
        if (plain != null) {
          tell(out, "groupBy and collect_list", plain, spans, "");
        }
        tell(
            out,
            "facets",
            facets,
            spans,
            plain == null ? "" : ", %.2f times".formatted(facets.seconds() / plain.seconds()));
      }
    } finally {
      IngestSpeed.delete(folder);
    }
    return 0;
  }

  private static void tell(PrintWriter out, String what, Figures f, long spans, String more) {
    out.printf(
        "%-24s %7.1f s for %,d traces of %,d spans%s%n", what, f.seconds(), f.rows(), spans, more);
    out.flush();
  }
}

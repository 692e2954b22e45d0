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
          + " groupBy(trace_id) with collect_list of the same columns, thrown away and written to a"
          + " table, in turns."
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
      warm.written();
      FacetsSpeed speed = new FacetsSpeed(spark, config, folder.resolve("measured"));
      long spans = speed.prepare(traces, asOne);
      out.printf("%,d spans%n", spans);
      for (int round = 0; round < rounds; round++) {
        Figures thrown = asOne ? null : speed.thrownAway();
        Figures written = asOne ? null : speed.written();
        Figures facets = speed.facets();
        if (!asOne) {
          tell(out, "groupBy, thrown away", thrown, "");
          tell(out, "groupBy, written", written, "");
        }
        tell(out, "facets", facets, asOne ? "" : ratios(facets, thrown, written));
      }
    } finally {
      IngestSpeed.delete(folder);
    }
    return 0;
  }

  private static String ratios(Figures facets, Figures thrown, Figures written) {
    return ": %.2f times thrown away, %.2f times written (by processor time %.2f, %.2f)"
        .formatted(
            facets.seconds() / thrown.seconds(),
            facets.seconds() / written.seconds(),
            facets.processor() / thrown.processor(),
            facets.processor() / written.processor());
  }

  private static void tell(PrintWriter out, String what, Figures f, String more) {
    out.printf("%-22s %7.1f s (processors %.1f s)%s%n", what, f.seconds(), f.processor(), more);
    out.flush();
  }
}

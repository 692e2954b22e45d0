package io.outcrop.jobs.cli;

import io.outcrop.jobs.BucketFileSystem;
import io.outcrop.jobs.Progress;
import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.synth.Synth;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code outcrop synth}: makes traces with known failures. */
@Command(
    name = "synth",
    mixinStandardHelpOptions = true,
    description = {
      "Makes traces whose failures are known, to measure with and to try things out on.",
      "",
      "Writes OTLP/JSON lines to OUT/traces and what is wrong with each trace to OUT/labels/labels.csv:"
          + " trace_id, category, mode, failing, domain, tenant. 55 failures in 11 categories, over 12"
          + " domains, each with a benign twin: the same situation in the same words, handled well.",
      "",
      "The same seed makes the same traces, and more traces begin with the same ones."
    })
final class SynthCommand implements Callable<Integer> {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "URI",
      description = "Folder to write to, in any file system that Hadoop knows.")
  private String out;

  @Option(
      names = "--traces",
      paramLabel = "N",
      description = "How many traces. Default: ${DEFAULT-VALUE}.")
  private long traces = 10_000;

  @Option(names = "--seed", paramLabel = "S", description = "Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--tenants",
      paramLabel = "T",
      description = "Over how many tenants. Default: ${DEFAULT-VALUE}.")
  private int tenants = 40;

  @Option(
      names = "--failure-share",
      paramLabel = "F",
      description = "Share of the traces that go wrong, 0 to 1. Default: ${DEFAULT-VALUE}.")
  private double failureShare = 0.3;

  @Option(
      names = "--days",
      paramLabel = "D",
      description = "Days over which the traces begin. Default: ${DEFAULT-VALUE}.")
  private int days = 14;

  @Option(
      names = "--date",
      paramLabel = "DATE",
      description = "The last of these days (UTC). Default: yesterday.")
  private LocalDate date;

  @Mixin private ConfigOptions configuration;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (traces < 1 || tenants < 1 || days < 1 || !(failureShare >= 0 && failureShare <= 1)) {
      throw new UserError(
          "Cannot make such traces.",
          "--traces is %d, --tenants %d, --days %d, --failure-share %s"
              .formatted(traces, tenants, days, failureShare),
          "give whole numbers of at least 1, and a share from 0 to 1");
    }
    LocalDate last =
        date != null
            ? date
            : LocalDate.now(Clock.systemUTC().withZone(ZoneOffset.UTC)).minusDays(1);
    Synth synth = new Synth(new Synth.Options(traces, seed, tenants, failureShare, days, last));
    try (SparkSession spark = Sessions.open("synth", configuration.load().ingest().s3())) {
      Configuration hadoop = spark.sparkContext().hadoopConfiguration();
      synth.write(
          BucketFileSystem.address(out, hadoop),
          hadoop,
          done -> {
            if (done % 50_000 == 0) {
              Progress.note(String.format(Locale.ROOT, "%,d of %,d traces", done, traces));
            }
          });
    } catch (IOException e) {
      throw new UserError(
          "Cannot write traces to " + out + ".",
          e.toString(),
          "give --out a folder that this user may write to");
    }
    PrintWriter told = spec.commandLine().getOut();
    told.printf(Locale.ROOT, "%,d traces of %,d tenants in %s/traces%n", traces, tenants, out);
    told.printf("labels in %s/labels/labels.csv%n", out);
    told.flush();
    return 0;
  }
}

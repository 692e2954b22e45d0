package io.outcrop.jobs.cli;

import static org.apache.spark.sql.functions.col;

import io.outcrop.jobs.Nightly;
import io.outcrop.jobs.Samples;
import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.runs.WarehouseLock;
import io.outcrop.jobs.tables.InsightsTable;
import io.outcrop.jobs.tables.Warehouse;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code outcrop demo}: a whole night on the sample traces in the jar. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a whole night on sample traces that come with Outcrop, and shows the top insights.",
      "",
      "The samples are 408 real runs of customer-service and shell agents, of 21 tenants. The demo looks"
          + " at all dates (outcrop.window.days=0) and asks for 3 tenants behind what it publishes"
          + " (outcrop.publish.min-tenants=3); --set wins over that.",
      "",
      "Run again on the same folder, it finds nothing new."
    })
final class DemoCommand implements Callable<Integer> {
  private static final int TOP = 10;
  private static final String[] SHOWN = {"#", "severity", "traces", "tenants", "insight"};

  @Option(
      names = "--warehouse",
      paramLabel = "DIR",
      description =
          "Local folder for the tables. Default: outcrop-demo in the system's temporary folder.")
  private Path warehouse = Path.of(System.getProperty("java.io.tmpdir"), "outcrop-demo");

  @Mixin private ConfigOptions configuration;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    OutcropConfig config =
        configuration.load("outcrop.window.days=0", "outcrop.publish.min-tenants=3");
    PrintWriter out = spec.commandLine().getOut();
    Path root = warehouse.toAbsolutePath().normalize();
    Path samples = root.resolve("samples");
    copySamples(samples);
    try (SparkSession spark = Sessions.open("demo", config.ingest().s3())) {
      Warehouse tables = new Warehouse(spark, root.toUri().toString());
      List<String> inputs = List.of(samples.toUri().toString());
      Nightly.Result result =
          WarehouseLock.holding(
              tables,
              spec.name(),
              () -> new Nightly(tables, config, Clock.systemUTC()).run(inputs, Run.Window.LATEST));
      Summary.print(result, root.toString(), out);
      out.println();
      printTop(tables, result.run(), out);
      out.println();
      out.println("Ask more:");
      out.println(
          "  outcrop sql \"SELECT level, title, traces, tenants, failure_rate FROM"
              + " outcrop_insights.clusters ORDER BY priority DESC\" --warehouse "
              + root);
      out.flush();
    }
    return 0;
  }

  private static void printTop(Warehouse tables, Run run, PrintWriter out) {
    List<String[]> rows =
        tables
            .read(InsightsTable.INSIGHTS, run.id())
            .orderBy(col(InsightsTable.RANK))
            .limit(TOP)
            .select(
                col(InsightsTable.RANK).cast("string"),
                col(InsightsTable.SEVERITY),
                col(InsightsTable.TRACES).cast("string"),
                col(InsightsTable.TENANTS).cast("string"),
                col(InsightsTable.HEADLINE))
            .collectAsList()
            .stream()
            .map(
                r ->
                    new String[] {
                      r.getString(0), r.getString(1), r.getString(2), r.getString(3), r.getString(4)
                    })
            .toList();
    out.print(TextTable.render(SHOWN, rows));
  }

  /** Lays the samples down with a fixed time, so that a second demo finds nothing new. */
  private static void copySamples(Path folder) {
    try {
      Files.createDirectories(folder);
      for (String name : Samples.names()) {
        Path file = folder.resolve(name);
        try (InputStream in = Samples.open(name)) {
          Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
      }
    } catch (IOException e) {
      throw new UserError(
          "Cannot write the samples to " + folder + ".",
          e.toString(),
          "give --warehouse a local folder that this user may write to");
    }
  }
}

package io.outcrop.jobs.cli;

import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.report.Report;
import io.outcrop.jobs.runs.Runs;
import io.outcrop.jobs.tables.RunsTable;
import io.outcrop.jobs.tables.RunsTable.RunRow;
import io.outcrop.jobs.tables.Warehouse;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code outcrop report}: the published insights as one page. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Phase 8: writes what is published as one HTML file, the atlas: insights, map, patterns, what"
          + " changed, and the run's health.",
      "",
      "It opens from disk, loads nothing and sends nothing. It holds rows of outcrop_insights alone,"
          + " and counts of the run."
    })
final class ReportCommand implements Callable<Integer> {
  @Option(
      names = "--warehouse",
      required = true,
      paramLabel = "URI",
      description = "Folder of the Delta tables.")
  private String warehouse;

  @Option(names = "--run", paramLabel = "ID", description = "Default: the latest complete run.")
  private String runId;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Default: report/index.html in the warehouse.")
  private String out;

  @Mixin private ConfigOptions configuration;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    OutcropConfig config = configuration.load();
    try (SparkSession spark = Sessions.open("report", config.ingest().s3())) {
      Warehouse tables = new Warehouse(spark, warehouse);
      Report.Result result =
          Report.run(tables, run(tables), out == null ? Report.defaultFile(tables) : out);
      PrintWriter told = spec.commandLine().getOut();
      told.printf(
          Locale.ROOT,
          "%,d patterns and %,d insights in %s (%.1f MB)%n",
          result.clusters(),
          result.insights(),
          result.file(),
          result.bytes() / 1e6);
      told.flush();
    }
    return 0;
  }

  private RunRow run(Warehouse tables) {
    Runs runs = new Runs(tables, Clock.systemUTC());
    return (runId == null ? runs.latestComplete() : runs.find(runId))
        .filter(row -> row.status().equals(RunsTable.COMPLETE))
        .orElseThrow(
            () ->
                new UserError(
                    "Cannot report on " + (runId == null ? "this warehouse" : "run " + runId) + ".",
                    "there is no such complete run in " + tables.root(),
                    "run outcrop nightly first, or look at outcrop_ops.runs"));
  }
}

package io.outcrop.jobs.cli;

import io.outcrop.jobs.Progress;
import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.report.RunComparison;
import io.outcrop.jobs.tables.Warehouse;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code outcrop compare}: what two runs published of the same things. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Tells what is new, grew, shrank and is gone between two complete runs: patterns by their"
          + " lineage, insights, and facets of workflows that both runs compared.",
      "",
      "All figures are as the runs published them. What is NEW or GONE may also have been withheld"
          + " by one of the runs. A share that is told as a quarter more or a fifth less grew or"
          + " shrank."
    },
    footer = {
      "",
      "Examples:",
      "  outcrop sql \"SELECT run_id, window_end FROM outcrop_ops.runs\" --warehouse /data/outcrop",
      "  outcrop compare --run 4f1a09b2c3d4 --run 77ab12cd34ef --warehouse /data/outcrop"
    })
final class CompareCommand implements Callable<Integer> {
  @Option(
      names = "--run",
      required = true,
      paramLabel = "ID",
      description = "Two complete runs, the earlier one first; latest is the latest complete one.")
  private List<String> ids;

  @Option(names = "--all", description = "Tells of what stayed the same too.")
  private boolean all;

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "FORMAT",
      description = "table (for people), csv or json (one object a line). Default: table.")
  private RowFormat format;

  @Mixin private WarehouseOption warehouse;
  @Mixin private Output output;
  @Mixin private ConfigOptions configuration;

  @Override
  public Integer call() {
    if (ids.size() != 2) {
      throw new UserError(
          "Cannot compare " + (ids.size() == 1 ? "one run." : ids.size() + " runs."),
          "it takes two",
          "give --run A --run B");
    }
    OutcropConfig config = configuration.load();
    try (SparkSession spark = Sessions.open("compare", config.ingest().s3())) {
      Warehouse tables = warehouse.open(spark);
      RunComparison runs = RunComparison.of(tables, ids.get(0), ids.get(1));
      List<Row> rows = runs.differences(all).stream().map(RunComparison.ROWS::toRow).toList();
      output.write(
          out -> format.write(spark.createDataFrame(rows, RunComparison.ROWS.schema()), out));
      Progress.note(runs.about());
    }
    return 0;
  }
}

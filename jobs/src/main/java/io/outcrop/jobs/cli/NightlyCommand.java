package io.outcrop.jobs.cli;

import io.outcrop.jobs.Nightly;
import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.runs.WarehouseLock;
import io.outcrop.jobs.tables.Warehouse;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code outcrop nightly}: all phases, one after the other. */
@Command(
    name = "nightly",
    mixinStandardHelpOptions = true,
    description = {
      "Reads what is new in the inputs and runs every phase up to the published insights.",
      "",
      "Running it again changes nothing. After a stop run it again: what was committed stands, the"
          + " rest is done anew, and nothing half-done was visible."
    },
    footer = {
      "",
      "Examples:",
      "  outcrop nightly --input /data/traces --warehouse /data/outcrop",
      "  outcrop nightly --input '/data/traces/2026-*/*.json.gz' --warehouse /data/outcrop \\",
      "    --since 2026-01-01 --until 2026-01-31 --set outcrop.publish.min-tenants=3"
    })
final class NightlyCommand implements Callable<Integer> {
  @Mixin private InputOptions input;

  @Option(
      names = "--warehouse",
      required = true,
      paramLabel = "URI",
      description = "Folder of the Delta tables; made where there is none.")
  private String warehouse;

  @Mixin private ConfigOptions configuration;
  @Mixin private WindowOptions window;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    OutcropConfig config = configuration.load(input.outcomes());
    Run.Window dates = window.window();
    try (SparkSession spark = Sessions.open("nightly", config.ingest().s3())) {
      Warehouse tables = new Warehouse(spark, warehouse);
      Nightly.Result result =
          WarehouseLock.holding(
              tables,
              spec.name(),
              () -> new Nightly(tables, config, Clock.systemUTC()).run(input.inputs(), dates));
      Summary.print(result, warehouse, spec.commandLine().getOut());
      return result.exitCode();
    }
  }
}

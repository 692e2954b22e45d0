package io.outcrop.jobs.cli;

import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.runs.WarehouseLock;
import io.outcrop.jobs.tables.TrackedTable.Tracked;
import io.outcrop.jobs.tables.Warehouse;
import io.outcrop.jobs.track.Tracking;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code outcrop dismiss}: an insight that is none. */
@Command(
    name = "dismiss",
    mixinStandardHelpOptions = true,
    description = {
      "Dismisses an insight: it is no longer tracked, and no export takes it, --unconfirmed or"
          + " not.",
      "",
      "Kept by lineage in outcrop_ops.reviews; outcrop track takes it back."
    })
final class DismissCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "INSIGHT",
      description = "An insight's rank or id, or a cluster's or a lineage's id, of the latest run.")
  private String insight;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for whoever reads it later.")
  private String reason;

  @Mixin private ReviewerOption reviewer;
  @Mixin private WarehouseOption warehouse;
  @Mixin private ConfigOptions configuration;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    OutcropConfig config = configuration.load();
    try (SparkSession spark = Sessions.open("dismiss", config.ingest().s3())) {
      Warehouse tables = warehouse.open(spark);
      Optional<Tracked> stopped =
          WarehouseLock.holding(
              tables,
              "dismiss",
              () ->
                  new Tracking(tables, config, Clock.systemUTC())
                      .dismiss(insight, reviewer.reviewer(), reason));
      spec.commandLine()
          .getOut()
          .println(
              "dismissed   "
                  + insight
                  + stopped.map(t -> ", and " + t.name() + " is no longer tracked").orElse(""));
      spec.commandLine().getOut().flush();
    }
    return 0;
  }
}

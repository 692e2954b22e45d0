package io.outcrop.jobs.cli;

import io.outcrop.jobs.Nightly;
import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.forget.Forget;
import io.outcrop.jobs.runs.WarehouseLock;
import io.outcrop.jobs.tables.SpansTable;
import io.outcrop.jobs.tables.Warehouse;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code outcrop forget}: a tenant out of every zone, for good. */
@Command(
    name = "forget",
    mixinStandardHelpOptions = true,
    description = {
      "Removes a tenant from every zone, from the history of the tables and from all runs that looked"
          + " at its traces; then builds and publishes the latest window anew without it.",
      "",
      "A keyed hash of its id stays, so that later nights leave its traces out. The key is"
          + " OUTCROP_FORGET_KEY of the environment, or a file under <warehouse>/ops. The dumps"
          + " themselves are not touched: delete them at their source.",
      "",
      "Queries that run meanwhile may fail; ask them again."
    })
final class ForgetCommand implements Callable<Integer> {
  @Option(names = "--tenant", required = true, paramLabel = "ID", description = "The tenant's id.")
  private String tenant;

  @Option(
      names = "--warehouse",
      required = true,
      paramLabel = "URI",
      description = "Folder of the Delta tables.")
  private String warehouse;

  @Mixin private ConfigOptions configuration;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    OutcropConfig config = configuration.load();
    try (SparkSession spark = Sessions.open(spec.name(), config.ingest().s3())) {
      Warehouse tables = new Warehouse(spark, warehouse);
      if (!tables.exists(SpansTable.TABLE)) {
        throw new UserError(
            "Cannot forget a tenant of the warehouse " + warehouse + ".",
            "no Outcrop table is there",
            "check --warehouse");
      }
      Forget.Result result =
          WarehouseLock.holding(
              tables,
              spec.name(),
              () -> new Nightly(tables, config, Clock.systemUTC()).forget(tenant));
      Summary.print(spec.name(), result, spec.commandLine().getOut());
    }
    return 0;
  }
}

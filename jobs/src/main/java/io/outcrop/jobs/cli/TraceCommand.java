package io.outcrop.jobs.cli;

import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.show.ShownTrace;
import io.outcrop.jobs.tables.Warehouse;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code outcrop trace}: one trace to read, for operators. */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    description = {
      "Shows one trace: who and when, its facets, the patterns it is in, what the detectors found"
          + " at which span, and its spans as a tree with their texts.",
      "",
      "For operators: it reads outcrop_telemetry and outcrop_facts. Texts are redacted unless --raw"
          + " is given."
    },
    footer = {
      "",
      "Examples:",
      "  outcrop trace 4bf92f3577b34da6a3ce929d0e0e4736 --warehouse /data/outcrop",
      "  outcrop trace 4bf92f35 --chars 2000 --out trace.txt --warehouse /data/outcrop",
      "",
      "With outcrop.trace-url in the configuration it also shows the trace's address in your"
          + " viewer."
    })
final class TraceCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "ID",
      description = "The trace's id, or enough of its beginning (6 characters at least).")
  private String id;

  @Option(
      names = "--chars",
      defaultValue = "300",
      paramLabel = "N",
      description = "Most characters shown of one text; 0 = no texts. Default: 300.")
  private int chars;

  @Option(
      names = "--raw",
      description = "Texts as they were recorded, with whatever personal data they hold.")
  private boolean raw;

  @Mixin private WarehouseOption warehouse;
  @Mixin private Output output;
  @Mixin private ConfigOptions configuration;

  @Override
  public Integer call() {
    OutcropConfig config = configuration.load();
    try (SparkSession spark = Sessions.open("trace", config.ingest().s3())) {
      Warehouse tables = warehouse.open(spark);
      output.write(out -> ShownTrace.write(tables, config, id, Math.max(0, chars), raw, out));
    }
    return 0;
  }
}

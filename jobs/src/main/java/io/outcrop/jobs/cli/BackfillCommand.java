package io.outcrop.jobs.cli;

import io.outcrop.jobs.Backfill;
import io.outcrop.jobs.Nightly;
import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.ingest.DateRange;
import io.outcrop.jobs.runs.WarehouseLock;
import io.outcrop.jobs.tables.Warehouse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code outcrop backfill}: an archive, window by window. */
@Command(
    name = "backfill",
    mixinStandardHelpOptions = true,
    description = {
      "Reads an archive window by window, then runs phases 3 to 7 once over all its days.",
      "",
      "Folders and files whose path tells a date (2026/11/02, dt=2026-11-02, year=2026/month=11,"
          + " ...) are read for the days from --since to --until, with a slack, since the path"
          + " tells when a file was exported. Files whose path tells none are all read, in the"
          + " window of the day when they were modified.",
      "",
      "After a stop start it again: it goes on with the files that are left."
    },
    footer = {
      "",
      "Example:",
      "  outcrop backfill --input /data/archive --warehouse /data/outcrop \\",
      "    --since 2025-01-01 --until 2025-12-31 --step month"
    })
final class BackfillCommand implements Callable<Integer> {
  @Mixin private InputOptions input;

  @Option(
      names = "--warehouse",
      required = true,
      paramLabel = "URI",
      description = "Folder of the Delta tables; made where there is none.")
  private String warehouse;

  @Option(names = "--since", required = true, paramLabel = "DATE", description = "First day (UTC).")
  private String since;

  @Option(names = "--until", required = true, paramLabel = "DATE", description = "Last day (UTC).")
  private String until;

  @Option(
      names = "--step",
      paramLabel = "STEP",
      description = "Length of a window: day, week or month. Default: day.")
  private Backfill.Step step = Backfill.Step.DAY;

  @Option(
      names = "--facts-only",
      description = "Stop after phase 2; a later night or run of the phases looks at the traces.")
  private boolean factsOnly;

  @Mixin private ConfigOptions configuration;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    OutcropConfig config = configuration.load(input.outcomes());
    Backfill.Options options = new Backfill.Options(input.inputs(), days(), step, factsOnly);
    try (SparkSession spark = Sessions.open("backfill", config.ingest().s3())) {
      Warehouse tables = new Warehouse(spark, warehouse);
      Backfill.Result result =
          WarehouseLock.holding(
              tables,
              spec.name(),
              () -> Backfill.run(new Nightly(tables, config, Clock.systemUTC()), options));
      Summary.print(result, warehouse, spec.commandLine().getOut());
      return result.facets().exitCode();
    }
  }

  private DateRange days() {
    LocalDate first = WindowOptions.parse("--since", since);
    LocalDate last = WindowOptions.parse("--until", until);
    if (first.isAfter(last)) {
      throw new UserError(
          "Cannot go over days that end before they begin.",
          "--since is " + first + " and --until is " + last,
          "swap the dates");
    }
    return new DateRange(first, last);
  }
}

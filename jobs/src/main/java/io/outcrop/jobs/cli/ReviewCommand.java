package io.outcrop.jobs.cli;

import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.runs.WarehouseLock;
import io.outcrop.jobs.tables.Warehouse;
import io.outcrop.jobs.track.LabelPrecision;
import io.outcrop.jobs.track.ReviewFile;
import io.outcrop.jobs.track.Reviews;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code outcrop review}: what people said of patterns and traces. */
@Command(
    name = "review",
    mixinStandardHelpOptions = true,
    description = {
      "Takes reviews in, and tells how often a pattern's label fits its traces.",
      "",
      "outcrop export review writes the traces to look at; fill in reviewer, verdict (confirmed,"
          + " rejected, unsure), note and category, and import the file."
    },
    subcommands = {ReviewCommand.Import.class, ReviewCommand.Precision.class})
final class ReviewCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return 0;
  }

  /** {@code outcrop review import FILE}. */
  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = {
        "Takes a file of reviews into outcrop_ops.reviews and tells the labels' precision.",
        "",
        "CSV with a header, or one JSON object a line. Columns: lineage_id, insight_id or"
            + " cluster_id; trace_id, where it is about one trace; stratum; reviewer; verdict;"
            + " note; category. Rows that nobody filled in are passed over. A later word of the"
            + " same reviewer on the same thing takes the place of an earlier one. One bad row, and"
            + " nothing is taken in."
      })
  static final class Import implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "The file of reviews.")
    private Path file;

    @Mixin private ReviewerOption reviewer;
    @Mixin private WarehouseOption warehouse;
    @Mixin private ConfigOptions configuration;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      OutcropConfig config = configuration.load();
      if (!java.nio.file.Files.isReadable(file)) {
        throw new UserError(
            "Cannot import " + file + ".",
            java.nio.file.Files.exists(file) ? "no right to read it" : "there is no such file",
            "give a file that can be read");
      }
      try (SparkSession spark = Sessions.open("review", config.ingest().s3())) {
        Warehouse tables = warehouse.open(spark);
        Reviews reviews = new Reviews(tables, Clock.systemUTC());
        ReviewFile.Result result =
            WarehouseLock.holding(
                tables,
                "review",
                () -> new ReviewFile(tables, reviews).read(file, reviewer.given()));
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "imported    %,d reviews%n", result.imported());
        out.printf(Locale.ROOT, "passed over %,d rows that nobody filled in%n", result.empty());
        out.println();
        print(reviews, out);
      }
      return 0;
    }
  }

  /** {@code outcrop review precision}. */
  @Command(
      name = "precision",
      mixinStandardHelpOptions = true,
      description =
          "Tells how often labels fit the traces that people looked at, by pattern and by how the"
              + " traces were chosen. Only those chosen at random speak for the whole pattern.")
  static final class Precision implements Callable<Integer> {
    @Mixin private WarehouseOption warehouse;
    @Mixin private ConfigOptions configuration;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      OutcropConfig config = configuration.load();
      try (SparkSession spark = Sessions.open("review", config.ingest().s3())) {
        print(new Reviews(warehouse.open(spark), Clock.systemUTC()), spec.commandLine().getOut());
      }
      return 0;
    }
  }

  private static void print(Reviews reviews, PrintWriter out) {
    List<LabelPrecision> all = LabelPrecision.of(reviews.all());
    out.print(
        TextTable.render(
            new String[] {"lineage", "chosen", "fits", "misfits", "unsure", "precision", "95 %"},
            all.stream()
                .map(
                    p ->
                        new String[] {
                          p.lineageId() == null ? "all" : p.lineageId(),
                          p.stratum(),
                          String.valueOf(p.fits()),
                          String.valueOf(p.misfits()),
                          String.valueOf(p.unsure()),
                          p.precision() == null
                              ? "-"
                              : String.format(Locale.ROOT, "%.2f", p.precision()),
                          p.precision() == null
                              ? "-"
                              : String.format(Locale.ROOT, "%.2f to %.2f", p.low(), p.high())
                        })
                .toList()));
    out.flush();
  }
}

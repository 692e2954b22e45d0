package io.outcrop.jobs.cli;

import io.outcrop.jobs.Progress;
import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.export.DatasetExport;
import io.outcrop.jobs.export.EvalExport;
import io.outcrop.jobs.export.Guardrail;
import io.outcrop.jobs.export.MonitorExport;
import io.outcrop.jobs.export.Monitors;
import io.outcrop.jobs.export.ReviewQueue;
import io.outcrop.jobs.export.Selection;
import io.outcrop.jobs.show.TraceLink;
import io.outcrop.jobs.tables.Warehouse;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code outcrop export}: what was found, for other tools. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes what was found for other tools: evals, monitors, a guardrail, a dataset, a review"
          + " queue.",
      "",
      "Exports take confirmed insights (outcrop track, or a confirming review) unless --unconfirmed"
          + " is given, and never dismissed ones. They cover only what has been seen."
    },
    subcommands = {
      ExportCommand.Evals.class,
      ExportCommand.MonitorsOf.class,
      ExportCommand.GuardrailOf.class,
      ExportCommand.DatasetOf.class,
      ExportCommand.Review.class
    })
final class ExportCommand implements Callable<Integer> {
  private static final String[] ONES = {"case", "cases"};

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return 0;
  }

  /** What the commands that choose among insights share. */
  abstract static class OfSelection implements Callable<Integer> {
    @Option(
        names = "--unconfirmed",
        description = "Takes insights that nobody confirmed too; dismissed ones stay out.")
    private boolean unconfirmed;

    @Mixin private WarehouseOption warehouse;
    @Mixin private Output output;
    @Mixin private ConfigOptions configuration;

    /** Reads what is needed from the command line, before Spark starts. */
    void check() {}

    abstract void write(Warehouse tables, OutcropConfig config, Selection selection, Output output);

    @Override
    public Integer call() {
      OutcropConfig config = configuration.load();
      check();
      try (SparkSession spark = Sessions.open("export", config.ingest().s3())) {
        Warehouse tables = warehouse.open(spark);
        Selection selection = Selection.of(tables, unconfirmed);
        if (selection.cases().isEmpty()) {
          throw new UserError(
              "Cannot export anything of run " + selection.run().runId() + ".",
              unconfirmed
                  ? "it published no bad insight, or all were dismissed"
                  : "none of its insights is confirmed (%d are not)".formatted(selection.leftOut()),
              "confirm one with outcrop track or outcrop review import, or give --unconfirmed");
        }
        write(tables, config, selection, output);
        Progress.note(selection.about());
      }
      return 0;
    }
  }

  private static <E extends Enum<E>> E format(Class<E> type, String given) {
    return Arrays.stream(type.getEnumConstants())
        .filter(f -> label(f).equals(given.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "Cannot write the format " + given + ".",
                    "there is no such format",
                    "take "
                        + Arrays.stream(type.getEnumConstants())
                            .map(ExportCommand::label)
                            .collect(Collectors.joining(", "))));
  }

  private static String label(Enum<?> format) {
    return format.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** {@code outcrop export evals}. */
  @Command(
      name = "evals",
      mixinStandardHelpOptions = true,
      description = {
        "Writes eval cases, one for each root cause: an assertion where code can check, else a"
            + " prompt for a judge. P0 blocks a release, P1 needs a documented override, P2 is"
            + " logged.",
        "",
        "A cause that passes by itself, or lies in a broken input, gets no case but a reason."
      })
  static final class Evals extends OfSelection {
    @Option(
        names = "--format",
        defaultValue = "jsonl",
        paramLabel = "FORMAT",
        description =
            "jsonl, openai-evals (bodies for its Evals API) or promptfoo (a configuration)."
                + " Default: jsonl.")
    private String name;

    private EvalExport format;

    @Override
    void check() {
      format = format(EvalExport.class, name);
    }

    @Override
    void write(Warehouse tables, OutcropConfig config, Selection selection, Output output) {
      output.write(out -> format.write(selection, out));
    }
  }

  /** {@code outcrop export monitors}. */
  @Command(
      name = "monitors",
      mixinStandardHelpOptions = true,
      description = {
        "Writes monitors of patterns: a line of SQL over outcrop_facts.traces for each, rules for"
            + " Prometheus, or a part of an OpenTelemetry Collector's configuration that marks and"
            + " counts spans.",
        "",
        "Prometheus and the Collector see single spans: what only a whole trace tells is left out"
            + " there and named in a comment."
      })
  static final class MonitorsOf extends OfSelection {
    @Option(
        names = "--format",
        defaultValue = "sql",
        paramLabel = "FORMAT",
        description = "sql, prometheus or otel. Default: sql.")
    private String name;

    private MonitorExport format;

    @Override
    void check() {
      format = format(MonitorExport.class, name);
    }

    @Override
    void write(Warehouse tables, OutcropConfig config, Selection selection, Output output) {
      output.write(out -> Monitors.write(tables, config, selection, format, out));
    }
  }

  /** {@code outcrop export guardrail}. */
  @Command(
      name = "guardrail",
      mixinStandardHelpOptions = true,
      description =
          "Writes rules for a system prompt, one for each root cause, in Outcrop's own words:"
              + " nothing in them comes from a trace.")
  static final class GuardrailOf extends OfSelection {
    @Override
    void write(Warehouse tables, OutcropConfig config, Selection selection, Output output) {
      output.write(out -> Guardrail.write(selection, out));
    }
  }

  /** {@code outcrop export dataset}. */
  @Command(
      name = "dataset",
      mixinStandardHelpOptions = true,
      description = {
        "Writes conversations, redacted: of each case some failing traces, and as many that succeed"
            + " at the same tasks. For operators: it reads outcrop_telemetry and outcrop_facts.",
        "",
        "Redaction knows shapes, not people: look through it before it leaves your hands."
      })
  static final class DatasetOf extends OfSelection {
    @Option(
        names = "--form",
        defaultValue = "eval",
        paramLabel = "FORM",
        description =
            "eval (a line for each trace, with its label) or fine-tuning (chats of succeeding"
                + " traces alone). Default: eval.")
    private String name;

    @Option(
        names = "--each",
        defaultValue = "20",
        paramLabel = "N",
        description = "Failing traces, and succeeding ones, of each case. Default: 20.")
    private int each;

    private DatasetExport.Form form;

    @Override
    void check() {
      form = format(DatasetExport.Form.class, name);
      atLeastOne("--each", each);
    }

    @Override
    void write(Warehouse tables, OutcropConfig config, Selection selection, Output output) {
      output.write(
          out -> {
            DatasetExport.Result result =
                new DatasetExport(tables, config, selection).write(form, each, out);
            Progress.note(
                "%d failing and %d succeeding traces of %d %s"
                    .formatted(
                        result.failing(),
                        result.succeeding(),
                        selection.cases().size(),
                        ONES[selection.cases().size() == 1 ? 0 : 1]));
          });
    }
  }

  private static void atLeastOne(String option, int value) {
    if (value < 1) {
      throw new UserError(
          "Cannot use " + option + " " + value + ".", "it must be at least 1", "give more");
    }
  }

  /** {@code outcrop export review}. */
  @Command(
      name = "review",
      mixinStandardHelpOptions = true,
      description = {
        "Writes traces to look at as CSV, of each cluster that an insight tells of: some at random,"
            + " some near the centre, some at the border. For operators.",
        "",
        "Fill in reviewer, verdict (confirmed, rejected, unsure), note and category, and take it"
            + " back in with outcrop review import. A text that a spreadsheet would take for a"
            + " formula has an apostrophe before it."
      })
  static final class Review implements Callable<Integer> {
    @Option(
        names = "--insight",
        paramLabel = "INSIGHT",
        description = "One pattern alone: an insight's rank or id, a cluster's or a lineage's id.")
    private String insight;

    @Option(
        names = "--each",
        defaultValue = "3",
        paramLabel = "N",
        description = "Traces of a cluster for each way of choosing. Default: 3.")
    private int each;

    @Mixin private WarehouseOption warehouse;
    @Mixin private Output output;
    @Mixin private ConfigOptions configuration;

    @Override
    public Integer call() {
      OutcropConfig config = configuration.load();
      atLeastOne("--each", each);
      try (SparkSession spark = Sessions.open("export", config.ingest().s3())) {
        Warehouse tables = warehouse.open(spark);
        var rows =
            ReviewQueue.of(tables, insight, each, config.seed(), new TraceLink(config.traceUrl()));
        output.write(out -> RowFormat.CSV.write(rows, out));
      }
      return 0;
    }
  }
}

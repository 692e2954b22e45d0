package io.outcrop.jobs.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root of the command line; alone it prints its help. */
@Command(
    name = "outcrop",
    mixinStandardHelpOptions = true,
    version = "outcrop 0.1.0",
    description = {
      "Finds the failure patterns in agent traces that nobody thought to monitor.",
      "",
      "Reads dumps of agent traces (OpenTelemetry, OpenInference, and the exports of Langfuse,"
          + " LangSmith, Phoenix, MLflow, Braintrust, Datadog), makes one row of facets per"
          + " trace, clusters the rows into named behaviours and publishes what enough tenants and"
          + " traces stand behind.",
      "",
      "Options of spark-submit (--master, --conf, --driver-memory, ...) may stand anywhere on the"
          + " line."
    },
    footer = {
      "",
      "First steps:",
      "  outcrop demo",
      "  outcrop nightly --input /data/traces --warehouse /data/outcrop",
      "  outcrop sql \"SELECT title, traces, tenants FROM outcrop_insights.clusters\" \\",
      "    --warehouse /data/outcrop",
      "",
      "Exit codes: 0 done; 1 command line not understood; 2 the user's side (configuration, dates,",
      "input, query or rights: one message says what to do); 3 a bug, or the cluster failed;",
      "4 stopped, since too much of the input was rejected or a budget is spent (what was good is",
      "kept); 5 done, but a language model did not answer all (rules stand in)."
    },
    subcommands = {
      DemoCommand.class,
      NightlyCommand.class,
      BackfillCommand.class,
      PhaseCommands.Ingest.class,
      PhaseCommands.Facets.class,
      PhaseCommands.Embed.class,
      PhaseCommands.Cluster.class,
      PhaseCommands.Insights.class,
      PhaseCommands.Publish.class,
      ReportCommand.class,
      CompareCommand.class,
      SqlCommand.class,
      TraceCommand.class,
      TrackCommand.class,
      DismissCommand.class,
      NoteCommand.class,
      ReviewCommand.class,
      ExportCommand.class,
      ForgetCommand.class,
      EstimateCommand.class,
      SynthCommand.class,
      ValidateCommand.class,
      BenchCommand.class,
      CommandLine.HelpCommand.class
    })
public final class OutcropCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return 0;
  }
}

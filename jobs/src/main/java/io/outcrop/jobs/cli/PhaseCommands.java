package io.outcrop.jobs.cli;

import io.outcrop.jobs.ExitCode;
import io.outcrop.jobs.Nightly;
import io.outcrop.jobs.Phase;
import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.runs.WarehouseLock;
import io.outcrop.jobs.tables.Warehouse;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One command for each phase: it reads tables, writes its own, and tells what it did. */
final class PhaseCommands {
  private PhaseCommands() {}

  private static final String SAME_OPTIONS =
      "Phases 3 to 7 work on one run, which is told by its window, configuration and traces: give"
          + " them the same --config, --set and dates, one phase after the other.";

  /** What the commands share. */
  abstract static class PhaseCommand implements Callable<Integer> {
    @Option(
        names = "--warehouse",
        required = true,
        paramLabel = "URI",
        description = "Folder of the Delta tables.")
    private String warehouse;

    @Mixin private ConfigOptions configuration;
    @Spec private CommandSpec spec;

    /** Side files of outcomes, in place of the configured ones; none for these. */
    List<String> outcomes() {
      return List.of();
    }

    /** Reads what the phase needs from the command line, before Spark starts. */
    void check() {}

    abstract Record run(Nightly phases);

    @Override
    public Integer call() {
      OutcropConfig config = configuration.load(outcomes());
      check();
      try (SparkSession spark = Sessions.open(spec.name(), config.ingest().s3())) {
        Warehouse tables = new Warehouse(spark, warehouse);
        Record result =
            WarehouseLock.holding(
                tables, spec.name(), () -> run(new Nightly(tables, config, Clock.systemUTC())));
        Summary.print(spec.name(), result, spec.commandLine().getOut());
        return exitCode(result);
      }
    }
  }

  /** What a phase that asks a language model says of its end; the others are done. */
  private static int exitCode(Record result) {
    if (result instanceof io.outcrop.jobs.facets.Facets.Result facets) {
      return facets.exitCode();
    }
    if (result instanceof io.outcrop.jobs.cluster.Cluster.Result clusters) {
      return clusters.exitCode();
    }
    if (result instanceof io.outcrop.jobs.insights.Insights.Result insights) {
      return insights.exitCode();
    }
    return result instanceof io.outcrop.jobs.publish.Publish.Result published
        ? published.exitCode()
        : ExitCode.DONE;
  }

  /** What the commands of phases that work on a run share. */
  abstract static class RunPhaseCommand extends PhaseCommand {
    @Mixin private WindowOptions window;
    private Run.Window dates;

    abstract Record run(Nightly phases, Run.Window dates);

    @Override
    void check() {
      dates = window.window();
    }

    @Override
    Record run(Nightly phases) {
      return run(phases, dates);
    }
  }

  /** {@code outcrop ingest}. */
  @Command(
      name = "ingest",
      mixinStandardHelpOptions = true,
      description = "Phase 1: reads what is new in the inputs into outcrop_telemetry.")
  static final class Ingest extends PhaseCommand {
    @Mixin private InputOptions input;

    @Override
    List<String> outcomes() {
      return input.outcomes();
    }

    @Override
    Record run(Nightly phases) {
      return phases.ingest(input.inputs());
    }
  }

  /** {@code outcrop facets}. */
  @Command(
      name = "facets",
      mixinStandardHelpOptions = true,
      description = "Phase 2: computes the facets of the traces whose spans changed.")
  static final class Facets extends PhaseCommand {
    @Override
    Record run(Nightly phases) {
      return phases.facets();
    }
  }

  /** {@code outcrop embed}. */
  @Command(
      name = "embed",
      mixinStandardHelpOptions = true,
      description = {"Phase 3: renders each axis as sentences and embeds them.", "", SAME_OPTIONS})
  static final class Embed extends RunPhaseCommand {
    @Override
    Record run(Nightly phases, Run.Window dates) {
      phases.openEmbedder();
      return phases.embed(phases.begin(dates, Phase.EMBED));
    }
  }

  /** {@code outcrop cluster}. */
  @Command(
      name = "cluster",
      mixinStandardHelpOptions = true,
      description = {
        "Phase 4: clusters the embedded traces into a named hierarchy of three levels.",
        "",
        SAME_OPTIONS
      })
  static final class Cluster extends RunPhaseCommand {
    @Override
    Record run(Nightly phases, Run.Window dates) {
      return phases.cluster(phases.begin(dates, Phase.CLUSTER));
    }
  }

  /** {@code outcrop insights}. */
  @Command(
      name = "insights",
      mixinStandardHelpOptions = true,
      description = {"Phase 5: finds what sets clusters apart and ranks it.", "", SAME_OPTIONS})
  static final class Insights extends RunPhaseCommand {
    @Override
    Record run(Nightly phases, Run.Window dates) {
      return phases.insights(phases.begin(dates, Phase.INSIGHTS));
    }
  }

  /** {@code outcrop publish}. */
  @Command(
      name = "publish",
      mixinStandardHelpOptions = true,
      description = {
        "Phase 7: publishes what enough tenants and traces stand behind; makes the run visible.",
        "",
        SAME_OPTIONS
      })
  static final class Publish extends RunPhaseCommand {
    @Override
    Record run(Nightly phases, Run.Window dates) {
      return phases.publish(phases.begin(dates, Phase.PUBLISH));
    }
  }
}

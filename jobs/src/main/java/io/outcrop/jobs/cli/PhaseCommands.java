package io.outcrop.jobs.cli;

import io.outcrop.jobs.Nightly;
import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.tables.Warehouse;
import java.time.Clock;
import java.util.ArrayList;
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

  /** What the commands share. */
  abstract static class PhaseCommand implements Callable<Integer> {
    @Option(
        names = "--warehouse",
        required = true,
        paramLabel = "URI",
        description = "Folder of the Delta tables.")
    private String warehouse;

    @Mixin private ConfigOptions configuration;
    @Mixin private WindowOptions window;
    @Spec private CommandSpec spec;

    abstract Record run(Nightly phases, Run.Window dates);

    @Override
    public Integer call() {
      OutcropConfig config = configuration.load();
      Run.Window dates = window.window();
      try (SparkSession spark = Sessions.open(spec.name())) {
        Record result =
            run(new Nightly(new Warehouse(spark, warehouse), config, Clock.systemUTC()), dates);
        Summary.print(spec.name(), result, spec.commandLine().getOut());
      }
      return 0;
    }
  }

  /** {@code outcrop ingest}. */
  @Command(
      name = "ingest",
      mixinStandardHelpOptions = true,
      description = "Phase 1: reads what is new in the inputs into outcrop_telemetry.")
  static final class Ingest extends PhaseCommand {
    @Option(
        names = "--input",
        required = true,
        arity = "1..*",
        paramLabel = "URI",
        description = "Files, folders (read with all below them) or globs. May be repeated.")
    private List<String> inputs = new ArrayList<>();

    @Override
    Record run(Nightly phases, Run.Window dates) {
      return phases.ingest(inputs);
    }
  }

  /** {@code outcrop facets}. */
  @Command(
      name = "facets",
      mixinStandardHelpOptions = true,
      description = "Phase 2: computes the facets of the traces whose spans changed.")
  static final class Facets extends PhaseCommand {
    @Override
    Record run(Nightly phases, Run.Window dates) {
      return phases.facets();
    }
  }

  /** {@code outcrop embed}. */
  @Command(
      name = "embed",
      mixinStandardHelpOptions = true,
      description = "Phase 3: renders each axis as sentences and embeds them.")
  static final class Embed extends PhaseCommand {
    @Override
    Record run(Nightly phases, Run.Window dates) {
      phases.openEmbedder();
      return phases.embed(phases.begin(dates));
    }
  }

  /** {@code outcrop cluster}. */
  @Command(
      name = "cluster",
      mixinStandardHelpOptions = true,
      description = "Phase 4: clusters the embedded traces into a named hierarchy of three levels.")
  static final class Cluster extends PhaseCommand {
    @Override
    Record run(Nightly phases, Run.Window dates) {
      return phases.cluster(phases.begin(dates));
    }
  }

  /** {@code outcrop insights}. */
  @Command(
      name = "insights",
      mixinStandardHelpOptions = true,
      description = "Phase 5: finds what sets clusters apart and ranks it.")
  static final class Insights extends PhaseCommand {
    @Override
    Record run(Nightly phases, Run.Window dates) {
      return phases.insights(phases.begin(dates));
    }
  }

  /** {@code outcrop publish}. */
  @Command(
      name = "publish",
      mixinStandardHelpOptions = true,
      description =
          "Phase 7: publishes what enough tenants and traces stand behind; makes the run visible.")
  static final class Publish extends PhaseCommand {
    @Override
    Record run(Nightly phases, Run.Window dates) {
      return phases.publish(phases.begin(dates));
    }
  }
}

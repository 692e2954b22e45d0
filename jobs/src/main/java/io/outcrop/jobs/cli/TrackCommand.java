package io.outcrop.jobs.cli;

import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.runs.WarehouseLock;
import io.outcrop.jobs.tables.TrackedTable.Tracked;
import io.outcrop.jobs.tables.Warehouse;
import io.outcrop.jobs.track.Tracking;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code outcrop track}: a confirmed pattern is looked for every night. */
@Command(
    name = "track",
    mixinStandardHelpOptions = true,
    description = {
      "Confirms an insight and looks for its pattern every night, without a model: a definition"
          + " (a condition over facets, or a centre and a radius, or both) tells its traces.",
      "",
      "The definition is found on the latest complete run, and its precision and recall there are"
          + " told. Its traces stand in outcrop_facts.tracked_traces, the series by day in"
          + " outcrop_ops.tracked_series, and later runs compare clusters by the facet"
          + " custom['tracked.NAME']. Kept by lineage, so it outlives rebuilds; outcrop dismiss"
          + " ends it."
    },
    footer = {
      "",
      "Examples:",
      "  outcrop track 1 --warehouse /data/outcrop",
      "  outcrop track 6d1f0c2ab9e4 --name invented_refunds --axes behavior --warehouse"
          + " /data/outcrop",
      "  outcrop track 3 --where \"swallowed_errors > 0 AND origin_tool = 'crm'\" --warehouse"
          + " /data/outcrop",
      "  outcrop track --list --warehouse /data/outcrop"
    })
final class TrackCommand implements Callable<Integer> {
  private static final String[] SHOWN = {
    "name", "tracked", "axis", "precision", "recall", "definition"
  };

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "INSIGHT",
      description = "An insight's rank or id, or a cluster's or a lineage's id, of the latest run.")
  private String insight;

  @Option(names = "--list", description = "Lists what is tracked, and tracks nothing.")
  private boolean list;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the facet: small letters, digits, underscores. Default: of the title.")
  private String name;

  @Option(
      names = "--where",
      paramLabel = "SQL",
      description =
          "A condition over the columns of outcrop_facts.traces, in place of what is found.")
  private String where;

  @Option(
      names = "--by",
      defaultValue = "auto",
      paramLabel = "KIND",
      description =
          "What to make the definition of: predicate, radius, both, or auto, which takes the best."
              + " Default: auto.")
  private String kind;

  @Option(
      names = "--axes",
      split = ",",
      paramLabel = "AXIS",
      description =
          "Axes (behavior, failure, task) whose clusters the facet shapes. Default: none; it is"
              + " compared between clusters all the same.")
  private List<String> axes = new ArrayList<>();

  @Option(names = "--note", paramLabel = "TEXT", description = "A note for whoever reads it later.")
  private String note;

  @Mixin private ReviewerOption reviewer;
  @Mixin private WarehouseOption warehouse;
  @Mixin private ConfigOptions configuration;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    OutcropConfig config = configuration.load();
    check();
    PrintWriter out = spec.commandLine().getOut();
    try (SparkSession spark = Sessions.open("track", config.ingest().s3())) {
      Warehouse tables = warehouse.open(spark);
      Tracking tracking = new Tracking(tables, config, Clock.systemUTC());
      if (list) {
        List<Tracked> all = tracking.all();
        out.print(TextTable.render(SHOWN, all.stream().map(TrackCommand::cells).toList()));
        out.println(all.size() == 1 ? "1 pattern" : all.size() + " patterns");
      } else {
        Tracking.Result result =
            WarehouseLock.holding(
                tables,
                "track",
                () ->
                    tracking.track(
                        new Tracking.Request(
                            insight, name, where, kind, axes, reviewer.reviewer(), note)));
        Tracked t = result.tracked();
        out.printf(Locale.ROOT, "tracked     %s (%s)%n", t.name(), t.title());
        out.printf(Locale.ROOT, "definition  %s%n", result.definition());
        out.printf(
            Locale.ROOT,
            "fit         %.0f %% of the traces it takes are members, it takes %.0f %% of the"
                + " members (run %s)%n",
            100 * t.precision(),
            100 * t.recall(),
            t.foundIn());
        out.printf(Locale.ROOT, "traces      %,d over all days%n", result.traces());
        out.printf(
            Locale.ROOT,
            "series      SELECT trace_date, traces, share FROM outcrop_ops.tracked_series WHERE"
                + " name = '%s' ORDER BY trace_date%n",
            t.name());
      }
    }
    out.flush();
    return 0;
  }

  private void check() {
    if ((insight == null) == !list) {
      throw new UserError(
          "Cannot track " + (insight == null ? "nothing" : insight + " and list") + ".",
          "track takes an insight, or --list",
          "give one of them; outcrop track --help shows examples");
    }
    if (!Set.of("auto", "predicate", "radius", "both").contains(kind.toLowerCase(Locale.ROOT))) {
      throw new UserError(
          "Cannot use --by " + kind + ".",
          "there is no such kind of definition",
          "take auto, predicate, radius or both");
    }
  }

  private static String[] cells(Tracked t) {
    String definition =
        t.predicate() == null ? "" : t.predicate() + (t.radius() == null ? "" : ", and ");
    return new String[] {
      t.name(),
      t.active() ? "yes" : "dismissed",
      t.axis(),
      String.format(Locale.ROOT, "%.2f", t.precision()),
      String.format(Locale.ROOT, "%.2f", t.recall()),
      definition
          + (t.radius() == null
              ? ""
              : String.format(
                  Locale.ROOT, "within %.3f of %d terms", t.radius(), t.centre().size()))
    };
  }
}

package io.outcrop.jobs.cluster;

import io.outcrop.jobs.Digest;
import io.outcrop.jobs.axes.AxisSpec;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.tables.HierarchiesTable.Hierarchy;
import java.util.Locale;
import java.util.Optional;

/** When a standing hierarchy is built anew, and why. */
final class Rebuild {
  static final String STANDS = "stands";

  private static final String DAILY = "daily";
  private static final String WEEKLY = "weekly";
  private static final String ON_DRIFT = "on-drift";
  private static final int WEEK = 7;
  private static final int GROWTH = 2;

  /** Fewer new traces than these say nothing of a drift. */
  private static final int FEW = 20;

  private final Run run;
  private final OutcropConfig.Rebuild settings;

  Rebuild(Run run) {
    this.run = run;
    this.settings = run.config().cluster().rebuild();
  }

  /** All that shapes an axis' clusters, but for the traces. */
  static String recipe(AxisSpec axis, OutcropConfig config) {
    return new Digest().add(axis.toString()).add(ClusterOptions.of(config).toString()).hex(12);
  }

  /** Why the hierarchy has to be built before any trace is assigned to it; empty if it stands. */
  Optional<String> due(Standing standing, String recipe, String modelHash, long traces) {
    if (settings.when().equals(DAILY)) {
      return Optional.of("daily");
    }
    if (standing == null) {
      return Optional.of("there is none");
    }
    Hierarchy built = standing.built();
    if (!built.recipe().equals(recipe)) {
      return Optional.of("the axis or its settings changed");
    }
    if (!built.modelHash().equals(modelHash)) {
      return Optional.of("the embedder's model changed");
    }
    if (traces >= GROWTH * built.builtOf()) {
      return Optional.of("the traces have doubled");
    }
    if (settings.when().equals(WEEKLY)
        && !run.windowEnd().isBefore(built.builtAt().plusDays(WEEK))) {
      return Optional.of("weekly");
    }
    return Optional.empty();
  }

  /** Whether traces that the hierarchy was not built of fit it so badly that it has drifted. */
  Optional<String> drifted(long fresh, long unassigned) {
    double share = fresh == 0 ? 0 : (double) unassigned / fresh;
    return settings.when().equals(ON_DRIFT) && fresh >= FEW && share >= settings.drift()
        ? Optional.of(
            String.format(Locale.ROOT, "%d of %d new traces fit no leaf", unassigned, fresh))
        : Optional.empty();
  }
}

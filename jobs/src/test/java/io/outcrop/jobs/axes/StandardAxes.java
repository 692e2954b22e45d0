package io.outcrop.jobs.axes;

import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.embed.Embed;
import java.util.List;

/** The axes as {@code reference.conf} declares them. */
public final class StandardAxes {
  private static final List<AxisSpec> ALL = Embed.axes(OutcropConfig.load(null, List.of()));

  private StandardAxes() {}

  public static List<AxisSpec> all() {
    return ALL;
  }

  public static AxisSpec task() {
    return named("task");
  }

  public static AxisSpec behavior() {
    return named("behavior");
  }

  public static AxisSpec failure() {
    return named("failure");
  }

  private static AxisSpec named(String name) {
    return ALL.stream().filter(axis -> axis.name().equals(name)).findFirst().orElseThrow();
  }
}

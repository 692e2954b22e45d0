package io.outcrop.jobs.cli;

import io.outcrop.jobs.config.OutcropConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where the configuration comes from. */
final class ConfigOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Overlay over the defaults, in HOCON. Examples: the folder conf; every key and its default:"
              + " jobs/src/main/resources/reference.conf.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "One key over the overlay, such as outcrop.publish.min-tenants=3. May be repeated.")
  private List<String> sets = new ArrayList<>();

  OutcropConfig load(String... defaults) {
    List<String> all = new ArrayList<>(List.of(defaults));
    all.addAll(sets);
    return OutcropConfig.load(file, all);
  }
}

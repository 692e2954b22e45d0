package io.outcrop.jobs.cli;

import com.typesafe.config.ConfigUtil;
import io.outcrop.jobs.config.OutcropConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
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
    return load(List.of(), defaults);
  }

  /** Loads with keys that go over all others, also over {@code --set}. */
  OutcropConfig loadUnder(List<String> over, String... defaults) {
    List<String> all = new ArrayList<>(List.of(defaults));
    all.addAll(sets);
    all.addAll(over);
    return OutcropConfig.load(file, all);
  }

  /**
   * Loads with side files of outcomes in place of the configured ones.
   *
   * @param outcomes none for the configured ones
   */
  OutcropConfig load(List<String> outcomes, String... defaults) {
    List<String> all = new ArrayList<>(List.of(defaults));
    all.addAll(sets);
    if (!outcomes.isEmpty()) {
      all.add(
          outcomes.stream()
              .map(ConfigUtil::quoteString)
              .collect(Collectors.joining(", ", "outcrop.ingest.outcomes=[", "]")));
    }
    return OutcropConfig.load(file, all);
  }
}

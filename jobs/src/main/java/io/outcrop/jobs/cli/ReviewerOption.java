package io.outcrop.jobs.cli;

import picocli.CommandLine.Option;

/** Who says so. */
final class ReviewerOption {
  @Option(
      names = "--reviewer",
      paramLabel = "NAME",
      description = "Who says so, as it stands in outcrop_ops.reviews. Default: the user's name.")
  private String reviewer;

  String reviewer() {
    return reviewer == null ? System.getProperty("user.name", "unknown") : reviewer.strip();
  }

  /** Null where none was given. */
  String given() {
    return reviewer == null ? null : reviewer.strip();
  }
}

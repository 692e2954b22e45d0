package io.outcrop.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What is read: the options of all commands that read dumps. */
final class InputOptions {
  @Option(
      names = "--input",
      required = true,
      arity = "1..*",
      paramLabel = "URI",
      description =
          "Files, folders (read with all below them) or globs, in buckets (s3:) or any file system"
              + " that Hadoop knows. May be repeated.")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--outcomes",
      arity = "1..*",
      paramLabel = "URI",
      description =
          "Side files of outcomes (CSV, JSON lines, Parquet), in place of outcrop.ingest.outcomes.")
  private List<String> outcomes = new ArrayList<>();

  List<String> inputs() {
    return inputs;
  }

  List<String> outcomes() {
    return outcomes;
  }
}

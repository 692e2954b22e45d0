package io.outcrop.jobs.cli;

import io.outcrop.jobs.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a command writes what it answers. */
final class Output {
  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Local file to write to. Default: standard output.")
  private Path out;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Whether it is a file, so that a word about it may be said on standard output. */
  boolean isFile() {
    return out != null;
  }

  /**
   * Hands over a writer, and closes what has to be.
   *
   * @throws UserError where the file cannot be written
   */
  void write(Consumer<PrintWriter> content) {
    if (out == null) {
      PrintWriter writer = spec.commandLine().getOut();
      content.accept(writer);
      writer.flush();
      return;
    }
    try (PrintWriter writer =
        new PrintWriter(Files.newBufferedWriter(out, StandardCharsets.UTF_8))) {
      content.accept(writer);
      if (writer.checkError()) {
        throw new IOException("the file could not be written to its end");
      }
    } catch (IOException e) {
      throw new UserError(
          "Cannot write to " + out + ".", e.toString(), "give --out a file that can be written");
    }
  }
}

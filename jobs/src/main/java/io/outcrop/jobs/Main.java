package io.outcrop.jobs;

import io.outcrop.jobs.cli.OutcropCommand;
import picocli.CommandLine;

/** The entry point that spark-submit starts. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    int code = commandLine().execute(arguments);
    if (code != ExitCode.DONE) {
      System.exit(code);
    }
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new OutcropCommand());
    exitOnInvalidInput(line);
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100)
        .setExecutionExceptionHandler(Main::handle);
  }

  private static void exitOnInvalidInput(CommandLine line) {
    line.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE);
    line.getSubcommands().values().forEach(Main::exitOnInvalidInput);
  }

  private static int handle(
      Exception exception, CommandLine command, CommandLine.ParseResult parsed) {
    if (exception instanceof UserError error) {
      command.getErr().println(error.getMessage());
      return ExitCode.USER;
    }
    exception.printStackTrace(command.getErr());
    command
        .getErr()
        .println(
            "This is a bug in Outcrop, or a failure of the cluster; nothing was half-written.");
    return ExitCode.BUG;
  }
}

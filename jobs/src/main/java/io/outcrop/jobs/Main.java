package io.outcrop.jobs;

import io.outcrop.jobs.cli.OutcropCommand;
import picocli.CommandLine;

/** The entry point that spark-submit starts. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    int code = execute(commandLine(), arguments);
    if (code != ExitCode.DONE) {
      System.exit(code);
    }
  }

  /** Runs a command; whatever ends it has its exit code. */
  static int execute(CommandLine line, String... arguments) {
    try {
      return line.execute(arguments);
    } catch (Error e) {
      // Only exceptions come to the handler; of an error the JVM would make a 1, the user's
      // mistake.
      return bug(e, line);
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
    if (exception instanceof StoppedError stopped) {
      command.getErr().println(stopped.getMessage());
      return ExitCode.STOPPED;
    }
    return bug(exception, command);
  }

  private static int bug(Throwable thrown, CommandLine command) {
    thrown.printStackTrace(command.getErr());
    command
        .getErr()
        .println(
            "This is a bug in Outcrop, or a failure of the cluster; nothing was half-written.");
    return ExitCode.BUG;
  }
}

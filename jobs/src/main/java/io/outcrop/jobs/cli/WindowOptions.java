package io.outcrop.jobs.cli;

import io.outcrop.jobs.UserError;
import io.outcrop.jobs.runs.Run;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.Option;

/** Which traces a run looks at. */
final class WindowOptions {
  @Option(
      names = "--date",
      paramLabel = "DATE",
      description =
          "Last day of the window (UTC), such as 2026-01-31. Default: the latest trace date that is"
              + " not in the future.")
  private String date;

  @Option(
      names = "--since",
      paramLabel = "DATE",
      description = "First day of the window, in place of outcrop.window.days.")
  private String since;

  @Option(
      names = "--until",
      paramLabel = "DATE",
      description = "Last day of the window, like --date.")
  private String until;

  Run.Window window() {
    LocalDate first = parse("--since", since);
    LocalDate last = parse("--until", until);
    LocalDate day = parse("--date", date);
    if (day != null && last != null && !day.equals(last)) {
      throw new UserError(
          "Cannot end the window on two days.",
          "--date is " + day + " and --until is " + last,
          "give one of them");
    }
    LocalDate end = last != null ? last : day;
    if (first != null && end != null && first.isAfter(end)) {
      throw new UserError(
          "Cannot look at a window that ends before it begins.",
          "it begins on " + first + " and ends on " + end,
          "swap the dates");
    }
    return new Run.Window(day, first, last);
  }

  static LocalDate parse(String option, String text) {
    if (text == null) {
      return null;
    }
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new UserError(
          "Cannot use " + option + " " + text + ".",
          "it is no date",
          "write year, month and day, such as 2026-01-31");
    }
  }
}

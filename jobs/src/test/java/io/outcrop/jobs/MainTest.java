package io.outcrop.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** What needs no Spark: a wrong command line ends before a session begins. */
class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return run(Main.commandLine(), arguments);
  }

  private int run(CommandLine line, String... arguments) {
    return Main.execute(
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)), arguments);
  }

  private static final String[] NIGHTLY = {"nightly", "--input", "in", "--warehouse", "out"};

  private int nightly(String... more) {
    return run(Stream.of(NIGHTLY, more).flatMap(Stream::of).toArray(String[]::new));
  }

  @Test
  void commandLine_alone_printsTheHelpOfAll() {
    assertThat(run()).isEqualTo(ExitCode.DONE);

    assertThat(out.toString())
        .contains("Usage: outcrop", "nightly", "demo", "sql", "ingest", "publish", "Exit codes:");
    assertThat(err.toString()).isEmpty();
  }

  static Stream<String> commands() {
    return new TreeMap<>(Main.commandLine().getSubcommands()).keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void help_ofACommand_namesEveryOptionWithADescription(String command) {
    CommandLine line = Main.commandLine().getSubcommands().get(command);

    assertThat(run(command, "--help")).isEqualTo(ExitCode.DONE);

    for (OptionSpec option : line.getCommandSpec().options()) {
      assertThat(out.toString()).contains(option.longestName());
      assertThat(option.description()).as(option.longestName()).isNotEmpty();
    }
  }

  @Test
  void option_unknown_exitsWith1AndNamesIt() {
    assertThat(nightly("--wharehouse", "x")).isEqualTo(ExitCode.USAGE);

    assertThat(err.toString()).contains("Unknown option", "--wharehouse");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void command_unknown_exitsWith1() {
    assertThat(run("nightlie")).isEqualTo(ExitCode.USAGE);

    assertThat(err.toString()).contains("nightlie");
  }

  @Test
  void option_required_exitsWith1WhereItIsMissing() {
    assertThat(run("nightly", "--input", "in")).isEqualTo(ExitCode.USAGE);

    assertThat(err.toString()).contains("Missing required option", "--warehouse");
  }

  @Test
  void format_unknown_exitsWith1AndNamesTheKnown() {
    assertThat(run("sql", "SELECT 1", "--warehouse", "w", "--format", "xml"))
        .isEqualTo(ExitCode.USAGE);

    assertThat(err.toString()).contains("xml").containsIgnoringCase("csv");
  }

  @Test
  void date_ofIngest_exitsWith1SinceAllThatIsNewIsRead() {
    assertThat(run("ingest", "--input", "i", "--warehouse", "w", "--date", "2026-01-31"))
        .isEqualTo(ExitCode.USAGE);

    assertThat(err.toString()).contains("Unknown options: '--date', '2026-01-31'");
  }

  static Stream<Map.Entry<List<String>, String>> badDates() {
    return Stream.of(
        Map.entry(List.of("--date", "2026-02-30"), "Cannot use --date 2026-02-30."),
        Map.entry(List.of("--since", "yesterday"), "Cannot use --since yesterday."),
        Map.entry(List.of("--until", "20260101"), "Cannot use --until 20260101."),
        Map.entry(
            List.of("--since", "2026-02-02", "--until", "2026-02-01"),
            "Cannot look at a window that ends before it begins."),
        Map.entry(
            List.of("--date", "2026-02-02", "--until", "2026-02-01"),
            "Cannot end the window on two days."));
  }

  @ParameterizedTest
  @MethodSource("badDates")
  void dates_wrong_exitWith2AndOneMessage(Map.Entry<List<String>, String> bad) {
    assertThat(nightly(bad.getKey().toArray(String[]::new))).isEqualTo(ExitCode.USER);

    assertThat(err.toString()).startsWith(bad.getValue()).contains("Cause:", "Remedy:");
    assertThat(err.toString()).doesNotContain("\tat ");
  }

  @Test
  void key_unknown_exitsWith2AndTheNearest() {
    assertThat(nightly("--set", "outcrop.widow.days=3")).isEqualTo(ExitCode.USER);

    assertThat(err.toString())
        .contains("unknown key outcrop.widow.days (did you mean outcrop.window.days?)")
        .doesNotContain("\tat ");
  }

  @Test
  void config_missing_exitsWith2() {
    assertThat(nightly("--config", "/no/such.conf")).isEqualTo(ExitCode.USER);

    assertThat(err.toString()).contains("/no/such.conf", "there is no such file");
  }

  @Command(name = "fails")
  static final class Fails implements Callable<Integer> {
    private final Throwable thrown;

    Fails(Throwable thrown) {
      this.thrown = thrown;
    }

    @Override
    public Integer call() throws Exception {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (Exception) thrown;
    }
  }

  static Stream<Throwable> bugs() {
    return Stream.of(new IllegalStateException("oops"), new StackOverflowError("oops"));
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void bug_inACommand_exitsWith3AndItsTrace(Throwable thrown) {
    CommandLine line = Main.commandLine().addSubcommand(new Fails(thrown));

    assertThat(run(line, "fails")).isEqualTo(ExitCode.BUG);

    assertThat(err.toString()).contains("oops", "\tat ", "This is a bug in Outcrop");
  }
}

package io.outcrop.jobs.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.OtlpLines;
import io.outcrop.jobs.system.OutcropProcess.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is wrong on the user's side is told in one message, before anything is written. */
class BadInputIT {
  private final Path folder = Nights.folder("bad");
  private final Path inputs = folder.resolve("in");
  private final Path warehouse = folder.resolve("warehouse");

  @BeforeEach
  void prepare() {
    OtlpLines.write(inputs.resolve("a.json"), List.of(OtlpLines.root(1, "t1")));
  }

  private static void assertTold(Result result, String problem) {
    assertThat(result.code()).as(result.err()).isEqualTo(2);
    assertThat(result.err().lines().filter(line -> line.startsWith(problem))).hasSize(1);
    assertThat(result.err()).containsOnlyOnce("  Cause:  ").containsOnlyOnce("  Remedy: ");
    assertThat(result.err()).doesNotContain("\tat ", "Exception in thread");
    assertThat(result.out()).isEmpty();
  }

  private void assertNothingWritten() {
    assertThat(warehouse).doesNotExist();
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).containsExactly(inputs.resolve("a.json"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void input_missing_isTold() {
    Path missing = folder.resolve("missing");

    Result result = OutcropProcess.run(Nights.nightly(missing, warehouse));

    assertTold(result, "Cannot find the input " + missing);
    assertNothingWritten();
  }

  @Test
  void warehouse_belowAFile_isTold() {
    Path below = inputs.resolve("a.json/warehouse");

    Result result = OutcropProcess.run(Nights.nightly(inputs, below));

    assertTold(result, "Cannot write to the warehouse ");
    assertThat(result.err()).contains("a.json/warehouse");
    assertNothingWritten();
  }

  @Test
  void key_unknown_isToldWithTheNearest() {
    Result result =
        OutcropProcess.run(Nights.nightly(inputs, warehouse, "--set", "outcrop.sede=8"));

    assertTold(result, "Cannot use the configuration: unknown key outcrop.sede (did you mean");
    assertNothingWritten();
  }

  @Test
  void date_thatIsNone_isTold() {
    Result result = OutcropProcess.run(Nights.nightly(inputs, warehouse, "--date", "2026-02-30"));

    assertTold(result, "Cannot use --date 2026-02-30.");
    assertNothingWritten();
  }

  @Test
  void option_unknown_exitsWith1() {
    Result result = OutcropProcess.run(Nights.nightly(inputs, warehouse, "--inptu", "x"));

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("Unknown option", "--inptu").doesNotContain("\tat ");
    assertNothingWritten();
  }

  @Test
  void query_thatIsNoSql_isTold() {
    Path standing = Nights.undisturbed().warehouse();

    Result result =
        OutcropProcess.run("sql", "SELECT nothing FROM", "--warehouse", standing.toString());

    assertTold(result, "Cannot run the query.");
  }

  @Test
  void query_ofAnEmptyFolder_isTold() {
    Result result = OutcropProcess.run("sql", "SELECT 1", "--warehouse", warehouse.toString());

    assertTold(result, "Cannot query the warehouse ");
    assertNothingWritten();
  }
}

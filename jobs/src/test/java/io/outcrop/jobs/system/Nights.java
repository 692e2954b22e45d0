package io.outcrop.jobs.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.OtlpLines;
import io.outcrop.jobs.system.OutcropProcess.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Nights over about 150 of the demo's traces, of more than ten tenants. */
final class Nights {
  static final String[] PARTS = {
    "intercode-traces-2026-11-01", "intercode-traces-2026-11-03T15",
        "intercode-traces-2026-11-06T20",
    "tau2-traces-2025-08-01T15", "tau2-traces-2025-12-02T12", "tau2-traces-2025-12-02T17"
  };

  static final String[] KEYS = {
    "--set", "outcrop.window.days=0",
    "--set", "outcrop.publish.min-tenants=2",
    "--set", "outcrop.publish.accept-risk=true",
    // Compiling queries over a handful of rows takes longer than all else; SameTablesIT does it.
    "--conf", "spark.sql.codegen.wholeStage=false",
    "--conf", "spark.sql.codegen.factoryMode=NO_CODEGEN"
  };

  private Nights() {}

  /** A folder of its own below the build's output, where a failed test can be looked into. */
  static Path folder(String name) {
    try {
      Path target =
          Files.createDirectories(OutcropProcess.HOME.resolve("jobs/target/system-tests"));
      return Files.createTempDirectory(target, name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String[] nightly(Path inputs, Path warehouse, String... more) {
    return Stream.of(
            new String[] {
              "nightly", "--input", inputs.toString(), "--warehouse", warehouse.toString()
            },
            KEYS,
            more)
        .flatMap(Stream::of)
        .toArray(String[]::new);
  }

  static Result run(Path inputs, Path warehouse, String... more) {
    Result result = OutcropProcess.run(nightly(inputs, warehouse, more));
    assertThat(result.code()).as(result.err()).isZero();
    return result;
  }

  /** The inputs, a night over them on this machine's two cores, and what it left. */
  record Undisturbed(
      Path inputs, Path warehouse, Result result, Map<String, List<String>> tables) {}

  /** The one undisturbed night that others are compared with. */
  static Undisturbed undisturbed() {
    return Holder.UNDISTURBED;
  }

  private static final class Holder {
    static final Undisturbed UNDISTURBED = run();

    private static Undisturbed run() {
      Path folder = folder("undisturbed");
      Path inputs = folder.resolve("in");
      int number = 0;
      for (List<String> lines : DemoTraces.files(PARTS)) {
        OtlpLines.write(inputs.resolve("part-" + number++ + ".json.gz"), lines);
      }
      Path warehouse = folder.resolve("warehouse");
      Result result = Nights.run(inputs, warehouse, "--master", "local[2]");
      return new Undisturbed(inputs, warehouse, result, TableTexts.of(warehouse));
    }
  }

  /** All lines of the inputs, in the order of files. */
  static List<String> lines() {
    List<String> lines = new ArrayList<>();
    DemoTraces.files(PARTS).forEach(lines::addAll);
    return lines;
  }
}

package io.outcrop.jobs.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One start of {@code scripts/outcrop}, as a user starts it. */
final class OutcropProcess {
  static final Path HOME =
      Path.of(System.getProperty("outcrop.home", "..")).toAbsolutePath().normalize();
  static final Path SCRIPT = HOME.resolve("scripts/outcrop");

  /** So that a hanging process ends the test; a slow machine is no failure. */
  private static final Duration LIMIT = Duration.ofMinutes(15);

  /** How a process ended and what it said. */
  record Result(int code, String out, String err) {}

  private final Process process;
  private final CompletableFuture<String> out;
  private final CompletableFuture<String> err;
  private final List<String> errLines = new ArrayList<>();

  private OutcropProcess(Process process) {
    this.process = process;
    this.out =
        CompletableFuture.supplyAsync(
            () -> readAll(new ArrayList<>(), process.inputReader(StandardCharsets.UTF_8)));
    this.err =
        CompletableFuture.supplyAsync(
            () -> readAll(errLines, process.errorReader(StandardCharsets.UTF_8)));
  }

  static Result run(String... arguments) {
    return start(arguments).await();
  }

  static Result run(Map<String, String> environment, String... arguments) {
    return start(SCRIPT, HOME, environment, arguments).await();
  }

  static OutcropProcess start(String... arguments) {
    return start(SCRIPT, HOME, arguments);
  }

  static OutcropProcess startWith(Map<String, String> environment, String... arguments) {
    return start(SCRIPT, HOME, environment, arguments);
  }

  /** Starts the script by any name, in any folder. */
  static OutcropProcess start(Path script, Path folder, String... arguments) {
    return start(script, folder, Map.of(), arguments);
  }

  private static OutcropProcess start(
      Path script, Path folder, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--driver-memory", "2g", "--conf", "spark.driver.host=127.0.0.1"));
    // A process of half a minute gains nothing from the second compiler or collectors at work
    // aside.
    command.addAll(
        List.of(
            "--driver-java-options",
            "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m -XX:+UseSerialGC"));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeAll(List.of("SPARK_HOME", "OUTCROP_DRIVER_MEMORY"));
    // No machine's own profile or role may play a part.
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_EC2_METADATA_DISABLED", "true",
                "AWS_CONFIG_FILE", "/no/such/file",
                "AWS_SHARED_CREDENTIALS_FILE", "/no/such/file"));
    builder.environment().putAll(environment);
    try {
      return new OutcropProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String readAll(List<String> lines, BufferedReader reader) {
    try (reader) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        synchronized (lines) {
          lines.add(line);
          lines.notifyAll();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return String.join("\n", lines);
  }

  Result await() {
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("outcrop did not end within " + LIMIT + ":\n" + err.join());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return new Result(process.exitValue(), out.join(), err.join());
  }

  /** Kills the process with SIGKILL at once when it says something on its standard error. */
  Result killWhenItSays(String text) {
    return killWhen(() -> errLines.stream().anyMatch(line -> line.contains(text)));
  }

  /** Kills the process with SIGKILL some time after it said something on its standard error. */
  Result killAfter(String text, int milliseconds) {
    long[] said = {0};
    return killWhen(
        () -> {
          if (said[0] == 0 && errLines.stream().anyMatch(line -> line.contains(text))) {
            said[0] = System.nanoTime();
          }
          return said[0] != 0 && System.nanoTime() - said[0] >= milliseconds * 1_000_000L;
        });
  }

  /** Kills the process with SIGKILL as soon as a file is there. */
  Result killWhenThereIs(Path file) {
    return killWhen(() -> Files.exists(file));
  }

  private Result killWhen(BooleanSupplier moment) {
    long end = System.nanoTime() + LIMIT.toNanos();
    try {
      synchronized (errLines) {
        while (!moment.getAsBoolean() && process.isAlive() && System.nanoTime() < end) {
          errLines.wait(5);
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    // Unlike the process's own, the handle's way leaves the streams open for its last words.
    process.toHandle().destroyForcibly();
    return await();
  }
}

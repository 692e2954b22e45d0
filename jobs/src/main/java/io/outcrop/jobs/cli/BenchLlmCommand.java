package io.outcrop.jobs.cli;

import io.outcrop.facets.llm.stub.StubFaults;
import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.bench.IngestSpeed;
import io.outcrop.jobs.bench.LlmSpeed;
import io.outcrop.jobs.tables.Warehouse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code outcrop bench llm}. */
@Command(
    name = "llm",
    mixinStandardHelpOptions = true,
    description = {
      "Measures asking a language model: calls a second beside the ideal of concurrency over latency,"
          + " with a stub on this machine in place of a provider. Nothing leaves the machine.",
      "",
      "A second round has a stub that turns 20 % of the calls away, fails 5 %, and answers 2 % with"
          + " no JSON and 1 % too late."
    })
final class BenchLlmCommand implements Callable<Integer> {
  private static final int WARM_UP = 640;
  private static final Duration HANG = Duration.ofSeconds(6);

  @Option(names = "--provider", paramLabel = "NAME", description = "anthropic or openai.")
  private String provider = "anthropic";

  @Option(
      names = "--calls",
      paramLabel = "N",
      description = "Questions in the first round. Default: ${DEFAULT-VALUE}.")
  private int calls = 10_000;

  @Option(
      names = "--latency",
      paramLabel = "MS",
      description = "Latency of the stub. Default: ${DEFAULT-VALUE}.")
  private int latency = 300;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Calls at once. Default: ${DEFAULT-VALUE}.")
  private int concurrency = 64;

  @Mixin private ConfigOptions configuration;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path folder = Files.createTempDirectory("outcrop-bench");
    PrintWriter out = spec.commandLine().getOut();
    Duration wait = Duration.ofMillis(latency);
    try (SparkSession spark = Sessions.open("bench", configuration.load().ingest().s3())) {
      Warehouse warehouse = new Warehouse(spark, folder.toUri().toString());
      LlmSpeed speed = new LlmSpeed(warehouse, provider, concurrency);
      speed.ask(-WARM_UP, WARM_UP, StubFaults.of(wait));
      LlmSpeed.Figures good = speed.ask(0, calls, StubFaults.of(wait));
      double ideal = concurrency / (latency / 1000.0);
      out.printf(
          Locale.ROOT,
          "%,d calls in %.1f s (processors %.1f s): %.1f a second, %.3f of the ideal %.1f; at most"
              + " %d at once%n",
          calls,
          good.seconds(),
          good.processor(),
          calls / good.seconds(),
          calls / good.seconds() / ideal,
          ideal,
          good.mostAtOnce());
      out.flush();
      StubFaults faults = new StubFaults(wait, 0.2, 1, 0.05, 0.02, 0.01, HANG);
      int some = Math.max(1, calls / 10);
      LlmSpeed.Figures bad = speed.ask(calls, some, faults);
      out.printf(
          Locale.ROOT,
          "%,d questions to a bad provider in %.1f s: %,d requests, %,d answered, %,d unusable,"
              + " %,d unanswered%n",
          some,
          bad.seconds(),
          bad.requests(),
          bad.result().answered(),
          bad.result().invalid(),
          bad.result().unanswered());
      out.flush();
    } finally {
      IngestSpeed.delete(folder);
    }
    return 0;
  }
}

package io.outcrop.benchmarks;

import io.outcrop.facets.read.ObjectReader;
import io.outcrop.facets.read.ReadOptions;
import io.outcrop.facets.read.ReadSink;
import io.outcrop.facets.read.Reject;
import io.outcrop.facets.trace.Span;
import io.outcrop.jobs.bench.Corpus;
import io.outcrop.jobs.bench.ReaderSpeed;
import io.outcrop.jobs.tables.SpansTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * OTLP/JSON to spans through the reader that the job uses, beside Jackson stepping over the same
 * bytes with strings decoded; and spans to rows alone.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(2)
public class ReaderBenchmark {
  private static final long BYTES = 16_000_000;

  /** Sample traces: tau2 follows the GenAI conventions, intercode OpenInference. */
  @Param({"tau2", "intercode"})
  public String samples;

  private Corpus corpus;
  private ReaderSpeed reader;
  private List<Span> spans;

  @Setup
  public void read() {
    corpus = Corpus.ofSamples(samples, BYTES);
    reader = new ReaderSpeed(corpus);
    spans = new ArrayList<>();
    ReadSink sink =
        new ReadSink() {
          @Override
          public void span(Span span) {
            spans.add(span);
          }

          @Override
          public void reject(Reject reject) {
            throw new IllegalStateException("A sample is rejected: " + reject);
          }
        };
    ObjectReader objects = new ObjectReader(ReadOptions.defaults());
    for (byte[] object : corpus.objects()) {
      objects.read("sample", new ByteArrayInputStream(object), sink);
    }
  }

  @Benchmark
  public void jacksonTokens(Blackhole hole) throws IOException {
    for (byte[] object : corpus.objects()) {
      hole.consume(reader.tokenise(object));
    }
  }

  @Benchmark
  public void parseAndNormalise(Blackhole hole) {
    for (byte[] object : corpus.objects()) {
      hole.consume(reader.read(object));
    }
  }

  @Benchmark
  public void spansToRows(Blackhole hole) {
    for (Span span : spans) {
      hole.consume(SpansTable.ROWS.toRow(span));
    }
  }

  /** Runs it, with JMH's own options, and tells megabytes of JSON a second. */
  public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .parent(new CommandLineOptions(arguments))
                    .include(ReaderBenchmark.class.getSimpleName())
                    .build())
            .run();
    Map<String, Double> speeds = new TreeMap<>();
    for (RunResult result : results) {
      String of = result.getParams().getParam("samples");
      double millis = result.getPrimaryResult().getScore();
      String name = result.getPrimaryResult().getLabel();
      speeds.put(of + " " + name, Corpus.ofSamples(of, BYTES).bytes() / 1e3 / millis);
    }
    speeds.forEach(
        (name, speed) -> {
          Double limit = speeds.get(name.substring(0, name.indexOf(' ')) + " jacksonTokens");
          String ratio = limit == null ? "" : ", %.2f of Jackson".formatted(speed / limit);
          System.out.printf("%-28s %6.0f MB/s%s%n", name, speed, ratio);
        });
  }
}

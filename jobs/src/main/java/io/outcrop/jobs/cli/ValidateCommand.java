package io.outcrop.jobs.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.jobs.Nightly;
import io.outcrop.jobs.Progress;
import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.runs.WarehouseLock;
import io.outcrop.jobs.synth.Synth;
import io.outcrop.jobs.tables.Warehouse;
import io.outcrop.jobs.validate.Ablation;
import io.outcrop.jobs.validate.Validation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code outcrop validate}: measures how well known failures are found. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = {
      "Makes traces with known failures, runs phases 1 to 4 on them, and tells which failures a"
          + " cluster gathers.",
      "",
      "A failure is recovered where one cluster, of any axis and level, has precision and recall of"
          + " at least 0.5 for it. With --input, other traces are mixed in; they count for nothing in"
          + " the figures but are clustered with the rest.",
      "",
      "Where a language model or another embedder is configured, what rules and the lexical embedder"
          + " recover is told beside it.",
      "",
      "Tells a table, and writes validation.json beside the tables."
    })
final class ValidateCommand implements Callable<Integer> {
  private static final int LEAST = 30;
  private static final String WHOLE = "outcrop.window.days=0";
  private static final String[] SHOWN = {
    "failure", "traces", "precision", "recall", "axis", "level", "named", "title"
  };
  private static final String[] RECIPES = {
    "recipe", "recovered", "named", "rebuilt, failing", "rebuilt, all"
  };

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description =
          "Local folder for traces, tables and the result; what is there is used again. Default:"
              + " outcrop-validate in the system's temporary folder.")
  private Path folder = Path.of(System.getProperty("java.io.tmpdir"), "outcrop-validate");

  @Option(names = "--traces", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private long traces = 10_000;

  @Option(names = "--seed", paramLabel = "S", description = "Default: ${DEFAULT-VALUE}.")
  private long seed = 20_260;

  @Option(names = "--tenants", paramLabel = "T", description = "Default: ${DEFAULT-VALUE}.")
  private int tenants = 40;

  @Option(
      names = "--failure-share",
      paramLabel = "F",
      description = "Share of the traces that go wrong, 0 to 1. Default: ${DEFAULT-VALUE}.")
  private double failureShare = 0.3;

  @Option(
      names = "--gate",
      description =
          "Publish as well (phases 5 to 7), and tell how many of the failures are still found in what"
              + " is published.")
  private boolean gate;

  @Option(
      names = "--ablations",
      description =
          "Cluster again without the sequence of steps, without detectors, and without texts, and"
              + " tell beside the rest what is recovered then.")
  private boolean ablations;

  @Option(
      names = "--input",
      arity = "1..*",
      paramLabel = "PATH",
      description = "Other traces to mix in: files, folders or globs.")
  private List<String> inputs = List.of();

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = {
        "Labels of the traces of --input, in place of made-up ones: CSV with a header and the"
            + " columns trace_id, mode and failing (true or false)."
      })
  private String labels;

  @Mixin private ConfigOptions configuration;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    OutcropConfig config = configuration.load(WHOLE);
    Path root = folder.toAbsolutePath().normalize();
    String name = "synth-%d-%d-%d-%s".formatted(traces, seed, tenants, failureShare);
    if (labels != null) {
      requireInput();
      name = "labelled";
    }
    Path made = root.resolve(name);
    try (SparkSession spark = Sessions.open("validate", config.ingest().s3())) {
      List<String> all = new ArrayList<>(inputs);
      if (labels == null) {
        make(made, spark);
        all.add(0, made.resolve("traces").toUri().toString());
      }
      Warehouse tables = new Warehouse(spark, root.resolve("warehouse-" + name).toUri().toString());
      Run run = WarehouseLock.holding(tables, spec.name(), () -> cluster(tables, config, all));
      if (gate) {
        WarehouseLock.holding(tables, spec.name(), () -> publish(tables, config, run));
      }
      String known = labels == null ? made.resolve("labels").toUri().toString() : labels;
      Dataset<Row> kinds = spark.read().option("header", "true").csv(known);
      Validation validation = new Validation(tables, run, kinds);
      Validation.Result result = validation.measure(LEAST);
      print(result, spec.commandLine().getOut());
      if (gate) {
        print(
            validation.gate(LEAST, config.publish().minTenants()),
            config.publish().minTenants(),
            spec.commandLine().getOut());
      }
      Map<String, Validation.Result> recipes = new LinkedHashMap<>();
      for (Map.Entry<String, List<String>> other : otherRecipes(config).entrySet()) {
        OutcropConfig changed = configuration.loadUnder(other.getValue(), WHOLE);
        Run again = WarehouseLock.holding(tables, spec.name(), () -> cluster(tables, changed, all));
        recipes.put(other.getKey(), new Validation(tables, again, kinds).measure(LEAST));
      }
      print(result, recipes, spec.commandLine().getOut());
      write(result, recipes, root.resolve("validation.json"));
    }
    return 0;
  }

  /** What is measured beside the configuration as it is: the keys that change it, by name. */
  private Map<String, List<String>> otherRecipes(OutcropConfig config) {
    Map<String, List<String>> others = new LinkedHashMap<>();
    if (config.llm().isOn() || !config.embed().embedder().equals("lexical")) {
      others.put(
          "rules and lexical only",
          List.of("outcrop.llm.provider=none", "outcrop.embed.embedder=lexical"));
    }
    if (ablations) {
      for (Ablation ablation : Ablation.values()) {
        others.put("without " + ablation.label(), ablation.settings(config));
      }
    }
    return others;
  }

  private void requireInput() {
    if (inputs.isEmpty()) {
      throw new UserError(
          "Cannot compare with labels of nothing.",
          "--labels was given without --input",
          "give the labelled traces with --input");
    }
  }

  private void make(Path made, SparkSession spark) {
    if (Files.isRegularFile(made.resolve("labels/labels.csv"))) {
      return;
    }
    Progress.note(String.format(Locale.ROOT, "making %,d traces in %s", traces, made));
    Path making = made.resolveSibling(made.getFileName() + ".making");
    try {
      new Synth(
              new Synth.Options(traces, seed, tenants, failureShare, 14, LocalDate.of(2026, 1, 14)))
          .write(making.toUri().toString(), spark.sparkContext().hadoopConfiguration(), n -> {});
      Files.move(making, made);
    } catch (IOException e) {
      throw new UserError(
          "Cannot write traces to " + made + ".",
          e.toString(),
          "give --folder a local folder that this user may write to");
    }
  }

  private Run cluster(Warehouse tables, OutcropConfig config, List<String> inputs) {
    Nightly night = new Nightly(tables, config, Clock.systemUTC());
    night.openEmbedder();
    night.ingest(inputs);
    night.facets();
    Run run = night.begin(Run.Window.LATEST, io.outcrop.jobs.Phase.EMBED);
    night.embed(run);
    night.cluster(run);
    return run;
  }

  private static Run publish(Warehouse tables, OutcropConfig config, Run run) {
    Nightly night = new Nightly(tables, config, Clock.systemUTC());
    night.insights(run);
    night.publish(run);
    return run;
  }

  /** A row for each way to cluster the same traces, the configured one first. */
  private static void print(
      Validation.Result result, Map<String, Validation.Result> recipes, PrintWriter out) {
    if (recipes.isEmpty()) {
      return;
    }
    List<String[]> rows = new ArrayList<>();
    rows.add(row("as configured", result));
    recipes.forEach((name, other) -> rows.add(row(name, other)));
    out.println();
    out.print(TextTable.render(RECIPES, rows));
    out.flush();
  }

  private static String[] row(String name, Validation.Result result) {
    return new String[] {
      name,
      percent(result.recovered()),
      percent(result.named()),
      percent(result.failingAccuracy()),
      percent(result.accuracy())
    };
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static void print(Validation.Gate gate, int tenants, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "published   %.1f %% of %d failures of at least %d tenants, %.1f %% before the gate%s%n",
        100 * gate.published(),
        gate.modes(),
        tenants,
        100 * gate.built(),
        gate.lost().isEmpty() ? "" : "; lost: " + String.join(", ", gate.lost()));
    out.flush();
  }

  private static void print(Validation.Result result, PrintWriter out) {
    List<String[]> rows =
        result.found().stream()
            .map(
                f ->
                    new String[] {
                      (f.recovered() ? "+ " : "- ") + f.mode(),
                      Long.toString(f.traces()),
                      share(f.precision()),
                      share(f.recall()),
                      f.axis(),
                      Integer.toString(f.level()),
                      f.named() ? "yes" : "no",
                      f.title()
                    })
            .toList();
    out.print(TextTable.render(SHOWN, rows));
    out.println();
    out.printf(
        Locale.ROOT,
        "recovered   %.1f %% of %d failures with at least %d traces%n",
        100 * result.recovered(),
        result.found().size(),
        result.least());
    out.printf(Locale.ROOT, "named       %.1f %% of the recovered%n", 100 * result.named());
    out.printf(
        Locale.ROOT,
        "rebuilt     %.1f %% of the failing traces (%.1f %% by chance), %.1f %% of all%n",
        100 * result.failingAccuracy(),
        100 * result.chance(),
        100 * result.accuracy());
    result
        .agreement()
        .forEach(
            (where, a) ->
                out.printf(
                    Locale.ROOT,
                    "%-18s homogeneity %.2f  completeness %.2f  V %.2f  ARI %.2f%n",
                    where,
                    a.homogeneity(),
                    a.completeness(),
                    a.vMeasure(),
                    a.adjustedRand()));
    out.flush();
  }

  private static String share(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static void write(
      Validation.Result result, Map<String, Validation.Result> recipes, Path file)
      throws IOException {
    ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    ObjectNode tree = tree(json, result);
    ObjectNode others = tree.putObject("recipes");
    recipes.forEach((name, other) -> others.set(name, tree(json, other)));
    json.writeValue(file.toFile(), tree);
  }

  private static ObjectNode tree(ObjectMapper json, Validation.Result result) {
    ObjectNode tree = json.valueToTree(result);
    return tree.put("recovered", result.recovered()).put("named", result.named());
  }
}

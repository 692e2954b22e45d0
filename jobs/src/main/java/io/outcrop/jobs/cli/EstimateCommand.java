package io.outcrop.jobs.cli;

import io.outcrop.facets.llm.ModelPrice;
import io.outcrop.facets.llm.Usage;
import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.cluster.LabelEstimate;
import io.outcrop.jobs.config.LlmSettings;
import io.outcrop.jobs.config.LlmSettings.Role;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.facets.Facets;
import io.outcrop.jobs.facets.LlmEstimate;
import io.outcrop.jobs.publish.AuditEstimate;
import io.outcrop.jobs.runs.Run;
import io.outcrop.jobs.tables.SpansTable;
import io.outcrop.jobs.tables.Warehouse;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code outcrop estimate}: what a language model would cost, before anything is spent. */
@Command(
    name = "estimate",
    mixinStandardHelpOptions = true,
    description = {
      "Tells how many questions the next run would ask a language model, their tokens and dollars.",
      "",
      "Nothing is sent, no key is needed, and nothing is written. The traces must have been read:"
          + " run outcrop ingest first, which asks no model. Answers that are kept already, traces"
          + " that are the same but for ids, and outcrop.llm.sample are taken into account; what"
          + " providers save by keeping the instructions is not, so it costs at most about so much."
    },
    footer = {
      "",
      "Example:",
      "  outcrop estimate --warehouse /data/outcrop --set outcrop.llm.provider=anthropic \\",
      "    --set outcrop.llm.sample=priority --set outcrop.llm.sample-share=0.1"
    })
final class EstimateCommand implements Callable<Integer> {
  @Option(
      names = "--warehouse",
      required = true,
      paramLabel = "URI",
      description = "Folder of the Delta tables.")
  private String warehouse;

  @Mixin private ConfigOptions configuration;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    OutcropConfig config = configuration.load();
    if (!config.llm().isOn()) {
      throw new UserError(
          "Cannot estimate the cost of no language model.",
          "outcrop.llm.provider is none, which costs nothing",
          "give --set outcrop.llm.provider=anthropic, or openai");
    }
    try (SparkSession spark = Sessions.open("estimate", config.ingest().s3())) {
      Warehouse tables = new Warehouse(spark, warehouse);
      if (!tables.exists(SpansTable.TABLE)) {
        throw new UserError(
            "Cannot estimate the cost of " + warehouse + ".",
            "no traces have been read there",
            "check --warehouse, or run outcrop ingest first: it asks no model");
      }
      LlmEstimate facets = Facets.estimate(tables, config.facets(), config.llm());
      long window = Run.of(tables, config, Run.Window.LATEST, Clock.systemUTC()).traces();
      LabelEstimate labels = LabelEstimate.of(tables, config, Math.max(window, facets.traces()));
      AuditEstimate audit = AuditEstimate.of(tables, config.llm(), labels.calls());
      tell(facets, labels, audit, config.llm(), spec.commandLine().getOut());
    }
    return 0;
  }

  private static void tell(
      LlmEstimate facets,
      LabelEstimate labels,
      AuditEstimate audit,
      LlmSettings llm,
      PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%,d traces to describe, %,d distinct questions about them, %,d of them answered before%n%n",
        facets.traces(),
        facets.chosen(),
        facets.chosen() - facets.calls());
    out.printf(
        "%-9s %-22s %10s %14s %12s %10s %10s%n",
        "role", "model", "calls", "tokens in", "tokens out", "live", "batch");
    for (Role role : Role.values()) {
      LlmEstimate estimate =
          switch (role) {
            case FACETS -> facets;
            case LABELS ->
                new LlmEstimate(
                    0, labels.calls(), labels.calls(), labels.inputTokens(), labels.outputTokens());
            case AUDIT ->
                new LlmEstimate(
                    0, audit.calls(), audit.calls(), audit.inputTokens(), audit.outputTokens());
            case INSIGHTS -> new LlmEstimate(0, 0, 0, 0, 0);
          };
      line(role, llm, estimate, out);
    }
    out.println();
    out.println("labels: at most; clusters whose members stay keep their names.");
    out.println(
        "audit: at most; texts that the gate withholds or that were read before cost nothing.");
    out.println("insights: no phase asks a model for them yet.");
    out.flush();
  }

  private static void line(Role role, LlmSettings llm, LlmEstimate estimate, PrintWriter out) {
    String model = llm.models().get(role);
    Optional<ModelPrice> price = llm.price(model);
    Usage usage = new Usage(estimate.inputTokens(), estimate.outputTokens(), 0, 0);
    out.printf(
        Locale.ROOT,
        "%-9s %-22s %,10d %,14d %,12d %10s %10s%n",
        role.label(),
        model,
        estimate.calls(),
        estimate.inputTokens(),
        estimate.outputTokens(),
        price.map(p -> dollars(p, usage)).orElse("no price"),
        price.map(p -> dollars(p.inBatches(), usage)).orElse("no price"));
  }

  private static String dollars(ModelPrice price, Usage usage) {
    return String.format(Locale.ROOT, "$%,.2f", price.microUsd(usage) / 1e6);
  }
}

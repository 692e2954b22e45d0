package io.outcrop.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import io.outcrop.facets.Failing;
import io.outcrop.facets.custom.FacetDeclaration;
import io.outcrop.facets.money.PriceTable;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.axes.AxisSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The effective configuration of a run: {@code reference.conf}, overlaid by a file, overlaid by
 * single keys. What each key means stands in {@code reference.conf}.
 *
 * @param axes all that are declared; {@code cluster.axes} names those of a run
 * @param traceUrl address of a trace in the viewer that it came from, with {@code {trace_id}} for
 *     its id; empty for none
 * @param effective all keys with their effective values, as compact JSON
 */
public record OutcropConfig(
    long seed,
    int windowDays,
    Ingest ingest,
    Facets facets,
    LlmSettings llm,
    List<AxisSpec> axes,
    Embed embed,
    Cluster cluster,
    Insights insights,
    ShiftSettings shifts,
    PublishSettings publish,
    Tenants tenants,
    String traceUrl,
    String effective) {

  private static final String ROOT = "outcrop";
  private static final List<String> NAMED_BY_USERS =
      List.of(AxisSettings.KEY + ".", "outcrop.publish.axes.");
  private static final List<String> FAILING_SIGNALS =
      Arrays.stream(Failing.Signal.values()).map(s -> s.name().toLowerCase(Locale.ROOT)).toList();

  /** Keys under {@code outcrop.ingest}. */
  public record Ingest(
      int maxTextChars,
      int maxAttributeChars,
      int maxAttributes,
      int foldBufferSpans,
      LocalDate earliestDate,
      LocalDate latestDate,
      long bytesPerTask,
      long bytesPerBatch,
      double maxRejectShare,
      int partitionSlackDays,
      S3Settings s3,
      String tenantFromPath,
      String hashUsers,
      List<String> outcomes,
      Map<String, List<String>> keys)
      implements java.io.Serializable {}

  /**
   * Keys under {@code outcrop.facets}.
   *
   * @param custom the users' own facets
   * @param prices keys under {@code outcrop.prices}; what a model's call costs, and may cost
   */
  public record Facets(
      int maxSpansPerTrace,
      List<String> failing,
      List<String> evaluations,
      double leastScore,
      double leastGrounded,
      List<String> neverFallback,
      List<FacetDeclaration> custom,
      PriceTable prices)
      implements java.io.Serializable {

    /** What facets are made of: all but the axes that look at them. */
    public Facets withoutAxes() {
      List<FacetDeclaration> declared =
          custom.stream()
              .map(
                  f ->
                      new FacetDeclaration(
                          f.name(), f.source(), f.labels(), f.exclude(), List.of()))
              .toList();
      return new Facets(
          maxSpansPerTrace,
          failing,
          evaluations,
          leastScore,
          leastGrounded,
          neverFallback,
          declared,
          prices);
    }
  }

  /** Keys under {@code outcrop.embed}. */
  public record Embed(
      String embedder, String model, int dimensions, int maxTerms, int trainDays, OpenAi openAi) {}

  /**
   * Keys under {@code outcrop.embed.openai}. It holds no key; where one is to be found stands in
   * {@code keyEnv} and {@code keyFile}.
   */
  public record OpenAi(
      String baseUrl,
      String keyEnv,
      String keyFile,
      String model,
      int dimensions,
      int batch,
      int requests,
      int attempts,
      int timeoutSeconds) {}

  /** Keys under {@code outcrop.cluster}. */
  public record Cluster(
      List<String> axes,
      int leaves,
      int tracesPerLeaf,
      int minLeaf,
      int maxSample,
      int refinements,
      double blowUpRatio,
      int blowUpPeers,
      Rebuild rebuild) {}

  /**
   * When hierarchies are built anew.
   *
   * @param when daily, weekly or on-drift
   * @param drift share of unassigned traces from which on a hierarchy has drifted
   */
  public record Rebuild(String when, double drift) {}

  /** Keys under {@code outcrop.insights}. */
  public record Insights(
      double maxQValue,
      double minLift,
      int maxEvidence,
      double changeQValue,
      Priority priority,
      List<String> deployLog) {}

  /**
   * The weights of what makes an insight come first.
   *
   * @param outcome name of a numeric outcome; empty for none
   */
  public record Priority(
      double size,
      double concern,
      double tenants,
      double growth,
      String outcome,
      double outcomeWeight) {}

  /**
   * Keys under {@code outcrop.tenants}.
   *
   * @param own whether tenants get a clustering of their own
   * @param minTraces traces in the window that one needs for it
   */
  public record Tenants(boolean own, int minTraces) {}

  /**
   * The configuration that a tenant's own folder is made under.
   *
   * @param boundary whose privacy is protected there
   */
  public OutcropConfig ofTenant(String boundary) {
    String root = "outcrop.publish.";
    PublishSettings rules = publish.ofTenant(boundary);
    Config changed =
        ConfigFactory.parseString(effective)
            .withValue(root + "boundary", ConfigValueFactory.fromAnyRef(boundary))
            .withValue(root + "min-tenants", ConfigValueFactory.fromAnyRef(rules.minTenants()))
            .withValue(root + "demands", ConfigValueFactory.fromIterable(List.of()))
            .withValue(root + "opt-out", ConfigValueFactory.fromIterable(List.of()))
            .withValue("outcrop.tenants.own", ConfigValueFactory.fromAnyRef(false));
    return new OutcropConfig(
        seed,
        windowDays,
        ingest,
        facets,
        llm,
        axes,
        embed,
        cluster,
        insights,
        shifts,
        rules,
        new Tenants(false, tenants.minTraces),
        traceUrl,
        changed.root().render(ConfigRenderOptions.concise()));
  }

  /**
   * Loads and checks a configuration.
   *
   * @param file an overlay in HOCON, or null
   * @param sets single keys over the overlay, each as {@code key=value}
   * @throws UserError naming every problem at once
   */
  public static OutcropConfig load(Path file, List<String> sets) {
    Config reference =
        ConfigFactory.parseResources(OutcropConfig.class.getClassLoader(), "reference.conf")
            .withOnlyPath(ROOT);
    List<String> problems = new ArrayList<>();
    Config overlay = singleKeys(sets, problems).withFallback(overlay(file));
    Config resolved = resolved(overlay.withFallback(reference));
    checkKeys(overlay.resolveWith(resolved), reference, problems);
    Config merged = resolved.withOnlyPath(ROOT);
    ConfigReader reader = new ConfigReader(merged);
    OutcropConfig config = read(reader, merged);
    problems.addAll(reader.problems());
    if (!problems.isEmpty()) {
      throw new UserError(
          "Cannot use the configuration: " + String.join("; ", problems) + ".",
          problems.size() == 1 ? "the key above" : problems.size() + " problems, all named above",
          "correct "
              + (file == null ? "the --set options" : file + " and the --set options")
              + "; every key is explained in reference.conf");
    }
    return config;
  }

  /**
   * What of the configuration is part of a run's identity, as compact JSON: all but the ways to the
   * inputs and to a language model, since the same traces from another place or over another
   * network are the same traces.
   */
  public String identity() {
    return withoutServersWays(withoutLlmsWays(ConfigFactory.parseString(effective)))
        .withoutPath("outcrop.ingest.s3")
        .withoutPath("outcrop.ingest.partition-slack-days")
        .withoutPath("outcrop.ingest.outcomes")
        .withoutPath("outcrop.ingest.bytes-per-batch")
        .withoutPath("outcrop.ingest.max-reject-share")
        .withoutPath("outcrop.tenants")
        .withoutPath("outcrop.trace-url")
        .root()
        .render(ConfigRenderOptions.concise());
  }

  /** Of the keys of language models those that can change an answer; none without a model. */
  private Config withoutLlmsWays(Config config) {
    Config kept = config.withoutPath("outcrop.llm");
    if (llm.isOn()) {
      for (String key :
          List.of("provider", "models", "send-raw", "tokens-per-trace", "sample", "sample-share")) {
        String path = "outcrop.llm." + key;
        kept = kept.withValue(path, config.getValue(path));
      }
    }
    return kept;
  }

  /** Of the keys of a server of embeddings those that can change a vector. */
  private Config withoutServersWays(Config config) {
    String root = "outcrop.embed.openai";
    Config kept = config.withoutPath(root);
    if (embed.embedder().equals("openai")) {
      for (String key : List.of("base-url", "model", "dimensions")) {
        kept = kept.withValue(root + "." + key, config.getValue(root + "." + key));
      }
    }
    return kept;
  }

  private static Config overlay(Path file) {
    if (file == null) {
      return ConfigFactory.empty();
    }
    if (!Files.isReadable(file)) {
      throw new UserError(
          "Cannot read the configuration file " + file + ".",
          Files.exists(file) ? "no right to read it" : "there is no such file",
          "check the path given with --config");
    }
    try {
      return ConfigFactory.parseFile(file.toFile());
    } catch (ConfigException e) {
      throw new UserError(
          "Cannot read the configuration file " + file + ".", e.getMessage(), "write it as HOCON");
    }
  }

  private static Config resolved(Config config) {
    try {
      return config.resolve();
    } catch (ConfigException e) {
      throw new UserError(
          "Cannot use the configuration.",
          e.getMessage(),
          "substitute only keys and environment variables that have a value");
    }
  }

  private static Config singleKeys(List<String> sets, List<String> problems) {
    Config config = ConfigFactory.empty();
    for (String set : sets) {
      int equals = set.indexOf('=');
      if (equals < 1) {
        problems.add("--set takes key=value, was \"" + set + "\"");
        continue;
      }
      String key = set.substring(0, equals).strip();
      String value = set.substring(equals + 1).strip();
      try {
        config = ConfigFactory.parseString(key + " = " + value).withFallback(config);
      } catch (ConfigException e) {
        try {
          config =
              ConfigFactory.parseString(key + " = " + ConfigUtil.quoteString(value))
                  .withFallback(config);
        } catch (ConfigException unreadable) {
          problems.add("--set " + set + " cannot be read: " + unreadable.getMessage());
        }
      }
    }
    return config;
  }

  private static void checkKeys(Config overlay, Config reference, List<String> problems) {
    Set<String> known =
        reference.entrySet().stream()
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new));
    // Empty lists and all else that carries a value is an entry; only nulls are not, and we have
    // none.
    for (String key : overlay.entrySet().stream().map(Map.Entry::getKey).sorted().toList()) {
      // What stands below these is checked where it is read, since users name it.
      boolean named = NAMED_BY_USERS.stream().anyMatch(key::startsWith);
      if (!known.contains(key) && !named) {
        problems.add(
            "unknown key " + key + " (did you mean " + KeyNames.nearest(key, known) + "?)");
      }
    }
  }

  private static OutcropConfig read(ConfigReader r, Config merged) {
    PriceTable prices = PriceSettings.read(r);
    List<FacetDeclaration> custom = CustomFacetSettings.read(r);
    List<String> axisNames = r.groups(AxisSettings.KEY);
    List<AxisSpec> axes = AxisSettings.read(r, axisNames, custom);
    return new OutcropConfig(
        r.whole("outcrop.seed", Long.MIN_VALUE, Long.MAX_VALUE),
        r.integer("outcrop.window.days", 0, 36_500),
        new Ingest(
            r.integer("outcrop.ingest.max-text-chars", 256, 10_000_000),
            r.integer("outcrop.ingest.max-attribute-chars", 16, 1_000_000),
            r.integer("outcrop.ingest.max-attributes", 1, 100_000),
            r.integer("outcrop.ingest.fold-buffer-spans", 1, 10_000_000),
            r.date("outcrop.ingest.earliest-date"),
            r.dateNotBefore("outcrop.ingest.latest-date", "outcrop.ingest.earliest-date"),
            r.whole("outcrop.ingest.bytes-per-task", 1, Long.MAX_VALUE),
            r.whole("outcrop.ingest.bytes-per-batch", 1, Long.MAX_VALUE),
            r.number("outcrop.ingest.max-reject-share", 0, 1),
            r.integer("outcrop.ingest.partition-slack-days", 0, 36_500),
            S3Settings.read(r),
            r.patternWithGroup("outcrop.ingest.tenant.from-path"),
            r.oneOf("outcrop.ingest.hash-users", List.of("none", "sha256", "hmac")),
            r.strings("outcrop.ingest.outcomes"),
            keys(r, merged)),
        new Facets(
            r.integer("outcrop.facets.max-spans-per-trace", 1, 10_000_000),
            r.someOf("outcrop.facets.failing", FAILING_SIGNALS),
            r.strings("outcrop.facets.outcome-evaluations"),
            r.number("outcrop.facets.outcome-least-score", -1e9, 1e9),
            r.number("outcrop.facets.least-grounded", 0, 1),
            r.strings("outcrop.facets.never-fallback"),
            custom,
            prices),
        LlmSettings.read(r, prices),
        axes,
        new Embed(
            r.oneOf("outcrop.embed.embedder", List.of("lexical", "spark-nlp", "openai")),
            r.text("outcrop.embed.model"),
            r.integer("outcrop.embed.dimensions", 2, 1024),
            r.integer("outcrop.embed.max-terms", 16, 1_000_000),
            r.integer("outcrop.embed.train-days", 0, 36_500),
            openAi(r)),
        new Cluster(
            r.someOf("outcrop.cluster.axes", axisNames),
            r.integer("outcrop.cluster.leaves", 0, 50_000),
            r.integer("outcrop.cluster.traces-per-leaf", 1, 1_000_000),
            r.integer("outcrop.cluster.min-leaf", 0, 1_000_000),
            r.integer("outcrop.cluster.max-sample", 100, 100_000_000),
            r.integer("outcrop.cluster.refinements", 0, 1000),
            r.number("outcrop.cluster.blow-up-ratio", 1, 1e9),
            r.integer("outcrop.cluster.blow-up-peers", 1, 1_000_000_000),
            new Rebuild(
                r.oneOf("outcrop.cluster.rebuild", List.of("daily", "weekly", "on-drift")),
                r.number("outcrop.cluster.drift", 0, 1))),
        new Insights(
            r.number("outcrop.insights.max-q-value", 0, 1),
            r.number("outcrop.insights.min-lift", 1, 1000),
            r.integer("outcrop.insights.max-evidence", 1, 100),
            r.number("outcrop.insights.change-q-value", 0, 1),
            new Priority(
                r.number("outcrop.insights.priority.size", 0, 10),
                r.number("outcrop.insights.priority.concern", 0, 10),
                r.number("outcrop.insights.priority.tenants", 0, 10),
                r.number("outcrop.insights.priority.growth", 0, 10),
                r.text("outcrop.insights.priority.outcome"),
                r.number("outcrop.insights.priority.outcome-weight", 0, 10)),
            r.strings("outcrop.insights.deploy-log")),
        ShiftSettings.read(r),
        PublishSettings.read(r, axisNames),
        new Tenants(
            r.flag("outcrop.tenants.own"),
            r.integer("outcrop.tenants.min-traces", 1, 1_000_000_000)),
        r.template("outcrop.trace-url", "{trace_id}"),
        merged.root().render(ConfigRenderOptions.concise()));
  }

  private static OpenAi openAi(ConfigReader r) {
    String root = "outcrop.embed.openai.";
    return new OpenAi(
        r.address(root + "base-url"),
        r.text(root + "api-key-env"),
        r.text(root + "api-key-file"),
        r.text(root + "model"),
        r.integer(root + "dimensions", 0, 8_192),
        r.integer(root + "batch", 1, 2_048),
        r.integer(root + "requests", 1, 256),
        r.integer(root + "attempts", 1, 20),
        r.integer(root + "timeout-seconds", 1, 3_600));
  }

  private static Map<String, List<String>> keys(ConfigReader reader, Config merged) {
    if (!reader.isGroup("outcrop.ingest.keys")) {
      return Map.of();
    }
    return merged.getObject("outcrop.ingest.keys").keySet().stream()
        .sorted()
        .collect(
            Collectors.toUnmodifiableMap(
                key -> key, key -> reader.strings("outcrop.ingest.keys." + key)));
  }
}

package io.outcrop.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.outcrop.facets.Failing;
import io.outcrop.facets.custom.FacetDeclaration;
import io.outcrop.facets.custom.FacetDeclaration.Example;
import io.outcrop.facets.custom.FacetDeclaration.OfAttribute;
import io.outcrop.facets.custom.FacetDeclaration.OfOutcome;
import io.outcrop.facets.custom.FacetDeclaration.OfPattern;
import io.outcrop.facets.custom.FacetDeclaration.OfPrompt;
import io.outcrop.facets.custom.TracePart;
import io.outcrop.facets.money.PriceTable;
import io.outcrop.jobs.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutcropConfigTest {
  private static final OutcropConfig DEFAULTS = OutcropConfig.load(null, List.of());

  private static OutcropConfig with(String... sets) {
    return OutcropConfig.load(null, List.of(sets));
  }

  @Test
  void defaults_areThoseOfTheReference() {
    assertThat(DEFAULTS.windowDays()).isEqualTo(30);
    assertThat(DEFAULTS.publish())
        .isEqualTo(
            new PublishSettings(
                5,
                20,
                "tenant",
                Map.of(),
                Map.of(),
                List.of(),
                0.8,
                "round",
                false,
                "publish",
                new PublishSettings.Noise(0, 5, 5)));
    assertThat(DEFAULTS.cluster().axes()).containsExactly("task", "behavior", "failure");
    assertThat(DEFAULTS.ingest().earliestDate()).isEqualTo(LocalDate.of(2015, 1, 1));
    assertThat(DEFAULTS.ingest().keys())
        .containsOnlyKeys(
            "tenant",
            "user",
            "session",
            "service",
            "environment",
            "agent",
            "agent-version",
            "prompt",
            "model")
        .containsEntry("tenant", List.of());
  }

  @Test
  void defaults_ofFailing_areThoseOfTheLibrary() {
    assertThat(DEFAULTS.facets().failing())
        .containsExactlyInAnyOrderElementsOf(
            Failing.byDefault().signals().stream()
                .map(s -> s.name().toLowerCase(java.util.Locale.ROOT))
                .toList());
    assertThat(DEFAULTS.facets().evaluations()).isEqualTo(Failing.byDefault().evaluations());
    assertThat(DEFAULTS.facets().leastScore()).isEqualTo(Failing.byDefault().leastScore());
  }

  static Stream<String> keys() {
    return reference().entrySet().stream().map(Map.Entry::getKey).sorted();
  }

  private static Config reference() {
    return ConfigFactory.parseResources("reference.conf").withOnlyPath("outcrop");
  }

  /** A key that is read has a type: a map in its place is a problem. */
  @ParameterizedTest
  @MethodSource("keys")
  void key_ofTheReference_isRead(String key) {
    ConfigValue value = reference().getValue(key);
    String wrong = value.valueType() == ConfigValueType.LIST ? "7" : "[[]]";

    assertThatThrownBy(() -> with(key + "=" + wrong))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(key + " must be ");
  }

  @ParameterizedTest
  @MethodSource("keys")
  void key_ofTheReference_isPartOfTheEffectiveConfiguration(String key) {
    assertThat(ConfigFactory.parseString(DEFAULTS.effective()).hasPath(key)).isTrue();
  }

  @Test
  void unknownKey_isRefusedWithTheNearest() {
    assertThatThrownBy(() -> with("outcrop.publish.min-tenant=3"))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "Cannot use the configuration: unknown key outcrop.publish.min-tenant (did you mean"
                + " outcrop.publish.min-tenants?).\n"
                + "  Cause:  the key above\n"
                + "  Remedy: correct the --set options; every key is explained in reference.conf");
  }

  @Test
  void problems_several_areToldAtOnce() {
    assertThatThrownBy(
            () ->
                with(
                    "outcrop.sed=1",
                    "outcrop.publish.min-traces=0",
                    "outcrop.publish.boundary=city",
                    "outcrop.window.days=soon",
                    "nonsense"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("unknown key outcrop.sed (did you mean outcrop.seed?)")
        .hasMessageContaining("outcrop.publish.min-traces must be from 1 to 1000000000, was 0")
        .hasMessageContaining("outcrop.publish.boundary must be one of tenant, user, was city")
        .hasMessageContaining("outcrop.window.days must be a whole number, was \"soon\"")
        .hasMessageContaining("--set takes key=value, was \"nonsense\"")
        .hasMessageContaining("Cause:  5 problems, all named above");
  }

  @Test
  void minimums_belowTheFloor_needTheirRiskAccepted() {
    assertThatThrownBy(
            () -> with("outcrop.publish.min-tenants=2", "outcrop.publish.axes.task.min-traces=9"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(
            "outcrop.publish.min-tenants and min-traces ask for 2 tenants and 20 traces, below the"
                + " floor of 3 and 10; where that is meant, set outcrop.publish.accept-risk = true")
        .hasMessageContaining(
            "outcrop.publish.axes.task ask for 2 tenants and 9 traces, below the floor");
    assertThat(
            with("outcrop.publish.min-tenants=2", "outcrop.publish.accept-risk=true")
                .publish()
                .risks())
        .hasSize(1);
  }

  @Test
  void rulesOfTheGate_areReadByAxisAndTenant() {
    PublishSettings settings =
        with(
                "outcrop.publish.axes.failure.min-tenants=8",
                "outcrop.publish.demands=[\"acme=10\", \"a=b=7/50\"]",
                "outcrop.publish.opt-out=[globex]",
                "outcrop.publish.max-share=0.5",
                "outcrop.publish.counts=hold")
            .publish();
    assertThat(settings.axes()).isEqualTo(Map.of("failure", new PublishSettings.Least(8, 20)));
    assertThat(settings.demands())
        .isEqualTo(
            Map.of(
                "acme", new PublishSettings.Least(10, 1), "a=b", new PublishSettings.Least(7, 50)));
    assertThat(settings.optOut()).containsExactly("globex");
    assertThat(settings.maxShare()).isEqualTo(0.5);
    assertThat(settings.counts()).isEqualTo("hold");
    assertThatThrownBy(() -> with("outcrop.publish.demands=[acme]"))
        .hasMessageContaining(
            "outcrop.publish.demands holds texts such as acme=10 or acme=10/50, but one is"
                + " \"acme\"");
  }

  @Test
  void set_later_wins() {
    assertThat(with("outcrop.seed=1", "outcrop.seed=2").seed()).isEqualTo(2);
  }

  @Test
  void set_ofAList_isReadAsOne() {
    assertThat(with("outcrop.cluster.axes=[failure, task]").cluster().axes())
        .containsExactly("failure", "task");
    assertThat(with("outcrop.ingest.keys.tenant=[\"my.org\"]").ingest().keys())
        .containsEntry("tenant", List.of("my.org"));
  }

  @Test
  void embed_defaultsAndChanges_areRead() {
    OutcropConfig.Embed embed = DEFAULTS.embed();
    assertThat(embed.embedder()).isEqualTo("lexical");
    assertThat(embed.trainDays()).isEqualTo(7);
    assertThat(embed.openAi())
        .isEqualTo(
            new OutcropConfig.OpenAi("", "", "", "text-embedding-3-small", 0, 256, 8, 6, 60));
    assertThat(with("outcrop.embed.openai.batch=32").embed().openAi().batch()).isEqualTo(32);
    assertThatThrownBy(() -> with("outcrop.embed.openai.base-url=\"http://u:p@host/v1\""))
        .hasMessageContaining("outcrop.embed.openai.base-url must be an address")
        .hasMessageNotContaining("u:p");
  }

  @Test
  void identity_waysToAServer_areNoPartOfIt() {
    String batch = "outcrop.embed.openai.batch=32";
    String model = "outcrop.embed.openai.model=other";
    String on = "outcrop.embed.embedder=openai";
    assertThat(with(batch, model).identity()).isEqualTo(DEFAULTS.identity());
    assertThat(with(on, batch).identity()).isEqualTo(with(on).identity());
    assertThat(with(on, model).identity()).isNotEqualTo(with(on).identity());
  }

  @Test
  void set_ofAxes_twiceOrUnknown_isRefused() {
    assertThatThrownBy(() -> with("outcrop.cluster.axes=[task, mood, task]"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("names \"mood\"")
        .hasMessageContaining("names a value twice: [task, mood, task]");
  }

  @Test
  void set_withAnEqualsSignInItsValue_keepsIt() {
    assertThatThrownBy(() -> with("outcrop.publish.boundary=a=b"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("was a=b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "outcrop.ingest.max-attributes=0",
        "outcrop.ingest.max-text-chars=1",
        "outcrop.insights.max-q-value=NaN",
        "outcrop.insights.min-lift=0.5",
        "outcrop.embed.dimensions=1",
        "outcrop.window.days=-1",
        "outcrop.window.days=2.5",
        "outcrop.seed=null",
        "outcrop.ingest.latest-date=tomorrow"
      })
  void set_outOfRange_isRefused(String set) {
    String key = set.substring(0, set.indexOf('='));

    assertThatThrownBy(() -> with(set))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(key + " must be ");
  }

  @Test
  void endpoint_withAPassword_isRefusedAndNotShown() {
    assertThatThrownBy(() -> with("outcrop.ingest.s3.endpoint=\"http://me:hush@minio:9000\""))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("outcrop.ingest.s3.endpoint must be an address such as")
        .hasMessageNotContaining("hush");
  }

  @ParameterizedTest
  @ValueSource(strings = {"minio:9000", "ftp://minio", "http://minio/traces", "http://", "a b"})
  void endpoint_thatIsNone_isRefused(String endpoint) {
    assertThatThrownBy(() -> with("outcrop.ingest.s3.endpoint=\"" + endpoint + "\""))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("outcrop.ingest.s3.endpoint must be an address such as");
  }

  @Test
  void role_thatIsNoArn_isRefused() {
    assertThatThrownBy(() -> with("outcrop.ingest.s3.role-arn=reader"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("outcrop.ingest.s3.role-arn must be an ARN such as")
        .hasMessageContaining("was reader");
  }

  @Test
  void identity_isTheSameOverAnotherWayToTheInputs() {
    assertThat(with("outcrop.ingest.s3.path-style=true", "outcrop.ingest.partition-slack-days=9"))
        .satisfies(
            other -> {
              assertThat(other.identity()).isEqualTo(DEFAULTS.identity());
              assertThat(other.effective()).isNotEqualTo(DEFAULTS.effective());
            });
    assertThat(with("outcrop.seed=1").identity()).isNotEqualTo(DEFAULTS.identity());
  }

  @Test
  void dates_reversed_areRefused() {
    assertThatThrownBy(
            () ->
                with(
                    "outcrop.ingest.earliest-date=2026-01-02",
                    "outcrop.ingest.latest-date=2026-01-01"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(
            "outcrop.ingest.latest-date must not be before outcrop.ingest.earliest-date");
  }

  @ParameterizedTest
  @ValueSource(strings = {"outcrop=5", "outcrop.publish=5", "outcrop.ingest.keys=[]"})
  void set_ofAValueInPlaceOfAGroup_isRefused(String set) {
    String key = set.substring(0, set.indexOf('='));

    assertThatThrownBy(() -> with(set))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("unknown key " + key + " (");
  }

  @Test
  void set_withASubstitutionOfNothing_isRefused() {
    assertThatThrownBy(() -> with("outcrop.seed=${no.such.key}"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Cannot use the configuration.")
        .hasMessageContaining("no.such.key");
  }

  @Test
  void set_withASubstitutionOfAKnownKey_takesItsValue() {
    assertThat(with("outcrop.seed=${outcrop.window.days}").seed()).isEqualTo(30);
  }

  @Test
  void file_underASet_isOverlaid(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(folder.resolve("o.conf"), "outcrop { seed = 3, window.days = 4 }");

    OutcropConfig config = OutcropConfig.load(file, List.of("outcrop.seed=5"));

    assertThat(config.seed()).isEqualTo(5);
    assertThat(config.windowDays()).isEqualTo(4);
  }

  @Test
  void file_missing_isToldWithItsPath() {
    assertThatThrownBy(() -> OutcropConfig.load(Path.of("/no/such.conf"), List.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Cannot read the configuration file /no/such.conf.")
        .hasMessageContaining("there is no such file")
        .hasMessageContaining("--config");
  }

  @Test
  void file_thatIsNoHocon_isRefused(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("o.conf"), "outcrop { seed = ");

    assertThatThrownBy(() -> OutcropConfig.load(file, List.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Cannot read the configuration file " + file)
        .hasMessageContaining("write it as HOCON");
  }

  @Test
  void effective_ofTheSameKeysInOtherOrder_isTheSame() {
    assertThat(with("outcrop.seed=1", "outcrop.window.days=2").effective())
        .isEqualTo(with("outcrop.window.days=2", "outcrop.seed=1").effective())
        .isNotEqualTo(DEFAULTS.effective());
  }

  @ParameterizedTest
  @ValueSource(strings = {"local.conf", "nightly.conf", "cluster.conf"})
  void overlay_thatShips_isUsable(String name) {
    Path file = Path.of("..", "conf", name);

    assertThat(OutcropConfig.load(file, List.of()).effective()).isNotEmpty();
  }

  @Test
  void customFacets_areRead() {
    OutcropConfig config =
        with(
            "outcrop.facets.custom=[{name=plan, attribute=app.plan, labels=[gold, basic],"
                + " axes=task}, {name=wish, regex=\"(refund)\", in=[input, tool-results],"
                + " exclude=test}, {name=csat, outcome=csat}, {name=tone, prompt=\"How is the"
                + " tone?\", labels=[kind, rude], examples=[{text=hey, label=kind}]}]");

    assertThat(config.facets().custom())
        .containsExactly(
            new FacetDeclaration(
                "plan",
                new OfAttribute(List.of("app.plan")),
                List.of("gold", "basic"),
                "",
                List.of("task")),
            new FacetDeclaration(
                "wish",
                new OfPattern("(refund)", List.of(TracePart.INPUT, TracePart.TOOL_RESULTS)),
                List.of(),
                "test",
                List.of()),
            new FacetDeclaration("csat", new OfOutcome("csat"), List.of(), "", List.of()),
            new FacetDeclaration(
                "tone",
                new OfPrompt("How is the tone?", List.of(new Example("hey", "kind")), List.of()),
                List.of("kind", "rude"),
                "",
                List.of()));
  }

  @Test
  void customFacets_wrong_areToldAllAtOnceWithTheNearestKey() {
    assertThatThrownBy(
            () ->
                with(
                    "outcrop.facets.custom=[{name=Plan, atribute=x}, {name=a, regex=\"(\"},"
                        + " {name=a, prompt=p, in=[inputs]}, {regex=x, outcome=y},"
                        + " {name=b, prompt=p, labels=[x], examples=[{text=t, label=z}]},"
                        + " {name=c, attribute=x, in=[input], examples=[], axes=mood}]"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(
            "outcrop.facets.custom[0] has the unknown key atribute (did you mean attribute?)")
        .hasMessageContaining("outcrop.facets.custom[0] must have a name of lower-case letters")
        .hasMessageContaining("outcrop.facets.custom[0] must have exactly one of attribute,")
        .hasMessageContaining(
            "outcrop.facets.custom[1] must have a regular expression for regex, was \"(\": ")
        .hasMessageContaining("outcrop.facets.custom[2] has the name a, which another has")
        .hasMessageContaining("outcrop.facets.custom[2] must have labels")
        .hasMessageContaining("names \"inputs\" (did you mean input?)")
        .hasMessageContaining("outcrop.facets.custom[3] must have the key name")
        .hasMessageContaining("outcrop.facets.custom[3] must have exactly one of")
        .hasMessageContaining("outcrop.facets.custom[4].examples[0] has the label \"z\"")
        .hasMessageContaining("outcrop.facets.custom[5] has parts in \"in\"")
        .hasMessageContaining("outcrop.facets.custom[5] has examples")
        .hasMessageContaining("may name the axes task, behavior, failure, but names \"mood\"");
  }

  @Test
  void prices_ofOnesOwn_goBeforeTheListed() {
    PriceTable prices =
        with("outcrop.prices.models=[{model=\"gpt-4o\", input=1.5, output=6}]").facets().prices();

    assertThat(prices.model("gpt-4o", null).orElseThrow().input()).isEqualTo(1_500_000);
    assertThat(prices.model("gpt-4o-mini", null).orElseThrow().input()).isEqualTo(150_000);
    assertThat(DEFAULTS.facets().prices().model("gpt-4o", null).orElseThrow().cachedInput())
        .isEqualTo(1_250_000);
    assertThat(DEFAULTS.facets().prices().model("llama-3-70b", null)).isEmpty();
  }

  @Test
  void prices_wrong_areToldWithTheirPlace() {
    assertThatThrownBy(
            () ->
                with(
                    "outcrop.prices.models=[{model=a, input=-1, output=x},"
                        + " {model=b, inptu=1, output=1, since=soon}]",
                    "outcrop.prices.tools=[{per-call=1}]"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("outcrop.prices.models[0] must have from 0 to 1000000 dollars")
        .hasMessageContaining(
            "outcrop.prices.models[0] must have an amount of dollars for output, was \"x\"")
        .hasMessageContaining("models[1] has the unknown key inptu (did you mean input?)")
        .hasMessageContaining("models[1] must have the key input")
        .hasMessageContaining("models[1] must have a date such as 2026-01-31 for since")
        .hasMessageContaining("outcrop.prices.tools[0] must have the key tool");
  }
}

package io.outcrop.facets.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.FacetExtractor;
import io.outcrop.facets.TraceFacets.Identity;
import io.outcrop.facets.trace.Span;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whose a trace is: from spans, paths and projects; and what of a user's id is kept. */
class TenantsAndUsersTest {
  private static final String PATH = "s3://bucket/tenant=acme%20inc/2026/a.json";
  private static final LesserTenants FROM_PATH =
      new LesserTenants(Optional.of(Pattern.compile("tenant=([^/]+)")), List.of());
  private static final LesserTenants FROM_PROJECT =
      new LesserTenants(Optional.empty(), List.of("openinference.project.name"));

  private final List<Reject> rejects = new ArrayList<>();

  private List<Span> read(ReadOptions options, String uri, String... lines) {
    List<Span> spans = new ArrayList<>();
    new ObjectReader(options)
        .read(
            uri,
            new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)),
            new ReadSink() {
              @Override
              public void span(Span span) {
                spans.add(span);
              }

              @Override
              public void reject(Reject reject) {
                rejects.add(reject);
              }
            });
    return spans;
  }

  private static ReadOptions options(LesserTenants tenants, UserHash users) {
    ReadOptions d = ReadOptions.defaults();
    return new ReadOptions(
        d.maxTextChars(),
        d.maxAttributes(),
        d.maxAttributeChars(),
        d.earliest(),
        d.latest(),
        d.keys(),
        d.foldBufferSpans(),
        tenants,
        users);
  }

  private static String span(int id, int parent, String... attributes) {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < attributes.length; i += 2) {
      list.append(i == 0 ? "" : ",")
          .append("{\"key\":\"")
          .append(attributes[i])
          .append("\",\"value\":{\"stringValue\":\"")
          .append(attributes[i + 1].replace("\"", "\\\""))
          .append("\"}}");
    }
    return """
        {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"%032x","spanId":"%016x",%s\
        "name":"step","startTimeUnixNano":"%d000000000","endTimeUnixNano":"1767225700000000000",\
        "attributes":[%s]}]}]}]}"""
        .formatted(
            1,
            id,
            parent == 0 ? "" : "\"parentSpanId\":\"%016x\",".formatted(parent),
            1767225600L + id,
            list);
  }

  private static Identity identity(List<Span> spans) {
    return new FacetExtractor(FacetExtractor.Options.of("1", UnaryOperator.identity()))
        .extract(spans)
        .identity();
  }

  @Test
  void tenant_ofThePath_isDecodedOnceAndGivenToSpansWithoutOne() {
    List<Span> spans = read(options(FROM_PATH, UserHash.NONE), PATH, span(1, 0), span(2, 1));

    assertThat(spans).extracting(Span::tenantId).containsOnly("acme inc");
    assertThat(identity(spans).tenantId()).isEqualTo("acme inc");
  }

  @Test
  void tenant_ofAPathEncodedTwice_staysEncodedOnce() {
    assertThat(LesserTenants.ofPath(FROM_PATH.path().orElseThrow(), "/tenant=a%252Fb+c/x"))
        .isEqualTo("a%2Fb+c");
    assertThat(LesserTenants.ofPath(FROM_PATH.path().orElseThrow(), "/tenant=50%/x"))
        .isEqualTo("50%");
    assertThat(LesserTenants.ofPath(FROM_PATH.path().orElseThrow(), "/tenants/x")).isNull();
  }

  @Test
  void tenant_ofTheRoot_goesBeforeThePathForTheWholeTrace() {
    List<Span> spans =
        read(options(FROM_PATH, UserHash.NONE), PATH, span(1, 0, "tenant.id", "42"), span(2, 1));

    assertThat(spans).extracting(Span::tenantId).containsExactly("42", "acme inc");
    assertThat(identity(spans).tenantId()).isEqualTo("42");
    assertThat(identity(spans).tenants()).isEqualTo(1);
  }

  @Test
  void tenant_ofTwoPaths_isNone() {
    ReadOptions options = options(FROM_PATH, UserHash.NONE);
    List<Span> spans = new ArrayList<>(read(options, "/tenant=a/x", span(1, 0)));
    spans.addAll(read(options, "/tenant=b/x", span(2, 1)));

    assertThat(identity(spans).tenantId()).isNull();
    assertThat(identity(spans).tenants()).isEqualTo(2);
  }

  @Test
  void tenants_twoInOneTrace_areNone() {
    List<Span> spans =
        read(
            ReadOptions.defaults(),
            "a",
            span(1, 0, "tenant.id", "a"),
            span(2, 1, "tenant.id", "b"));

    assertThat(identity(spans).tenantId()).isNull();
    assertThat(identity(spans).tenants()).isEqualTo(2);
  }

  @Test
  void project_standsForATenantOnlyWhereConfigured() {
    String[] lines = {
      span(1, 0, "openinference.project.name", "shop", "tenant.id", "42"),
      span(2, 1, "openinference.project.name", "shop")
    };

    assertThat(read(ReadOptions.defaults(), "a", lines[1]).get(0).tenantId()).isNull();
    assertThat(read(options(FROM_PROJECT, UserHash.NONE), "a", lines[1]).get(0).tenantId())
        .isEqualTo("shop");
    assertThat(identity(read(options(FROM_PROJECT, UserHash.NONE), "a", lines)).tenantId())
        .isEqualTo("42");
  }

  @Test
  void values_ofTheRootAlone_reachTheTrace() {
    Identity identity =
        identity(
            read(
                ReadOptions.defaults(),
                "a",
                span(2, 1, "gen_ai.operation.name", "chat"),
                span(
                    1,
                    0,
                    "langfuse.user.id",
                    "jane",
                    "langfuse.session.id",
                    "s-1",
                    "tenant.id",
                    "acme",
                    "deployment.environment.name",
                    "prod",
                    "service.name",
                    "shop")));

    assertThat(identity.userId()).isEqualTo("jane");
    assertThat(identity.sessionId()).isEqualTo("s-1");
    assertThat(identity.tenantId()).isEqualTo("acme");
    assertThat(identity.environment()).isEqualTo("prod");
    assertThat(identity.service()).isEqualTo("shop");
  }

  @Test
  void promptAndModel_byConfiguredKeys_goFirst() {
    ReadOptions d = ReadOptions.defaults();
    OwnerKeys k = d.keys();
    OwnerKeys keys =
        new OwnerKeys(
            k.tenant(),
            k.user(),
            k.session(),
            k.service(),
            k.environment(),
            k.agent(),
            k.agentVersion(),
            List.of("my.prompt"),
            List.of("my.model"));
    List<Span> spans =
        read(
            new ReadOptions(9999, 99, 9999, d.earliest(), d.latest(), keys, 9),
            "a",
            span(
                1,
                0,
                "gen_ai.operation.name",
                "chat",
                "gen_ai.response.model",
                "usual",
                "my.model",
                "mine",
                "gen_ai.prompt.version",
                "1",
                "my.prompt",
                "greeting@7"));

    assertThat(spans.get(0).model()).isEqualTo("mine");
    assertThat(identity(spans).promptHash()).isEqualTo("greeting@7");
  }

  @Test
  void usersIds_hashed_areNowhereInTheSpan() {
    String metadata =
        "{\"user_id\":\"jane.doe\",\"deep\":[{\"userId\":\"jd-7\"}],\"plan\":\"pro\"}";
    Span span =
        read(
                options(LesserTenants.NONE, UserHash.keyed("a long and secret key")),
                "a",
                span(
                    1,
                    0,
                    "user.id",
                    "jane.doe",
                    "enduser.id",
                    "jd-7",
                    "user.email",
                    "jane@example.org",
                    "metadata",
                    metadata,
                    "note",
                    "for jane.doe, not jane.doener",
                    "gen_ai.conversation.id",
                    "chat-jane.doe",
                    "input.value",
                    "I am jane@example.org (jane.doe)"))
            .get(0);

    assertThat(span.userId()).matches("[0-9a-f]{32}");
    String all = span.toString();
    assertThat(all.replace("jane.doener", "")).doesNotContain("jane.doe", "jd-7", "jane@");
    assertThat(span.attribute("note")).isEqualTo("for " + span.userId() + ", not jane.doener");
    assertThat(span.attribute("metadata")).contains("\"plan\":\"pro\"");
    assertThat(span.sessionId()).isEqualTo("chat-" + span.userId());
  }

  @Test
  void usersIds_cutMetadata_isLeftOutWhole() {
    ReadOptions d = ReadOptions.defaults();
    ReadOptions small =
        new ReadOptions(
            999,
            99,
            40,
            d.earliest(),
            d.latest(),
            d.keys(),
            9,
            LesserTenants.NONE,
            UserHash.SHA256);
    String metadata = "{\"user_id\":\"u1\",\"more\":\"" + "x".repeat(100) + "\"}";

    Span span = read(small, "a", span(1, 0, "metadata", metadata)).get(0);

    assertThat(span.userId()).hasSize(32);
    assertThat(span.attribute("metadata")).isEmpty();
  }

  @Test
  void hashes_dependOnIdAndKeyAlone() {
    assertThat(UserHash.SHA256.of("u")).isEqualTo(UserHash.SHA256.of("u")).hasSize(32);
    assertThat(UserHash.keyed("one key").of("u"))
        .isNotEqualTo(UserHash.keyed("other key").of("u"))
        .isNotEqualTo(UserHash.SHA256.of("u"));
    assertThat(UserHash.keyed("one key").toString()).isEqualTo("hmac");
  }

  @Test
  void samplesOfRejects_whereUsersAreHashed_areLeftOut() {
    read(
        options(LesserTenants.NONE, UserHash.SHA256), "a", span(1, 0), "{\"user.id\":\"jane.doe\"");

    assertThat(rejects).hasSize(1);
    assertThat(rejects.get(0).sample()).isEmpty();
  }
}

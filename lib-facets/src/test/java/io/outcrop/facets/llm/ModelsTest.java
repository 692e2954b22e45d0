package io.outcrop.facets.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.outcrop.facets.llm.ModelException.Kind;
import io.outcrop.facets.llm.stub.StubFaults;
import io.outcrop.facets.llm.stub.StubServer;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both SDKs in front of the stub, over real HTTP. */
class ModelsTest {
  private static final Secret KEY = Secret.of("sk-planted-0123456789");
  private static final Prompt PROMPT =
      new Prompt(
          "describe",
          "Describe it.",
          "{\"type\":\"object\",\"properties\":{\"mood\":{\"type\":\"string\",\"enum\":[\"calm\"]}},"
              + "\"required\":[\"mood\"],\"additionalProperties\":false}",
          100);
  private static final Question QUESTION = new Question(PROMPT, "the data");

  private static BatchModel open(Provider provider, StubServer server, Duration timeout) {
    String url = provider == Provider.ANTHROPIC ? server.anthropicUrl() : server.openAiUrl();
    return new ModelSettings(provider, "m-1", url, KEY, timeout, 4).open();
  }

  private static BatchModel open(Provider provider, StubServer server) {
    return open(provider, server, Duration.ofSeconds(10));
  }

  private static StubFaults faults(
      double limited, double broken, double malformed, double hanging) {
    return new StubFaults(
        Duration.ZERO, limited, 3, broken, malformed, hanging, Duration.ofMillis(900));
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void question_isAnsweredToTheSchemaAndCounted(Provider provider) throws Exception {
    try (StubServer server = StubServer.start(StubFaults.none());
        BatchModel model = open(provider, server)) {
      Reply reply = model.ask(QUESTION);

      assertThat(reply.json()).isEqualTo("{\"mood\":\"calm\"}");
      assertThat(reply.usage().output()).isEqualTo(server.outputTokens());
      assertThat(reply.usage().input() + reply.usage().cacheRead()).isEqualTo(server.inputTokens());
      assertThat(model.name()).isEqualTo(provider.label() + ":m-1");
      assertThat(server.received())
          .singleElement()
          .satisfies(r -> assertThat(r.key()).isEqualTo("sk-planted-0123456789"));
    }
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void instructions_standBeforeTheDataAndApart(Provider provider) throws Exception {
    try (StubServer server = StubServer.start(StubFaults.none());
        BatchModel model = open(provider, server)) {
      model.ask(QUESTION);

      JsonNode body = server.received().iterator().next().body();
      if (provider == Provider.ANTHROPIC) {
        assertThat(body.at("/system/0/text").asText()).isEqualTo("Describe it.");
        assertThat(body.at("/system/0/cache_control/type").asText()).isEqualTo("ephemeral");
        assertThat(body.at("/tool_choice/name").asText()).isEqualTo("describe");
        assertThat(body.at("/tools/0/input_schema/properties/mood/enum/0").asText())
            .isEqualTo("calm");
        assertThat(body.at("/messages").toString()).doesNotContain("Describe it.");
      } else {
        assertThat(body.at("/messages/0/role").asText()).isEqualTo("system");
        assertThat(body.at("/messages/0/content").asText()).isEqualTo("Describe it.");
        assertThat(body.at("/response_format/json_schema/strict").asBoolean()).isTrue();
        assertThat(body.at("/max_tokens").asInt()).isEqualTo(100);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void limit_isToldWithItsPatience(Provider provider) {
    try (StubServer server = StubServer.start(faults(1, 0, 0, 0));
        BatchModel model = open(provider, server)) {
      assertThatThrownBy(() -> model.ask(QUESTION))
          .asInstanceOf(InstanceOfAssertFactories.type(ModelException.class))
          .satisfies(
              e -> {
                assertThat(e.kind()).isEqualTo(Kind.RATE_LIMITED);
                assertThat(e.retryAfter()).contains(Duration.ofSeconds(3));
              });
      assertThat(server.requests()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void faults_areToldByKind(Provider provider) {
    assertThat(kindOf(provider, faults(0, 1, 0, 0))).isEqualTo(Kind.UNAVAILABLE);
    assertThat(kindOf(provider, faults(0, 0, 0, 1))).isEqualTo(Kind.TIMED_OUT);
  }

  private static Kind kindOf(Provider provider, StubFaults faults) {
    try (StubServer server = StubServer.start(faults);
        BatchModel model = open(provider, server, Duration.ofMillis(400))) {
      model.ask(QUESTION);
      return null;
    } catch (ModelException e) {
      assertThat(e.getMessage()).doesNotContain("planted");
      return e.kind();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void malformedAnswer_isUnreadableOrNoAnswerToTheSchema(Provider provider) throws Exception {
    try (StubServer server = StubServer.start(faults(0, 0, 1, 0));
        BatchModel model = open(provider, server)) {
      assertThat(model.ask(QUESTION).json())
          .isEqualTo("{\"nonsense\":1}".replace(":1", provider == Provider.OPENAI ? ": 1" : ":1"));
      assertThatThrownBy(() -> model.ask(QUESTION))
          .asInstanceOf(InstanceOfAssertFactories.type(ModelException.class))
          .extracting(ModelException::kind)
          .isIn(Kind.UNREADABLE, Kind.UNAVAILABLE);
    }
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void serverThatIsNotThere_isUnavailable(Provider provider) {
    StubServer server = StubServer.start(StubFaults.none());
    server.close();
    try (BatchModel model = open(provider, server)) {
      assertThatThrownBy(() -> model.ask(QUESTION))
          .isInstanceOf(ModelException.class)
          .hasMessage("cannot be reached: ConnectException");
    }
  }

  @ParameterizedTest
  @EnumSource(Provider.class)
  void batch_isAnsweredById(Provider provider) throws Exception {
    try (StubServer server = StubServer.start(StubFaults.none());
        BatchModel model = open(provider, server)) {
      String id = model.submit(Map.of("a", QUESTION, "b", new Question(PROMPT, "other")));

      assertThat(model.isEnded(id)).isFalse();
      assertThat(model.isEnded(id)).isTrue();
      Map<String, String> answers = new TreeMap<>();
      model.answers(
          id,
          new BatchModel.Answers() {
            @Override
            public void answered(String key, Reply reply) {
              answers.put(key, reply.json());
              assertThat(reply.usage().output()).isPositive();
            }

            @Override
            public void failed(String key, ModelException failure) {
              answers.put(key, "failed");
            }
          });
      assertThat(answers)
          .isEqualTo(new TreeMap<>(Map.of("a", "{\"mood\":\"calm\"}", "b", "{\"mood\":\"calm\"}")));
      assertThat(server.received()).hasSize(2);
    }
  }
}

package io.outcrop.facets.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.outcrop.facets.trace.Message;
import io.outcrop.facets.trace.Messages;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotedMessagesTest {
  private static final int LIMIT = 200;

  private final QuotedMessages quoted = new QuotedMessages(LIMIT);
  private final Set<String> reasons = new LinkedHashSet<>();

  private String copy(String json) {
    return quoted.messages(TextNode.valueOf(json), reasons);
  }

  @Test
  void textParts_severalInOneMessage_joinedAsTheyAreQuoted() {
    assertThat(
            copy(
                """
                [{"role": "USER", "parts": [{"type": "text", "content": "a \\"b\\"\\n\\\\"},
                  {"type": "text", "content": ""}, {"content": "\\u00e9\\/", "type": "text"}]}]"""))
        .isEqualTo("[{\"role\":\"user\",\"text\":\"a \\\"b\\\"\\n\\\\\\né/\"}]");
  }

  @Test
  void toolCall_argumentsAsObject_writtenAsCompactText() {
    assertThat(
            copy(
                """
                [{"role":"assistant","parts":[{"type":"reasoning","content":"hm"},{"type":"tool_call",
                "id":"c1","name":"f","arguments":{"a" : [1, "x"]}}],"finish_reason":"Tool_Call"}]"""))
        .isEqualTo(
            "[{\"role\":\"assistant\",\"text\":\"\",\"reasoning\":\"hm\",\"tool_calls\":"
                + "[{\"id\":\"c1\",\"name\":\"f\",\"arguments\":\"{\\\"a\\\":[1,\\\"x\\\"]}\"}]}]");
    assertThat(reasons).containsExactly("tool_call");
  }

  @Test
  void toolResults_inOneMessage_areMessagesOfTheirOwn() {
    assertThat(
            copy(
                """
                [{"role":"tool","parts":[{"type":"tool_call_response","id":"1","response":"ok"},
                {"type":"tool_call_response","id":"2","result":{"n":1}}]}]"""))
        .isEqualTo(
            "[{\"role\":\"tool\",\"text\":\"ok\",\"tool_call_id\":\"1\"},"
                + "{\"role\":\"tool\",\"text\":\"{\\\"n\\\":1}\",\"tool_call_id\":\"2\"}]");
  }

  @Test
  void systemInstructions_listOfParts_oneMessage() {
    assertThat(
            quoted.parts(
                TextNode.valueOf("[{\"type\":\"text\",\"content\":\"Be kind.\"}]"), "system"))
        .isEqualTo("[{\"role\":\"system\",\"text\":\"Be kind.\"}]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[",
        "[]",
        "plain",
        "{}",
        "[{\"role\":\"user\"}]",
        "[{\"role\":\"user\",\"content\":\"a\"}",
        "[{\"role\":\"user\",\"content\":\"a\"}] x",
        "[{\"role\":\"user\",\"content\":\"a\"},]",
        "[{\"role\":\"user\",\"content\":\"a\\\"}]",
        "[{\"role\":\"user\",\"content\":\"a\\",
        "[{\"role\":\"user\",\"content\":\"\\u12\"}]",
        "[{\"role\":\"user\",\"content\":\"\\u000a\"}]",
        "[{\"role\":\"user\",\"content\":\"\\x\"}]",
        "[{\"role\":\"user\",\"content\":\"a\nb\"}]",
        "[{\"role\":\"user\",\"content\":\"a\",\"content\":\"b\"}]",
        "[{\"role\":\"user\",\"content\":[\"a\"]}]",
        "[{\"role\":\"user\",\"content\":\"a\",\"parts\":[{\"type\":\"text\"}]}]",
        "[{\"role\":\"tool\",\"content\":\"a\",\"tool_call_id\":\"1\"}]",
        "[{\"role\":\"user\",\"parts\":[{\"type\":\"image\",\"content\":\"a\"}]}]",
        "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"a\",\"id\":\"1\"}]}]",
        "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"name\":\"f\","
            + "\"arguments\":{\"a\":1]}}]}]",
        "[{\"role\":\"tool\",\"parts\":[{\"type\":\"tool_call_response\","
            + "\"response\":\"{\\\"type\\\":\\\"function_result\\\",\\\"result\\\":1}\"}]}]",
        "[{\"role\":\"assistant\",\"content\":\"[{\\\"type\\\":\\\"text\\\",\\\"text\\\":\\\"a\\\"}]\"}]"
      })
  void otherShape_orBroken_leftToTheGeneralReader(String json) {
    assertThat(copy(json)).isNull();
  }

  @Test
  void textOverTheLimit_leftToTheGeneralReaderWhichCuts() {
    String message = "[{\"role\":\"user\",\"content\":\"%s\"}]";
    assertThat(copy(message.formatted("x".repeat(LIMIT)))).hasSizeGreaterThan(LIMIT);
    assertThat(copy(message.formatted("x".repeat(LIMIT + 1)))).isNull();
  }

  @Test
  void anyMessages_copied_areWhatTheGeneralReaderWrites() {
    Random random = new Random(7);
    int copied = 0;
    for (int i = 0; i < 20_000; i++) {
      String json = new RandomMessages(random).list();
      reasons.clear();
      String written = copy(json);
      if (written != null) {
        copied++;
        MessageReader reader = new MessageReader();
        List<Message> read = reader.read(TextNode.valueOf(json), "user");
        assertThat(read).as(json).isNotNull();
        assertThat(written).as(json).isEqualTo(Messages.write(read, LIMIT));
        assertThat(reasons).as(json).isEqualTo(reader.finishReasons());
      }
    }
    assertThat(copied).isBetween(2_000, 18_000);
  }

  @Test
  void anyParts_copied_areWhatTheGeneralReaderWrites() {
    Random random = new Random(11);
    int copied = 0;
    for (int i = 0; i < 10_000; i++) {
      JsonNode json = TextNode.valueOf(new RandomMessages(random).parts());
      String written = quoted.parts(json, "system");
      if (written != null) {
        copied++;
        List<Message> read = new MessageReader().readParts(json, "system");
        assertThat(written).as(json.asText()).isEqualTo(Messages.write(read, LIMIT));
      }
    }
    assertThat(copied).isBetween(1_000, 9_000);
  }

  /** Messages as the conventions have them, with slips: other members, types and broken text. */
  private record RandomMessages(Random random) {
    private static final String[] STRINGS = {
      "\"\"",
      "\"a\"",
      "\"two words\"",
      "\"q\\\"q\"",
      "\"l\\nl\\t\\\\\"",
      "\"\\u20ac \\/\"",
      "\"é😀\"",
      "\"\\ud83d\\ude00\"",
      "\"[1]\"",
      "\"{\\\"k\\\":1}\"",
      "null",
      "\"\\u0007\"",
      "\"f[unction\"",
      "\"[{\\\"type\\\":\\\"text\\\",\\\"text\\\":\\\"x\\\"}]\"",
      "\" stop \"",
      "\"\\b\\f\\r\""
    };
    private static final String[] VALUES = {
      "{}",
      "{\"a\": [1 , -2,{ \"x\":\"q\\\"\\\\n\"}] ,\"b\":[ ]}",
      "{\"a\":1,\"a\":2}",
      "{\"a\":-0}",
      "{\"a\":01}",
      "{\"a\":\"function_result\"}",
      "{\"a\": 1.50, \"b\":[true,null]}",
      "{\"a\":\"\\u00e9\\n\"}",
      "[1,2]",
      "7",
      "{\"a\":}"
    };
    private static final String[] TYPES = {
      "\"text\"",
      "\"reasoning\"",
      "\"tool_call\"",
      "\"tool_call_response\"",
      "\"Text\"",
      "\"image\""
    };
    private static final String[] ROLES = {
      "\"user\"", "\"assistant\"", "\"tool\"", "\"System\"", "\"ai\"", "\"developer\"", "\"x\""
    };

    String list() {
      return separated("[", "]", 1 + random.nextInt(3), this::message);
    }

    String parts() {
      return separated("[", "]", 1 + random.nextInt(3), this::part);
    }

    private String message() {
      String role = member("role", rarely() ? any(STRINGS) : any(ROLES));
      String content =
          random.nextBoolean() ? member("parts", parts()) : member("content", any(STRINGS));
      String reason = rarely() ? "," + member("finish_reason", any(STRINGS)) : "";
      String other = random.nextInt(25) == 0 ? "," + member("type", any(STRINGS)) : "";
      return random.nextBoolean()
          ? "{" + role + "," + content + reason + other + "}"
          : "{" + content + reason + " , " + role + other + "}";
    }

    private String part() {
      String type = any(TYPES);
      String value = random.nextBoolean() ? any(STRINGS) : any(VALUES);
      String members =
          switch (type) {
            case "\"tool_call\"" -> member("name", any(STRINGS)) + "," + member("arguments", value);
            case "\"tool_call_response\"" ->
                member(random.nextBoolean() ? "response" : "result", value);
            default -> member("content", any(STRINGS));
          };
      String id = type.startsWith("\"tool") || rarely() ? "," + member("id", any(STRINGS)) : "";
      return "{" + member("type", type) + "," + members + id + "}";
    }

    private String member(String name, String value) {
      return "\"" + name + "\":" + (random.nextBoolean() ? " " : "") + value;
    }

    private boolean rarely() {
      return random.nextInt(5) == 0;
    }

    private String any(String[] choices) {
      return choices[random.nextInt(choices.length)];
    }

    private static String separated(
        String open, String close, int count, java.util.function.Supplier<String> element) {
      StringBuilder text = new StringBuilder(open);
      for (int i = 0; i < count; i++) {
        text.append(i == 0 ? "" : ", ").append(element.get());
      }
      return text.append(close).toString();
    }
  }
}

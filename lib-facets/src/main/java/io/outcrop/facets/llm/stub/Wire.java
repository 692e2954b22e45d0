package io.outcrop.facets.llm.stub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;

/** A provider's form of questions and answers. */
enum Wire {
  ANTHROPIC {
    @Override
    String key(HttpExchange exchange) {
      String key = exchange.getRequestHeaders().getFirst("x-api-key");
      return key == null ? bearer(exchange) : key;
    }

    @Override
    JsonNode schema(JsonNode body) {
      return body.path("tools").path(0).path("input_schema");
    }

    @Override
    String data(JsonNode body) {
      JsonNode content = body.path("messages").path(0).path("content");
      return content.isTextual() ? content.asText() : content.path(0).path("text").asText();
    }

    @Override
    String message(JsonNode body, String json, StubServer server) {
      ObjectNode message =
          StubServer.JSON
              .createObjectNode()
              .put("id", "msg_1")
              .put("type", "message")
              .put("role", "assistant")
              .put("model", body.path("model").asText())
              .put("stop_reason", "tool_use")
              .putNull("stop_sequence");
      ObjectNode use =
          message
              .putArray("content")
              .addObject()
              .put("type", "tool_use")
              .put("id", "toolu_1")
              .put("name", body.path("tools").path(0).path("name").asText());
      use.set("input", parsed(json));
      long prefix = tokens(body.path("system").toString() + body.path("tools"));
      long input = tokens(body.path("messages").toString());
      message
          .putObject("usage")
          .put("input_tokens", input)
          .put("output_tokens", tokens(json))
          .put("cache_read_input_tokens", prefix)
          .put("cache_creation_input_tokens", 0);
      server.inputTokens.addAndGet(input + prefix);
      server.outputTokens.addAndGet(tokens(json));
      return message.toString();
    }

    @Override
    String error(String type) {
      return "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"no\"}}";
    }
  },

  OPENAI {
    @Override
    String key(HttpExchange exchange) {
      return bearer(exchange);
    }

    @Override
    JsonNode schema(JsonNode body) {
      return body.path("response_format").path("json_schema").path("schema");
    }

    @Override
    String data(JsonNode body) {
      return body.path("messages").path(1).path("content").asText();
    }

    @Override
    String message(JsonNode body, String json, StubServer server) {
      ObjectNode message =
          StubServer.JSON
              .createObjectNode()
              .put("id", "chatcmpl-1")
              .put("object", "chat.completion")
              .put("created", 1)
              .put("model", body.path("model").asText());
      ObjectNode choice =
          message
              .putArray("choices")
              .addObject()
              .put("index", 0)
              .put("finish_reason", "stop")
              .putNull("logprobs");
      choice.putObject("message").put("role", "assistant").put("content", json).putNull("refusal");
      long input = tokens(body.path("messages").toString());
      message
          .putObject("usage")
          .put("prompt_tokens", input)
          .put("completion_tokens", tokens(json))
          .put("total_tokens", input + tokens(json));
      server.inputTokens.addAndGet(input);
      server.outputTokens.addAndGet(tokens(json));
      return message.toString();
    }

    @Override
    String error(String type) {
      return "{\"error\":{\"message\":\"no\",\"type\":\"" + type + "\",\"code\":null}}";
    }
  };

  abstract String key(HttpExchange exchange);

  abstract JsonNode schema(JsonNode body);

  abstract String data(JsonNode body);

  /** The provider's message around an answer; its tokens are counted. */
  abstract String message(JsonNode body, String json, StubServer server);

  abstract String error(String type);

  private static String bearer(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    return header == null ? null : header.replaceFirst("^Bearer ", "");
  }

  private static long tokens(String text) {
    return (text.length() + 3L) / 4;
  }

  private static JsonNode parsed(String json) {
    try {
      return StubServer.JSON.readTree(json);
    } catch (JsonProcessingException e) {
      return StubServer.JSON.createObjectNode().put("text", json);
    }
  }
}

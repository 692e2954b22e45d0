package io.outcrop.facets.llm.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Batches of both providers: each is under way at the first look and has ended at the next. */
final class StubBatches {
  private final StubServer server;
  private final AtomicInteger next = new AtomicInteger();
  private final Map<String, String> contents = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> looks = new ConcurrentHashMap<>();

  StubBatches(StubServer server) {
    this.server = server;
  }

  void anthropic(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String[] parts = path.split("/", -1);
    if (exchange.getRequestMethod().equals("POST")) {
      JsonNode body = StubServer.JSON.readTree(exchange.getRequestBody().readAllBytes());
      String id = "msgbatch_" + next.incrementAndGet();
      StringBuilder results = new StringBuilder();
      for (JsonNode request : body.path("requests")) {
        ObjectNode line = StubServer.JSON.createObjectNode();
        line.put("custom_id", request.path("custom_id").asText());
        ObjectNode result = line.putObject("result").put("type", "succeeded");
        String message =
            server.answer(
                Wire.ANTHROPIC, path, Wire.ANTHROPIC.key(exchange), request.path("params"));
        result.set("message", StubServer.JSON.readTree(message));
        results.append(line).append('\n');
      }
      contents.put(id, results.toString());
      looks.put(id, new AtomicInteger());
      StubServer.send(exchange, 200, anthropicBatch(id, false));
    } else if (path.endsWith("/results")) {
      StubServer.send(exchange, 200, contents.get(parts[parts.length - 2]));
    } else {
      String id = parts[parts.length - 1];
      StubServer.send(exchange, 200, anthropicBatch(id, looks.get(id).incrementAndGet() > 1));
    }
  }

  private String anthropicBatch(String id, boolean ended) {
    ObjectNode batch =
        StubServer.JSON
            .createObjectNode()
            .put("id", id)
            .put("type", "message_batch")
            .put("processing_status", ended ? "ended" : "in_progress")
            .put("created_at", "2026-01-01T00:00:00Z")
            .put("expires_at", "2026-01-02T00:00:00Z")
            .putNull("archived_at")
            .putNull("cancel_initiated_at");
    batch.put("ended_at", ended ? "2026-01-01T00:00:01Z" : null);
    batch.put("results_url", ended ? server.anthropicUrl() + "/v1/messages/batches/" + id : null);
    batch
        .putObject("request_counts")
        .put("processing", 0)
        .put("succeeded", 0)
        .put("errored", 0)
        .put("canceled", 0)
        .put("expired", 0);
    return batch.toString();
  }

  void openAiFiles(HttpExchange exchange) throws IOException {
    String[] parts = exchange.getRequestURI().getPath().split("/", -1);
    if (exchange.getRequestMethod().equals("POST")) {
      String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String id = "file-" + next.incrementAndGet();
      StringBuilder lines = new StringBuilder();
      form.lines().filter(line -> line.startsWith("{")).forEach(l -> lines.append(l).append('\n'));
      contents.put(id, lines.toString());
      StubServer.send(
          exchange,
          200,
          StubServer.JSON
              .createObjectNode()
              .put("id", id)
              .put("object", "file")
              .put("bytes", lines.length())
              .put("created_at", 1)
              .put("filename", "questions.jsonl")
              .put("purpose", "batch")
              .put("status", "processed")
              .toString());
    } else {
      StubServer.send(exchange, 200, contents.get(parts[parts.length - 2]));
    }
  }

  void openAi(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (exchange.getRequestMethod().equals("POST")) {
      JsonNode body = StubServer.JSON.readTree(exchange.getRequestBody().readAllBytes());
      String id = "batch_" + next.incrementAndGet();
      StringBuilder results = new StringBuilder();
      for (String line : contents.get(body.path("input_file_id").asText()).lines().toList()) {
        JsonNode request = StubServer.JSON.readTree(line);
        ObjectNode result = StubServer.JSON.createObjectNode();
        result.put("custom_id", request.path("custom_id").asText());
        ObjectNode response = result.putObject("response").put("status_code", 200);
        String message =
            server.answer(Wire.OPENAI, path, Wire.OPENAI.key(exchange), request.path("body"));
        response.set("body", StubServer.JSON.readTree(message));
        results.append(result).append('\n');
      }
      contents.put("file-" + id, results.toString());
      looks.put(id, new AtomicInteger());
      StubServer.send(exchange, 200, openAiBatch(id, false));
    } else {
      String id = path.substring(path.lastIndexOf('/') + 1);
      StubServer.send(exchange, 200, openAiBatch(id, looks.get(id).incrementAndGet() > 1));
    }
  }

  private static String openAiBatch(String id, boolean ended) {
    ObjectNode batch =
        StubServer.JSON
            .createObjectNode()
            .put("id", id)
            .put("object", "batch")
            .put("endpoint", "/v1/chat/completions")
            .put("input_file_id", "file-0")
            .put("completion_window", "24h")
            .put("status", ended ? "completed" : "in_progress")
            .put("created_at", 1);
    if (ended) {
      batch.put("output_file_id", "file-" + id);
    }
    return batch.toString();
  }
}

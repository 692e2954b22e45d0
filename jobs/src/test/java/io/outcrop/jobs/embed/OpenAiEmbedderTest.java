package io.outcrop.jobs.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.outcrop.jobs.StoppedError;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.tables.EmbeddingCacheTable;
import io.outcrop.jobs.tables.EmbeddingsTable;
import io.outcrop.jobs.tables.Warehouse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenAiEmbedderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = "sk-very-secret";
  private static final Map<String, String> KEY = Map.of("OPENAI_API_KEY", SECRET);
  private static final int LONGEST = 100;

  private final List<Integer> batches = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger answers = new AtomicInteger(Integer.MAX_VALUE);
  private int status = 503;
  private HttpServer server;

  @TempDir private Path folder;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/embeddings", this::answer);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void embed_batches_giveEachSentenceItsUnitVectorOnce() {
    OpenAiEmbedder embedder = open(2);
    batches.clear();
    List<String> texts = List.of("a", "bb", "ccc", "dddd", "", "e".repeat(3 * LONGEST));
    List<Row> rows = embedder.embed(sentences(texts)).collectAsList();
    assertThat(rows)
        .hasSize(6)
        .allSatisfy(
            row -> {
              String text = row.getAs(EmbeddingsTable.SENTENCE);
              // What is too long for the server is cut in half until it is not.
              int length = text.length() > LONGEST ? text.length() / 4 : text.length();
              List<Float> vector = row.getList(row.fieldIndex(EmbeddingsTable.VECTOR));
              double norm = Math.hypot(length, 1);
              assertThat(vector)
                  .containsExactly(
                      length == 0 ? 0 : grid(length / norm), length == 0 ? 0 : grid(1 / norm));
              assertThat(row.<String>getAs(EmbeddingsTable.MODEL_HASH))
                  .isEqualTo(embedder.modelHash().orElseThrow());
            });
    assertThat(batches).allMatch(size -> size <= 2);
    assertThat(batches.stream().mapToInt(Integer::intValue).sum()).isEqualTo(5);
    batches.clear();
    assertThat(open(2).embed(sentences(texts)).count()).isEqualTo(6);
    assertThat(batches).containsExactly(1);
  }

  @Test
  void embed_serverGoesDown_keepsWhatItGave() {
    OpenAiEmbedder embedder = open(1);
    answers.set(3);
    assertThatThrownBy(() -> embedder.embed(sentences(List.of("a", "b", "c", "d", "e", "f"))))
        .isInstanceOf(StoppedError.class)
        .hasMessageContaining("HTTP 503")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(SECRET));
    assertThat(warehouse().read(EmbeddingCacheTable.TABLE).count()).isBetween(1L, 3L);
  }

  @Test
  void open_serverBusyAtFirst_triesAgain() {
    failures.set(1);
    assertThat(open(4).modelHash()).isPresent();
  }

  @Test
  void open_serverRefuses_isTheUsersErrorWithoutTheKey() {
    failures.set(100);
    status = 401;
    assertThatThrownBy(() -> open(4))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Cannot use outcrop.embed.embedder = openai")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(SECRET));
  }

  @Test
  void open_keyInAFileOrMissing_isFoundOrToldOf() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), SECRET + "\n");
    assertThat(
            OpenAiEmbedder.open(warehouse(), config(url(), file.toString(), 1), Map.of())
                .modelHash())
        .isPresent();
    assertThatThrownBy(() -> OpenAiEmbedder.open(warehouse(), config("", "", 1), Map.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("OPENAI_API_KEY is not set")
        .hasMessageContaining("outcrop.embed.openai.api-key-file");
  }

  private OpenAiEmbedder open(int batch) {
    return OpenAiEmbedder.open(warehouse(), config(url(), "", batch), KEY);
  }

  private Warehouse warehouse() {
    return new Warehouse(LocalSpark.session(), folder.resolve("w").toUri().toString());
  }

  private static Dataset<Row> sentences(List<String> texts) {
    return LexicalEmbedderTest.sentences(LocalSpark.session(), texts);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  private static OutcropConfig.OpenAi config(String url, String keyFile, int batch) {
    return new OutcropConfig.OpenAi(url, "", keyFile, "tiny", 0, batch, 2, 2, 20);
  }

  private static float grid(double value) {
    return (float) (Math.rint((float) value * (double) (1 << 20)) / (1 << 20));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode asked = JSON.readTree(exchange.getRequestBody());
      ObjectNode answer = JSON.createObjectNode();
      int code = 200;
      if (failures.getAndDecrement() > 0
          || !("Bearer " + SECRET).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        code = status;
      } else if (isTooLong(asked)) {
        code = 400;
      } else if (answers.getAndDecrement() <= 0) {
        code = 503;
      } else {
        batches.add(asked.get("input").size());
        vectors(asked, answer);
      }
      if (code != 200) {
        answer.putObject("error").put("message", "not for " + SECRET).put("code", "busy");
      }
      byte[] bytes = JSON.writeValueAsBytes(answer);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(code, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static boolean isTooLong(JsonNode asked) {
    for (JsonNode text : asked.get("input")) {
      if (text.asText().length() > LONGEST) {
        return true;
      }
    }
    return false;
  }

  /** In reverse, as a server may. */
  private static void vectors(JsonNode asked, ObjectNode answer) {
    ArrayNode data = answer.put("object", "list").put("model", "tiny").putArray("data");
    for (int i = asked.get("input").size() - 1; i >= 0; i--) {
      ObjectNode one = data.addObject().put("object", "embedding").put("index", i);
      one.putArray("embedding").add(asked.get("input").get(i).asText().length()).add(1);
    }
    answer.putObject("usage").put("prompt_tokens", 1).put("total_tokens", 1);
  }
}

package io.outcrop.facets.llm.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;

/**
 * An HTTP server on the loopback interface with the wire formats of Anthropic's Messages API and of
 * OpenAI's chat completions, and the batches of both. It knows nothing: an answer is what a
 * function makes of the schema and the data, by default anything that keeps to the schema.
 */
public final class StubServer implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();

  static {
    // Else the JDK's server holds an answer's body back until the client has acknowledged its
    // head, which takes up to 40 ms: no latency that anybody asked for.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** Makes the answer, as a text, from schema and data of a question. */
  public interface Answerer extends BiFunction<JsonNode, String, String> {}

  /**
   * A question as it came over the wire.
   *
   * @param key what the client authenticated with
   */
  public record Received(String path, String key, JsonNode body) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(StubServer::daemon);
  private final StubFaults faults;
  private final Answerer answerer;
  private final boolean keep;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private final ConcurrentLinkedQueue<Received> received = new ConcurrentLinkedQueue<>();
  private final Map<StubFaults.Fault, AtomicLong> served = new ConcurrentHashMap<>();
  final AtomicLong inputTokens = new AtomicLong();
  final AtomicLong outputTokens = new AtomicLong();

  private StubServer(StubFaults faults, Answerer answerer, boolean keep) throws IOException {
    this.faults = faults;
    this.answerer = answerer;
    this.keep = keep;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
    StubBatches batches = new StubBatches(this);
    server.createContext("/v1/messages", exchange -> handle(exchange, Wire.ANTHROPIC));
    server.createContext("/v1/chat/completions", exchange -> handle(exchange, Wire.OPENAI));
    server.createContext("/v1/messages/batches", batches::anthropic);
    server.createContext("/v1/batches", batches::openAi);
    server.createContext("/v1/files", batches::openAiFiles);
    server.setExecutor(threads);
    server.start();
  }

  /** Starts one that answers to the schema. */
  public static StubServer start(StubFaults faults) {
    return start(faults, StubAnswers::of, true);
  }

  /**
   * Starts one.
   *
   * @param answerer null for anything that keeps to the schema
   * @param keep whether to keep the questions for {@link #received()}
   */
  public static StubServer start(StubFaults faults, Answerer answerer, boolean keep) {
    try {
      return new StubServer(faults, answerer == null ? StubAnswers::of : answerer, keep);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "stub-model");
    thread.setDaemon(true);
    return thread;
  }

  /** Base address for Anthropic's SDK. */
  public String anthropicUrl() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Base address for OpenAI's SDK. */
  public String openAiUrl() {
    return anthropicUrl() + "/v1";
  }

  /** The questions that came, those of batches too. */
  public Collection<Received> received() {
    return List.copyOf(received);
  }

  /** Requests that came, those of batches' questions not counted. */
  public long requests() {
    return requests.get();
  }

  /** Requests that got a good answer, or one malformed, or a fault. */
  public long served(String fault) {
    AtomicLong count = served.get(StubFaults.Fault.valueOf(fault));
    return count == null ? 0 : count.get();
  }

  /** Most requests that were under way at once. */
  public int mostAtOnce() {
    return mostAtOnce.get();
  }

  public long inputTokens() {
    return inputTokens.get();
  }

  public long outputTokens() {
    return outputTokens.get();
  }

  String answer(Wire wire, String path, String key, JsonNode body) {
    if (keep) {
      received.add(new Received(path, key, body));
    }
    String json = answerer.apply(wire.schema(body), wire.data(body));
    return wire.message(body, json, this);
  }

  private void handle(HttpExchange exchange, Wire wire) throws IOException {
    int now = atOnce.incrementAndGet();
    mostAtOnce.accumulateAndGet(now, Math::max);
    try {
      StubFaults.Fault fault = faults.of(requests.getAndIncrement());
      long count = served.computeIfAbsent(fault, f -> new AtomicLong()).incrementAndGet();
      byte[] request = exchange.getRequestBody().readAllBytes();
      pause(faults.latency());
      switch (fault) {
        case LIMITED -> {
          exchange
              .getResponseHeaders()
              .set("Retry-After", Integer.toString(faults.retryAfterSeconds()));
          send(exchange, 429, wire.error("rate_limit_error"));
        }
        case BROKEN -> send(exchange, 500, wire.error("api_error"));
        case HANGING -> {
          pause(faults.hang());
          send(exchange, 500, wire.error("api_error"));
        }
        case MALFORMED -> {
          if (count % 2 == 0) {
            send(exchange, 200, "{\"id\": \"cut off in the mid");
          } else {
            send(exchange, 200, wire.message(JSON.readTree(request), "{\"nonsense\": 1}", this));
          }
        }
        case NONE ->
            send(
                exchange,
                200,
                answer(
                    wire,
                    exchange.getRequestURI().getPath(),
                    wire.key(exchange),
                    JSON.readTree(request)));
      }
    } finally {
      atOnce.decrementAndGet();
    }
  }

  private static void pause(Duration duration) {
    long until = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

package io.outcrop.jobs.ingest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.config.S3Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * One bucket over HTTP, in the test's process: what S3 answers to a reader, and faults on demand.
 */
final class TinyS3 implements AutoCloseable {
  static final String BUCKET = "traces";

  /** An object whose bytes are made while they are sent. */
  record Stored(long size, String etag, String encoding, Function<Long, InputStream> from) {}

  /** What to do in place of the usual; null for the usual. */
  interface Fault {
    Integer statusOrNull(HttpExchange exchange, int requestNumber);
  }

  private final HttpServer server;
  private final ConcurrentSkipListMap<String, Stored> objects = new ConcurrentSkipListMap<>();
  final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  int pageSize = 1000;
  int cutPages;
  long mostBytesPerAnswer = Long.MAX_VALUE;
  boolean knowsRanges = true;
  String errorCode = "SlowDown";
  Map<String, String> errorHeaders = Map.of();
  Fault fault = (exchange, number) -> null;

  TinyS3() {
    System.setProperty("aws.accessKeyId", "key");
    System.setProperty("aws.secretAccessKey", "secret");
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::handle);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  S3Settings settings(String... sets) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "outcrop.ingest.s3.endpoint=" + endpoint(),
                "outcrop.ingest.s3.path-style=true",
                "outcrop.ingest.s3.attempts=3"));
    all.addAll(List.of(sets));
    return OutcropConfig.load(null, all).ingest().s3();
  }

  void put(String key, byte[] bytes, String encoding) {
    put(
        key,
        new Stored(
            bytes.length,
            "\"" + Integer.toHexString(java.util.Arrays.hashCode(bytes)) + "\"",
            encoding,
            from -> new java.io.ByteArrayInputStream(bytes, from.intValue(), bytes.length)));
  }

  void put(String key, String text) {
    put(key, text.getBytes(StandardCharsets.UTF_8), null);
  }

  void put(String key, Stored object) {
    objects.put(key, object);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String query = exchange.getRequestURI().getRawQuery();
      Map<String, String> parameters = parameters(query == null ? "" : query);
      String path =
          URLDecoder.decode(
              exchange.getRequestURI().getRawPath().replace("+", "%2B"), StandardCharsets.UTF_8);
      String range = exchange.getRequestHeaders().getFirst("Range");
      requests.add(
          parameters.containsKey("list-type")
              ? "LIST " + parameters.getOrDefault("prefix", "")
              : "GET " + path + (range == null ? "" : " " + range));
      Integer status = fault.statusOrNull(exchange, requests.size());
      if (status != null) {
        error(exchange, status, errorCode);
      } else if (!path.startsWith("/" + BUCKET)) {
        error(exchange, 404, "NoSuchBucket");
      } else if (parameters.containsKey("list-type")) {
        list(exchange, parameters);
      } else {
        get(exchange, path.substring(BUCKET.length() + 2), range);
      }
    }
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new TreeMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }

  private void error(HttpExchange exchange, int status, String code) throws IOException {
    errorHeaders.forEach(exchange.getResponseHeaders()::set);
    send(
        exchange,
        status,
        "<Error><Code>" + code + "</Code><Message>told by the test</Message></Error>");
  }

  private static void send(HttpExchange exchange, int status, String xml) throws IOException {
    byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void list(HttpExchange exchange, Map<String, String> parameters) throws IOException {
    String prefix = parameters.getOrDefault("prefix", "");
    String delimiter = parameters.getOrDefault("delimiter", "");
    String after =
        new String(
            Base64.getUrlDecoder().decode(parameters.getOrDefault("continuation-token", "")),
            StandardCharsets.UTF_8);
    StringBuilder xml = new StringBuilder("<ListBucketResult><EncodingType>url</EncodingType>");
    TreeSet<String> folders = new TreeSet<>();
    int count = 0;
    String last = null;
    for (String key : objects.tailMap(prefix, true).keySet()) {
      if (!key.startsWith(prefix)) {
        break;
      }
      int slash = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
      String item = slash < 0 ? key : key.substring(0, slash + 1);
      if (item.compareTo(after) <= 0 || (slash >= 0 && folders.contains(item))) {
        continue;
      }
      if (count++ == pageSize) {
        xml.append("<IsTruncated>true</IsTruncated><NextContinuationToken>")
            .append(Base64.getUrlEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8)))
            .append("</NextContinuationToken>");
        break;
      }
      last = item;
      if (slash >= 0) {
        folders.add(item);
        xml.append("<CommonPrefixes><Prefix>%s</Prefix></CommonPrefixes>".formatted(encoded(item)));
      } else {
        Stored object = objects.get(key);
        xml.append(
            "<Contents><Key>%s</Key><Size>%d</Size><ETag>%s</ETag><LastModified>%s</LastModified></Contents>"
                .formatted(encoded(key), object.size(), object.etag(), "2026-11-02T10:00:00.000Z"));
      }
    }
    xml.append("</ListBucketResult>");
    if (cutPages > 0) {
      cutPages--;
      exchange.sendResponseHeaders(200, xml.length());
      exchange.getResponseBody().write(xml.substring(0, 60).getBytes(StandardCharsets.UTF_8));
    } else {
      send(exchange, 200, xml.toString());
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private void get(HttpExchange exchange, String key, String range) throws IOException {
    Stored object = objects.get(key);
    String match = exchange.getRequestHeaders().getFirst("If-Match");
    if (object == null) {
      error(exchange, 404, "NoSuchKey");
      return;
    }
    if (match != null && !match.equals(object.etag())) {
      error(exchange, 412, "PreconditionFailed");
      return;
    }
    boolean ranged = knowsRanges && range != null;
    String[] bounds = ranged ? range.substring("bytes=".length()).split("-", -1) : null;
    long from = ranged ? Long.parseLong(bounds[0]) : 0;
    long end =
        ranged && !bounds[1].isEmpty()
            ? Math.min(object.size(), Long.parseLong(bounds[1]) + 1)
            : object.size();
    if (ranged && from >= object.size()) {
      error(exchange, 416, "InvalidRange");
      return;
    }
    exchange.getResponseHeaders().set("ETag", object.etag());
    if (object.encoding() != null) {
      exchange.getResponseHeaders().set("Content-Encoding", object.encoding());
    }
    if (ranged) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, end - 1, object.size()));
    }
    exchange.sendResponseHeaders(ranged ? 206 : 200, end == from ? -1 : end - from);
    try (InputStream in = object.from().apply(from);
        OutputStream out = exchange.getResponseBody()) {
      long left = Math.min(end - from, mostBytesPerAnswer);
      byte[] buffer = new byte[1 << 16];
      while (left > 0) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        out.write(buffer, 0, count);
        left -= count;
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

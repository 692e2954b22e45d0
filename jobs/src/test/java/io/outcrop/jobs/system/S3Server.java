package io.outcrop.jobs.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** S3Mock in a process of its own, with the buckets {@code traces} and {@code warehouse}. */
final class S3Server implements AutoCloseable {
  private static final Path JAR = OutcropProcess.HOME.resolve("jobs/target/s3mock/s3mock.jar");
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Process process;
  private final int port;
  private final S3Client client;

  S3Server(Path folder) {
    try {
      port = freePort();
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin/java").toString(),
                  "-Xmx256m",
                  "-XX:TieredStopAtLevel=1",
                  "-jar",
                  JAR.toString(),
                  "--server.port=0",
                  "--com.adobe.testing.s3mock.httpPort=" + port,
                  "--com.adobe.testing.s3mock.store.root=" + folder.resolve("store"),
                  "--com.adobe.testing.s3mock.store.initialBuckets=traces,warehouse")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("s3mock.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitPort();
    client =
        S3Client.builder()
            .endpointOverride(URI.create(endpoint()))
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitPort() {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new AssertionError("S3Mock did not start, see s3mock.log", e);
        }
      }
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  int port() {
    return port;
  }

  String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  void put(String bucket, String key, Path file, String contentEncoding) {
    client.putObject(
        request -> request.bucket(bucket).key(key).contentEncoding(contentEncoding),
        RequestBody.fromFile(file));
  }

  /** Copies all objects below a prefix into a local folder. */
  Path copy(String bucket, String prefix, Path folder) {
    List<String> keys =
        client
            .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
            .contents()
            .stream()
            .map(S3Object::key)
            .filter(key -> !key.endsWith("/"))
            .toList();
    try {
      for (String key : keys) {
        Path file = folder.resolve(key.substring(prefix.length()));
        Files.createDirectories(file.getParent());
        client.getObject(request -> request.bucket(bucket).key(key), file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  @Override
  public void close() {
    client.close();
    process.destroyForcibly();
  }
}

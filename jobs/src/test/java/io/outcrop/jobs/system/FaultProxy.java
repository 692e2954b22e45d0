package io.outcrop.jobs.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bad network between a reader and an HTTP server. What happens to a request depends on a seed,
 * the request and how often it was made, not on what runs beside it; the first answers for an
 * address suffer most, the fourth and later ones never.
 */
final class FaultProxy implements AutoCloseable {
  /** What can happen to an answer. */
  enum Fault {
    NONE,
    SLOW_DOWN,
    SILENCE,
    RESET,
    CUT_SHORT
  }

  private static final int FAULTY_ANSWERS = 3;
  private static final String DENIED_BUCKET = "denied";

  private final ServerSocket listening;
  private final int target;
  private final int seed;
  private final int silenceMillis;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Integer> answers = new ConcurrentHashMap<>();
  private final Map<Fault, AtomicInteger> counts = new ConcurrentHashMap<>();

  /**
   * @param target port of the server on this machine
   * @param silenceMillis how long an answer stands still in its middle; longer than readers wait
   */
  FaultProxy(int target, int seed, int silenceMillis) {
    this.target = target;
    this.seed = seed;
    this.silenceMillis = silenceMillis;
    try {
      listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  String endpoint() {
    return "http://127.0.0.1:" + listening.getLocalPort();
  }

  int count(Fault fault) {
    return counts.getOrDefault(fault, new AtomicInteger()).get();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        if (!listening.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      if (head.isEmpty()) {
        return;
      }
      String address = head.substring(0, head.indexOf('\r'));
      if (address.startsWith("GET /" + DENIED_BUCKET)) {
        refuse(client, "403 Forbidden", "AccessDenied");
        return;
      }
      Fault fault = fault(address);
      counts.computeIfAbsent(fault, any -> new AtomicInteger()).incrementAndGet();
      if (fault == Fault.SLOW_DOWN) {
        refuse(client, "503 Slow Down", "SlowDown");
        return;
      }
      send(client, answer(head), fault);
    } catch (IOException e) {
      // The reader hung up, as readers do when an answer takes too long.
      return;
    }
  }

  private Fault fault(String address) {
    int answer = answers.merge(address, 1, Integer::sum);
    if (answer > FAULTY_ANSWERS) {
      return Fault.NONE;
    }
    int draw = Math.floorMod(((seed + address + answer).hashCode() * 0x9E3779B1) >>> 8, 8);
    return draw < 2 ? Fault.NONE : Fault.values()[1 + (draw - 2) % 4];
  }

  /** Requests of readers have no body. */
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      head.append((char) c);
      if (head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
        return head.toString();
      }
    }
    return "";
  }

  private byte[] answer(String head) throws IOException {
    String last = "Connection: close\r\n\r\n";
    StringBuilder request = new StringBuilder();
    head.lines()
        .filter(
            line ->
                !line.isEmpty()
                    && !line.toLowerCase(java.util.Locale.ROOT).startsWith("connection:"))
        .forEach(line -> request.append(line).append("\r\n"));
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      server.getOutputStream().write((request + last).getBytes(StandardCharsets.ISO_8859_1));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      server.getInputStream().transferTo(answer);
      return answer.toByteArray();
    }
  }

  private void send(Socket client, byte[] answer, Fault fault) throws IOException {
    OutputStream out = client.getOutputStream();
    if (fault == Fault.NONE) {
      out.write(answer);
      return;
    }
    String text = new String(answer, StandardCharsets.ISO_8859_1);
    int body = text.indexOf("\r\n\r\n") + 4;
    int middle = body + (answer.length - body) / 2;
    out.write(Arrays.copyOf(answer, middle));
    out.flush();
    if (fault == Fault.SILENCE) {
      rest();
      out.write(answer, middle, answer.length - middle);
    } else if (fault == Fault.RESET) {
      // Closed with nothing to linger for, the other side sees a reset and not an end.
      client.setSoLinger(true, 0);
    }
  }

  private void rest() {
    try {
      TimeUnit.MILLISECONDS.sleep(silenceMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void refuse(Socket client, String status, String code) throws IOException {
    String body = "<Error><Code>" + code + "</Code><Message>by the proxy</Message></Error>";
    client
        .getOutputStream()
        .write(
            "HTTP/1.1 %s\r\nContent-Type: application/xml\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                .formatted(status, body.length(), body)
                .getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() throws IOException {
    listening.close();
    threads.shutdownNow();
  }
}

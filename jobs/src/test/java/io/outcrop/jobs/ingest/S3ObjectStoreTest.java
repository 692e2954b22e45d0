package io.outcrop.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outcrop.jobs.UserError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class S3ObjectStoreTest {
  private final TinyS3 server = new TinyS3();
  private final S3ObjectStore store = new S3ObjectStore(server.settings(), 0, failures -> {});

  @AfterEach
  void stop() {
    server.close();
  }

  private List<String> listed(String input, DateRange range) {
    return store.list(input, range).stream()
        .map(object -> object.uri().substring("s3://traces/".length()))
        .toList();
  }

  private List<String> listed(String input) {
    return listed(input, DateRange.ALL);
  }

  private byte[] read(String key, long from) throws IOException {
    try (InputStream in = store.open("s3://traces/" + key, from)) {
      return in.readAllBytes();
    }
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(3).nextBytes(bytes);
    return bytes;
  }

  @Test
  void folder_isListedWithAllBelowSortedPageByPage() {
    server.pageSize = 2;
    for (String key :
        List.of("in/b.json", "in/a.json", "in/x/c.json", "in/x/y/d", "in/z/e", "in/z/f", "in2/g")) {
      server.put(key, "{}");
    }

    assertThat(listed("s3://traces/in"))
        .containsExactly("in/a.json", "in/b.json", "in/x/c.json", "in/x/y/d", "in/z/e", "in/z/f");
    assertThat(listed("s3a://traces/in/")).hasSize(6);
    assertThat(listed("s3://traces")).hasSize(7);
    assertThat(listed("s3://traces/in/x/c.json")).containsExactly("in/x/c.json");
  }

  @Test
  void object_isOneVersionWithItsEtag() {
    server.put("in/a.json", "{}");

    ObjectRef object = store.list("s3a://traces/in").get(0);

    assertThat(object.uri()).isEqualTo("s3://traces/in/a.json");
    assertThat(object.size()).isEqualTo(2);
    assertThat(object.etag()).isNotEmpty().doesNotContain("\"");
    assertThat(object.modified()).hasToString("2026-11-02T10:00:00Z");
  }

  @Test
  void names_hiddenOrOfFolders_areLeftOut() {
    for (String key :
        List.of("in/", "in/_SUCCESS", "in/.tmp/a", "in/b_$folder$", "in/x/_t/c", "in/ok")) {
      server.put(key, "{}");
    }

    assertThat(listed("s3://traces/in")).containsExactly("in/ok");
  }

  @Test
  void names_odd_areReadAsListed() throws IOException {
    List<String> keys = List.of("in/a b+c%20d&e=f.json", "in/é/日本#?.json", "in//x");
    keys.forEach(key -> server.put(key, key));

    assertThat(listed("s3://traces/in")).containsExactlyInAnyOrderElementsOf(keys);
    for (String key : keys) {
      assertThat(new String(read(key, 0), StandardCharsets.UTF_8)).isEqualTo(key);
    }
  }

  @Test
  void pattern_listsFromItsLiteralBeginning() {
    for (String key :
        List.of(
            "in/2026-01/x1.json",
            "in/2026-01/y1.json",
            "in/2026-02/x2.json",
            "in/2025-12/x3.json",
            "in/2026-02/x4.txt")) {
      server.put(key, "{}");
    }

    assertThat(listed("s3://traces/in/2026-*/x*.json"))
        .containsExactly("in/2026-01/x1.json", "in/2026-02/x2.json");
    assertThat(server.requests)
        .contains("LIST in/2026-", "LIST in/2026-01/x", "LIST in/2026-02/x")
        .noneMatch(request -> request.startsWith("LIST") && request.contains("2025"));
    assertThat(listed("s3://traces/in/{2025-12,2026-02}/*.json"))
        .containsExactly("in/2025-12/x3.json", "in/2026-02/x2.json");
  }

  @Test
  void partitions_ofOtherDates_areNotLookedInto() {
    for (int month = 1; month <= 12; month++) {
      for (int day = 1; day <= 28; day++) {
        server.put("in/year=2026/month=%02d/day=%02d/a.json".formatted(month, day), "{}");
      }
    }
    server.put("in/undated.json", "{}");
    DateRange range = new DateRange(LocalDate.of(2026, 11, 2), LocalDate.of(2026, 11, 3));

    assertThat(listed("s3://traces/in", range))
        .containsExactly(
            "in/undated.json",
            "in/year=2026/month=11/day=02/a.json",
            "in/year=2026/month=11/day=03/a.json");
    assertThat(server.requests.stream().filter(request -> request.startsWith("LIST"))).hasSize(6);
  }

  @Test
  void partitions_allOfOtherDates_areNoMissingInput() {
    server.put("in/dt=2026-11-02/a.json", "{}");

    assertThat(
            listed(
                "s3://traces/in",
                new DateRange(LocalDate.of(2020, 1, 1), LocalDate.of(2020, 1, 2))))
        .isEmpty();
  }

  @Test
  void folders_manyOnOneLevel_areListedFlat() {
    for (int i = 0; i < 500; i++) {
      server.put("in/%03d/a.json".formatted(i), "{}");
    }

    assertThat(listed("s3://traces/in")).hasSize(500);
    assertThat(server.requests.size()).isLessThan(600);
  }

  @Test
  void page_cutShort_isAskedForAgain() {
    server.put("in/a.json", "{}");
    server.put("in/b.json", "{}");
    server.cutPages = 2;

    assertThat(listed("s3://traces/in")).containsExactly("in/a.json", "in/b.json");
    assertThat(server.cutPages).isZero();
  }

  @Test
  void input_missing_isTold() {
    server.put("in/a.json", "{}");

    assertThatThrownBy(() -> store.list("s3://traces/inn"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Cannot find the input s3://traces/inn.")
        .hasMessageContaining("no object or folder of that name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | NoSuchBucket | there is no bucket traces",
        "403 | AccessDenied | access was denied: 403 AccessDenied, told by the test",
        "403 | InvalidAccessKeyId | the credentials were refused: 403 InvalidAccessKeyId",
        "301 | PermanentRedirect | the bucket traces is in another region: eu-west-1",
        "400 | AuthorizationHeaderMalformed | the bucket traces is in another region: eu-west-1",
        "503 | SlowDown | the server said 503 SlowDown, told by the test"
      })
  void listing_refused_isToldWithCauseAndRemedy(int status, String code, String cause) {
    server.errorCode = code;
    server.errorHeaders = Map.of("x-amz-bucket-region", "eu-west-1");
    server.fault = (exchange, number) -> status;

    assertThatThrownBy(() -> store.list("s3://traces/in"))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("Cannot read the input s3://traces/in.\n  Cause:  " + cause)
        .hasMessageContaining("\n  Remedy: ")
        .hasMessageNotContaining("secret");
  }

  @Test
  void endpoint_silent_isTold() {
    S3ObjectStore nowhere =
        new S3ObjectStore(
            server.settings(
                "outcrop.ingest.s3.endpoint=\"http://127.0.0.1:1\"",
                "outcrop.ingest.s3.attempts=1"),
            0);

    assertThatThrownBy(() -> nowhere.list("s3://traces/in"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no answer from http://127.0.0.1:1: ")
        .hasMessageContaining("outcrop.ingest.s3.endpoint");
  }

  @Test
  void objects_listedButNotReadable_areToldBeforeWork() {
    server.put("in/a.json", "{}");
    server.errorCode = "AccessDenied";
    server.fault =
        (exchange, number) ->
            exchange.getRequestURI().getPath().endsWith(".json") ? Integer.valueOf(403) : null;

    assertThatThrownBy(() -> store.list("s3://traces/in"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("access was denied")
        .hasMessageContaining("s3:GetObject");
  }

  @Test
  void requester_paying_saysSo() {
    server.put("in/a.json", "{}");
    List<String> payers = new java.util.concurrent.CopyOnWriteArrayList<>();
    server.fault =
        (exchange, number) -> {
          payers.add(exchange.getRequestHeaders().getFirst("x-amz-request-payer"));
          return null;
        };

    new S3ObjectStore(server.settings("outcrop.ingest.s3.requester-pays=true"), 0)
        .list("s3://traces/in");

    assertThat(payers).isNotEmpty().containsOnly("requester");
  }

  @Test
  void object_encoded_isReadAsStored() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(random(10_000));
    }
    server.put("in/a.json", packed.toByteArray(), "gzip");

    assertThat(read("in/a.json", 0)).isEqualTo(packed.toByteArray());
  }

  @Test
  void object_fromAPosition_isTheRest() throws IOException {
    server.put("in/a", "0123456789");

    assertThat(read("in/a", 4)).asString().isEqualTo("456789");
    assertThat(read("in/a", 10)).isEmpty();
    assertThat(read("in/a", 99)).isEmpty();
    server.knowsRanges = false;
    assertThat(read("in/a", 4)).asString().isEqualTo("456789");
  }

  @Test
  void object_empty_isRead() throws IOException {
    server.put("in/a", "");

    assertThat(listed("s3://traces/in")).containsExactly("in/a");
    assertThat(read("in/a", 0)).isEmpty();
  }

  @Test
  void stream_cutShort_isTakenUpAndNeverFromZero() throws IOException {
    byte[] content = random(5_000_000);
    server.put("in/a", content, null);
    server.mostBytesPerAnswer = 1_100_000;

    assertThat(read("in/a", 0)).isEqualTo(content);
    assertThat(server.requests)
        .containsExactly(
            "GET /traces/in/a",
            "GET /traces/in/a bytes=1100000-",
            "GET /traces/in/a bytes=2200000-",
            "GET /traces/in/a bytes=3300000-",
            "GET /traces/in/a bytes=4400000-");
  }

  @Test
  void object_changedInMidRead_isUnavailable() throws IOException {
    server.put("in/a", random(500_000), null);
    server.mostBytesPerAnswer = 100_000;
    try (InputStream in = store.open("s3://traces/in/a", 0)) {
      in.readNBytes(50_000);
      server.put("in/a", random(400_000), null);

      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(ObjectUnavailableException.class)
          .hasMessage("the object changed while it was read");
    }
  }

  @Test
  void object_gone_isUnavailableAtOnce() {
    assertThatThrownBy(() -> store.open("s3://traces/in/gone", 0))
        .isInstanceOf(ObjectUnavailableException.class)
        .hasMessage("404 NoSuchKey, told by the test");
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void server_overloadedForAWhile_isAskedAgain() throws IOException {
    server.put("in/a", "0123456789");
    server.fault = (exchange, number) -> number <= 4 ? Integer.valueOf(503) : null;

    assertThat(read("in/a", 0)).asString().isEqualTo("0123456789");
    assertThat(server.requests).hasSize(5);
  }
}

package io.outcrop.jobs.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.system.FaultProxy.Fault;
import io.outcrop.jobs.system.Nights.Undisturbed;
import io.outcrop.jobs.system.OutcropProcess.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Traces in a bucket behind a bad network, and a warehouse in another: as with local files. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BucketsIT {
  private static final Map<String, String> CREDENTIALS =
      Map.of("AWS_ACCESS_KEY_ID", "key", "AWS_SECRET_ACCESS_KEY", "hush-hush");
  private static final Path FOLDER = Nights.folder("buckets");
  private static final int READ_TIMEOUT = 2;

  private static S3Server server;
  private static FaultProxy proxy;

  @BeforeAll
  static void start() throws IOException {
    server = new S3Server(FOLDER);
    proxy = new FaultProxy(server.port(), 11, 2 * READ_TIMEOUT * 1000);
    try (Stream<Path> files = Files.list(Nights.undisturbed().inputs())) {
      for (Path file : files.sorted().toList()) {
        // Some writers tell the packing in a header, too.
        server.put("traces", "in/dt=2026-11-02/odd +é%/" + file.getFileName(), file, "gzip");
      }
    }
  }

  @AfterAll
  static void stop() throws IOException {
    proxy.close();
    server.close();
  }

  private static String[] reaching(String endpoint, String... more) {
    return Stream.concat(
            Stream.of(more),
            Stream.of(
                "--set",
                "outcrop.ingest.s3.endpoint=" + endpoint,
                "--set",
                "outcrop.ingest.s3.path-style=true",
                "--set",
                "outcrop.ingest.s3.read-timeout-seconds=" + READ_TIMEOUT))
        .toArray(String[]::new);
  }

  private static String[] nightly(String input, String warehouse, String... more) {
    return Stream.of(
            new String[] {"nightly", "--input", input, "--warehouse", warehouse}, Nights.KEYS, more)
        .flatMap(Stream::of)
        .toArray(String[]::new);
  }

  @Test
  @Order(1)
  void night_overABadNetworkIntoABucket_givesTheTablesOfLocalFiles() {
    Undisturbed local = Nights.undisturbed();

    Result result =
        OutcropProcess.run(
            CREDENTIALS,
            reaching(
                proxy.endpoint(),
                nightly(
                    "s3a://traces/in/*/",
                    "s3://warehouse/out",
                    "--master",
                    "local[2]",
                    "--conf",
                    "spark.hadoop.fs.s3a.endpoint=" + server.endpoint())));

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out() + result.err()).doesNotContain("hush-hush");
    for (Fault fault : Fault.values()) {
      assertThat(proxy.count(fault)).as("answers with %s", fault).isPositive();
    }
    Path copy = server.copy("warehouse", "out/", FOLDER.resolve("copy"));
    Map<String, List<String>> tables = TableTexts.of(copy);
    TableTexts.assertSame(tables, local.tables());
  }

  @Test
  @Order(2)
  void ledger_inTheBucket_namesTheObjectsOnceAndIsQueried() {
    Result result =
        OutcropProcess.run(
            CREDENTIALS,
            reaching(
                server.endpoint(),
                "sql",
                "SELECT min(uri) AS uri, count(*) AS objects, sum(rejects) AS rejects"
                    + " FROM outcrop_telemetry.objects",
                "--warehouse",
                "s3a://warehouse/out",
                "--format",
                "csv"));

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("s3://traces/in/dt=2026-11-02/odd +é%/part-0.json.gz,6,0");
  }

  private static void assertTold(Result result, String problem, String cause) {
    assertThat(result.code()).as(result.err()).isEqualTo(2);
    assertThat(result.err()).contains(problem + "\n  Cause:  " + cause).contains("\n  Remedy: ");
    assertThat(result.err()).doesNotContain("\tat ", "hush-hush");
    assertThat(result.out()).isEmpty();
  }

  @Test
  void bucket_missing_isTold() {
    Result result =
        OutcropProcess.run(
            CREDENTIALS,
            reaching(server.endpoint(), nightly("s3://nobody/in", "s3a://warehouse/missing")));

    assertTold(result, "Cannot read the input s3://nobody/in.", "there is no bucket nobody");
  }

  @Test
  void bucket_denied_isTold() {
    Result result =
        OutcropProcess.run(
            CREDENTIALS,
            reaching(
                proxy.endpoint(),
                nightly(
                    "s3://denied/in",
                    "s3a://warehouse/denied",
                    "--conf",
                    "spark.hadoop.fs.s3a.endpoint=" + server.endpoint())));

    assertTold(result, "Cannot read the input s3://denied/in.", "access was denied: 403");
  }

  @Test
  void credentials_none_isTold() {
    Result result =
        OutcropProcess.run(
            Map.of(),
            reaching(
                server.endpoint(), nightly("s3://traces/in", FOLDER.resolve("none").toString())));

    assertTold(result, "Cannot read the input s3://traces/in.", "no credentials were found");
  }

  @Test
  void warehouse_inABucketThatIsMissing_isTold() {
    Result result =
        OutcropProcess.run(
            CREDENTIALS,
            reaching(server.endpoint(), nightly("s3://traces/in", "s3a://nobody/out")));

    assertThat(result.code()).as(result.err()).isEqualTo(2);
    assertThat(result.err())
        .contains("Cannot write to the warehouse s3a://nobody/out.\n  Cause:  ")
        .contains("ucket")
        .doesNotContain("\tat ", "hush-hush");
  }
}

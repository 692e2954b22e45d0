package io.outcrop.benchmarks;

import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.bench.Corpus;
import io.outcrop.jobs.bench.IngestSpeed;
import io.outcrop.jobs.config.OutcropConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Gzipped OTLP/JSON to one row a span on two cores: a whole ingest into Delta, in turns with DuckDB
 * copying the same spans to one Parquet file. Both write zstd; both are open and warm before the
 * clock runs.
 *
 * <p>DuckDB gets the easier work: it keeps messages as the producer wrote them, knows one
 * convention, and takes no account of rejects, duplicates or what was read before.
 */
public final class DuckDbBenchmark {
  private static final int ROUNDS = 5;

  /** By the third round the virtual machine has compiled most of what it will. */
  private static final int WARM_UP_ROUNDS = 3;

  private static final String VALUE =
      "STRUCT(stringValue VARCHAR, intValue VARCHAR, doubleValue DOUBLE, boolValue BOOLEAN,"
          + " arrayValue JSON)";
  private static final String ATTRIBUTES = "STRUCT(key VARCHAR, value " + VALUE + ")[]";
  private static final String SPANS =
      "STRUCT(traceId VARCHAR, spanId VARCHAR, parentSpanId VARCHAR, name VARCHAR,"
          + " startTimeUnixNano VARCHAR, endTimeUnixNano VARCHAR, attributes "
          + ATTRIBUTES
          + ", status STRUCT(code VARCHAR, message VARCHAR), events JSON)[]";
  private static final String RESOURCE_SPANS =
      "STRUCT(resource STRUCT(attributes "
          + ATTRIBUTES
          + "), scopeSpans STRUCT(scope STRUCT(name VARCHAR), spans "
          + SPANS
          + ")[])[]";

  private static final String COPY =
      """
COPY (
  WITH resources AS (
    SELECT unnest(resourceSpans) AS r, filename
    FROM read_json('%s/*.json.gz', format = 'auto', filename = true,
      maximum_object_size = 268435456, columns = {resourceSpans: '%s'})),
  scopes AS (SELECT texts(r.resource.attributes) AS of_resource, unnest(r.scopeSpans) AS s,
    filename FROM resources),
  spans AS (SELECT of_resource, s.scope.name AS scope, unnest(s.spans) AS span, filename
    FROM scopes),
  named AS (SELECT *, texts(span.attributes) AS a FROM spans)
  SELECT span.traceId AS trace_id, span.spanId AS span_id,
    span.parentSpanId AS parent_span_id, of_resource['tenant.id'] AS tenant_id,
    coalesce(a['user.id'], of_resource['user.id']) AS user_id,
    coalesce(a['gen_ai.conversation.id'], a['session.id']) AS session_id,
    of_resource['service.name'] AS service, a['gen_ai.agent.name'] AS agent,
    a['gen_ai.operation.name'] AS kind, span.name AS name,
    make_timestamp_ns(span.startTimeUnixNano::BIGINT) AS start_time,
    make_timestamp_ns(span.endTimeUnixNano::BIGINT) AS end_time,
    (span.endTimeUnixNano::BIGINT - span.startTimeUnixNano::BIGINT) // 1000000 AS duration_ms,
    span.status.code AS status, a['error.type'] AS error_type,
    span.status.message AS error_message, a['gen_ai.request.model'] AS model,
    a['gen_ai.usage.input_tokens']::BIGINT AS input_tokens,
    a['gen_ai.usage.output_tokens']::BIGINT AS output_tokens,
    a['gen_ai.usage.cost']::DOUBLE AS cost_usd, a['gen_ai.tool.name'] AS tool_name,
    a['gen_ai.tool.call.arguments'] AS tool_arguments,
    a['gen_ai.tool.call.result'] AS tool_result,
    concat(a['gen_ai.system_instructions'],
      coalesce(a['gen_ai.input.messages'], a['input.value'])) AS input_text,
    coalesce(a['gen_ai.output.messages'], a['output.value']) AS output_text,
    a['gen_ai.response.finish_reasons'] AS finish_reasons,
    map_from_entries(list_filter(map_entries(a), e -> NOT contains(%s, e.key))) AS attributes,
    filename AS source_object,
    make_timestamp_ns(span.startTimeUnixNano::BIGINT)::DATE AS trace_date
  FROM named
) TO '%s' (FORMAT parquet, COMPRESSION zstd)""";

  private static final String TEXTS =
      """
CREATE MACRO texts(attributes) AS map_from_entries(list_transform(attributes, a ->
  {'key': a.key, 'value': coalesce(a.value.stringValue, a.value.intValue,
    a.value.doubleValue::VARCHAR, a.value.boolValue::VARCHAR, a.value.arrayValue::VARCHAR)}))""";

  private static final String COLUMNS =
      "['gen_ai.conversation.id', 'gen_ai.agent.name', 'gen_ai.operation.name',"
          + " 'gen_ai.request.model', 'gen_ai.usage.input_tokens', 'gen_ai.usage.output_tokens',"
          + " 'gen_ai.usage.cost', 'gen_ai.tool.name', 'gen_ai.tool.call.arguments',"
          + " 'gen_ai.tool.call.result', 'gen_ai.system_instructions', 'gen_ai.input.messages',"
          + " 'gen_ai.output.messages', 'gen_ai.response.finish_reasons', 'input.value',"
          + " 'output.value', 'error.type', 'session.id', 'user.id']";

  private DuckDbBenchmark() {}

  /**
   * Runs it.
   *
   * @param arguments megabytes of JSON (300), how many rounds (5), and which samples (all)
   */
  public static void main(String[] arguments) throws IOException, SQLException {
    long megabytes = arguments.length > 0 ? Long.parseLong(arguments[0]) : 300;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : ROUNDS;
    String samples = arguments.length > 2 ? arguments[2] : "";
    Path folder = Files.createTempDirectory("outcrop-duckdb");
    System.setProperty("spark.master", "local[2]");
    OutcropConfig config = OutcropConfig.load(null, List.of());
    try (SparkSession spark = Sessions.open("benchmark", config.ingest().s3());
        Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = duck.createStatement()) {
      Corpus corpus = Corpus.ofSamples(samples, megabytes * 1_000_000);
      Path input = folder.resolve("input");
      corpus.write(input);
      sql.execute("SET threads = 2");
      sql.execute(TEXTS);
      IngestSpeed ingest = new IngestSpeed(spark, config.ingest(), folder);
      List<Cost> ours = new ArrayList<>();
      List<Cost> theirs = new ArrayList<>();
      for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
        IngestSpeed.Figures figures = ingest.ingest(input);
        Cost delta = new Cost(figures.seconds(), figures.processorSeconds());
        Path parquet = folder.resolve("spans.parquet");
        Clock clock = Clock.start();
        long copied = sql.executeUpdate(COPY.formatted(input, RESOURCE_SPANS, COLUMNS, parquet));
        Cost duckDb = clock.read();
        if (copied != figures.spans()) {
          throw new IllegalStateException(figures.spans() + " spans here and there " + copied);
        }
        System.out.printf(
            "%s Delta %s in %d files of %.1f MB, DuckDB %s in 1 of %.1f MB%n",
            round < 0 ? "warm-up:" : "round " + round + ":",
            delta,
            figures.files(),
            figures.bytesWritten() / 1e6,
            duckDb,
            Files.size(parquet) / 1e6);
        if (round >= 0) {
          ours.add(delta);
          theirs.add(duckDb);
        }
      }
      Cost delta = Cost.median(ours);
      Cost duckDb = Cost.median(theirs);
      System.out.printf(
          "%.0f MB: Delta %s, DuckDB %s: %.2f times its speed, %.2f by processor time%n",
          corpus.bytes() / 1e6,
          delta,
          duckDb,
          duckDb.seconds() / delta.seconds(),
          duckDb.processor() / delta.processor());
    } finally {
      IngestSpeed.delete(folder);
    }
  }

  /**
   * What a round took.
   *
   * @param processor seconds of all threads of this process, which tells more than the clock where
   *     other work shares the machine
   */
  private record Cost(double seconds, double processor) {
    /** The middle of each; with an even number the greater of the two. */
    static Cost median(List<Cost> costs) {
      return new Cost(
          costs.stream().mapToDouble(Cost::seconds).sorted().toArray()[costs.size() / 2],
          costs.stream().mapToDouble(Cost::processor).sorted().toArray()[costs.size() / 2]);
    }

    @Override
    public String toString() {
      return "%.2f s (%.2f s of processors)".formatted(seconds, processor);
    }
  }

  private record Clock(long nanos, long processorNanos) {
    static Clock start() {
      return new Clock(System.nanoTime(), IngestSpeed.processorNanos());
    }

    Cost read() {
      return new Cost(
          (System.nanoTime() - nanos) / 1e9, (IngestSpeed.processorNanos() - processorNanos) / 1e9);
    }
  }
}

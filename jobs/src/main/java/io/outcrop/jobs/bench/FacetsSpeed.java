package io.outcrop.jobs.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.lpad;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.when;

import com.sun.management.OperatingSystemMXBean;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.facets.Facets;
import io.outcrop.jobs.ingest.Ingest;
import io.outcrop.jobs.tables.SpansTable;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.TracesTable;
import io.outcrop.jobs.tables.Warehouse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * How fast phase 2 is, beside what any grouping of spans by trace must do at least: a plain {@code
 * groupBy(trace_id)} with {@code collect_list} of the same columns, its rows thrown away or written
 * to a table.
 */
public final class FacetsSpeed {
  private final SparkSession spark;
  private final OutcropConfig config;
  private final Path folder;
  private final Warehouse spans;

  /**
   * @param folder where inputs and warehouses are made
   */
  public FacetsSpeed(SparkSession spark, OutcropConfig config, Path folder) {
    this.spark = spark;
    this.config = config;
    this.folder = folder;
    this.spans = new Warehouse(spark, folder.resolve("spans").toUri().toString());
  }

  /**
   * One round.
   *
   * @param seconds of the clock
   * @param processor seconds of all processors, which other work on the machine moves less
   */
  public record Figures(double seconds, double processor) {}

  private interface Work {
    void run() throws IOException;
  }

  private static Figures timed(Work work) throws IOException {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long processor = system.getProcessCpuTime();
    long start = System.nanoTime();
    work.run();
    return new Figures(
        (System.nanoTime() - start) / 1e9, (system.getProcessCpuTime() - processor) / 1e9);
  }

  /**
   * Fills {@code telemetry.spans} with the sample traces, over and over under new trace ids.
   *
   * @param traces how many at least
   * @param asOne whether all their spans are of one trace
   * @return the spans
   */
  public long prepare(int traces, boolean asOne) throws IOException {
    Path input = folder.resolve("input");
    Corpus.ofSamples("", 1).write(input);
    Warehouse once = new Warehouse(spark, folder.resolve("once").toUri().toString());
    Ingest.run(once, new Ingest.Options(List.of(input.toUri().toString()), config.ingest()));
    Dataset<Row> samples = once.read(SpansTable.TABLE).cache();
    long known = samples.select(SpansTable.TRACE_ID).distinct().count();
    long rounds = (traces + known - 1) / known;
    Column round = lpad(lower(functions.hex(col("round"))), 8, "0");
    Column id = col(SpansTable.TRACE_ID);
    Dataset<Row> repeated = samples.crossJoin(spark.range(rounds).toDF("round"));
    Dataset<Row> renamed =
        asOne
            ? repeated
                .withColumn(SpansTable.SPAN_ID, concat(round, id, col(SpansTable.SPAN_ID)))
                .withColumn(
                    "parent_span_id",
                    when(
                        col("parent_span_id").isNotNull(),
                        concat(round, id, col("parent_span_id"))))
                .withColumn(SpansTable.TRACE_ID, lit("one"))
            : repeated.withColumn(SpansTable.TRACE_ID, concat(round, substring(id, 9, 99)));
    spans.append(SpansTable.TABLE, renamed, "bench");
    samples.unpersist();
    IngestSpeed.delete(input);
    return spans.read(SpansTable.TABLE).count();
  }

  /** All facets of all traces, into {@code facts.traces}. */
  public Figures facets() throws IOException {
    Figures figures = timed(() -> Facets.run(spans, new Facets.Options(config.facets())));
    drop(TracesTable.TABLE);
    return figures;
  }

  /** All spans of each trace as a list, into a table. */
  public Figures written() throws IOException {
    Path table = folder.resolve("plain");
    Figures figures = timed(() -> grouped().write().format("delta").save(table.toUri().toString()));
    IngestSpeed.delete(table);
    return figures;
  }

  /** All spans of each trace as a list, made and thrown away. */
  public Figures thrownAway() throws IOException {
    return timed(() -> grouped().write().format("noop").mode("overwrite").save());
  }

  private Dataset<Row> grouped() {
    Column[] columns =
        Arrays.stream(SpansTable.TABLE.schema().fieldNames())
            .filter(name -> !name.equals(SpansTable.TRACE_ID))
            .map(name -> col(name))
            .toArray(Column[]::new);
    return spans
        .read(SpansTable.TABLE)
        .repartition(Facets.partitions(spans), col(SpansTable.TRACE_ID))
        .groupBy(SpansTable.TRACE_ID)
        .agg(collect_list(struct(columns)).as("spans"));
  }

  private void drop(Table table) throws IOException {
    Path path = folder.resolve("spans").resolve(table.zone().folder()).resolve(table.name());
    if (Files.exists(path)) {
      IngestSpeed.delete(path);
    }
  }
}

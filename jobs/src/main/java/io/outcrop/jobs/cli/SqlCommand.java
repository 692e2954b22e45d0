package io.outcrop.jobs.cli;

import io.outcrop.jobs.Sessions;
import io.outcrop.jobs.UserError;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.tables.RunsTable;
import io.outcrop.jobs.tables.SqlNames;
import io.outcrop.jobs.tables.Warehouse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code outcrop sql}: a query over the tables by their names. */
@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a query over the tables outcrop_telemetry.*, outcrop_facts.*, outcrop_insights.* and"
          + " outcrop_ops.*.",
      "",
      "Where rows belong to runs, the plain name shows the latest complete run and NAME_history all"
          + " complete ones. SHOW TABLES IN outcrop_insights lists, DESCRIBE outcrop_facts.traces"
          + " explains."
    },
    footer = {
      "",
      "Examples:",
      "  outcrop sql \"SHOW TABLES IN outcrop_insights\" --warehouse /data/outcrop",
      "  outcrop sql \"SELECT rank, severity, headline FROM outcrop_insights.insights ORDER BY rank\""
          + " \\",
      "    --warehouse /data/outcrop --format csv --out insights.csv"
    })
final class SqlCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "QUERY", description = "The query.")
  private String query;

  @Option(
      names = "--warehouse",
      required = true,
      paramLabel = "URI",
      description = "Folder of the Delta tables.")
  private String warehouse;

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "FORMAT",
      description = "table (for people), csv or json (one object a line). Default: table.")
  private RowFormat format;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Local file to write to. Default: standard output.")
  private Path out;

  @Option(
      names = "--tenant",
      paramLabel = "ID",
      description =
          "Ask the tables of this tenant's own folder, <warehouse>/tenants/<encoded id>, in place of"
              + " those over all tenants.")
  private String tenant;

  @Mixin private ConfigOptions configuration;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    OutcropConfig config = configuration.load();
    try (SparkSession spark = Sessions.open("sql", config.ingest().s3())) {
      Warehouse whole = new Warehouse(spark, warehouse);
      Warehouse tables = tenant == null ? whole : whole.ofTenant(tenant);
      Dataset<Row> rows = query(tables);
      if (out == null) {
        PrintWriter writer = spec.commandLine().getOut();
        format.write(rows, writer);
        writer.flush();
      } else {
        try (PrintWriter writer =
            new PrintWriter(Files.newBufferedWriter(out, StandardCharsets.UTF_8))) {
          format.write(rows, writer);
        } catch (IOException e) {
          throw new UserError(
              "Cannot write to " + out + ".",
              e.toString(),
              "give --out a file that can be written");
        }
      }
    }
    return 0;
  }

  private Dataset<Row> query(Warehouse tables) {
    if (tenant != null && !tables.exists(RunsTable.TABLE)) {
      throw new UserError(
          "Cannot query the tables of tenant " + tenant + ".",
          "it has none of its own: no folder " + tables.root(),
          "check the id; outcrop.tenants.min-traces says how many traces it needs for them");
    }
    if (SqlNames.TABLES.stream().noneMatch(tables::exists)) {
      throw new UserError(
          "Cannot query the warehouse " + warehouse + ".",
          "no Outcrop table is there",
          "check --warehouse, or fill it with outcrop nightly");
    }
    new SqlNames(tables).register(query);
    try {
      return tables.spark().sql(query);
    } catch (Exception e) {
      // Spark declares no checked exception in Java, but throws AnalysisException, which is one.
      if (e instanceof AnalysisException problem) {
        // Of a query that parses, the full message is followed by its plan.
        String told =
            e instanceof ParseException ? problem.getMessage() : problem.getSimpleMessage();
        throw new UserError(
            "Cannot run the query.",
            told.strip(),
            "correct it; SHOW TABLES IN outcrop_insights and DESCRIBE outcrop_facts.traces tell the"
                + " names");
      }
      throw e;
    }
  }
}

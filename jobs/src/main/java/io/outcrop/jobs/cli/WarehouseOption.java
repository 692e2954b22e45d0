package io.outcrop.jobs.cli;

import io.outcrop.jobs.UserError;
import io.outcrop.jobs.tables.SqlNames;
import io.outcrop.jobs.tables.Warehouse;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** The warehouse of a command that needs one with tables in it. */
final class WarehouseOption {
  @Option(
      names = "--warehouse",
      required = true,
      paramLabel = "URI",
      description = "Folder of the Delta tables.")
  private String uri;

  /**
   * @throws UserError where no table is there
   */
  Warehouse open(SparkSession spark) {
    Warehouse warehouse = new Warehouse(spark, uri);
    if (SqlNames.TABLES.stream().noneMatch(warehouse::exists)) {
      throw new UserError(
          "Cannot use the warehouse " + uri + ".",
          "no Outcrop table is there",
          "check --warehouse, or fill it with outcrop nightly");
    }
    return warehouse;
  }
}

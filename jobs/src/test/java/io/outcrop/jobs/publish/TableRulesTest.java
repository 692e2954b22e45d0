package io.outcrop.jobs.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.tables.SqlNames;
import io.outcrop.jobs.tables.Table;
import io.outcrop.jobs.tables.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No table and no column of the zone without its rules. */
class TableRulesTest {

  static Stream<Table> tables() {
    return SqlNames.TABLES.stream().filter(table -> table.zone() == Zone.INSIGHTS);
  }

  @ParameterizedTest
  @MethodSource("tables")
  void table_ofTheZone_hasARuleForEveryColumn(Table table) {
    TableRules rules =
        TableRules.ALL.stream()
            .filter(r -> r.table().sqlName().equals(table.sqlName()))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no rules for " + table.sqlName()));
    assertThat(rules.columns().keySet())
        .containsExactlyInAnyOrderElementsOf(columns("", table.schema()));
  }

  @Test
  void rules_areOfTablesOfTheZoneAlone() {
    assertThat(TableRules.ALL).hasSameSizeAs(tables().toList());
  }

  private static List<String> columns(String prefix, StructType schema) {
    List<String> columns = new ArrayList<>();
    for (StructField field : schema.fields()) {
      if (field.dataType() instanceof ArrayType array
          && array.elementType() instanceof StructType struct) {
        columns.addAll(columns(field.name() + ".", struct));
      } else {
        columns.add(prefix + field.name());
      }
    }
    return columns;
  }
}

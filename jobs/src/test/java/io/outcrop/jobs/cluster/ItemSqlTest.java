package io.outcrop.jobs.cluster;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.embed.LocalSpark;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Conditions in SQL take exactly the rows that have the item. */
class ItemSqlTest {
  private static final Dataset<Row> ROWS =
      LocalSpark.session()
          .sql(
              """
SELECT * FROM VALUES
  (1, true, true, false, 0, 0, CAST(NULL AS DOUBLE), array('a', 'it\\'s'), array('search', 'answer'),
    999L, 99L, map('t', 'h1'), map('plan', 'pro', 'x', 'y\\\\z'), 'times out', array()),
  (2, false, false, true, 1, 1, 0.0D, array(), array(), 1000L, 100L, map('t', 'h2'), map(), NULL, array('p')),
  (3, NULL, NULL, NULL, 4, 4, 0.4D, array('a'), array('answer'), 59999L, 9999L, map(), map('plan', 'free'),
    repeat('é', 130), array('p', 'q')),
  (4, true, true, true, 5, 5, 0.74D, array('b'), array('answer', 'search'), 600000L, 100000L, map(), map(),
    'none', array()),
  (5, false, false, false, 2, 2, 0.75D, array('none'), array('x'), NULL, NULL, map(), map(), '', array())
AS t (id, loop, downstream_ok, failing, tool_error_count, swallowed_errors, grounded, issues, action_sequence,
  latency_ms, total_tokens, tool_response_schemas, custom, failure_mode, phantom_tools)
""");

  @Test
  void condition_ofEveryItem_takesItsRows() {
    List<Row> items =
        FacetItems.explodeItems(ROWS, "id").select("facet", "value").distinct().collectAsList();
    List<Column> differences = new ArrayList<>();
    for (Row item : items) {
      String condition = ItemSql.of(item.getString(0), item.getString(1)).orElseThrow();
      Column has =
          array_contains(
              FacetItems.items(ROWS.schema()),
              struct(lit(item.getString(0)).as("facet"), lit(item.getString(1)).as("value")));
      differences.add(coalesce(expr(condition), lit(false)).equalTo(has).cast("int").as(condition));
    }

    assertThat(items).hasSizeGreaterThan(30);
    for (Row row : ROWS.select(differences.toArray(Column[]::new)).collectAsList()) {
      for (int i = 0; i < items.size(); i++) {
        assertThat(row.getInt(i))
            .as("%s as %s", items.get(i), row.schema().fieldNames()[i])
            .isOne();
      }
    }
  }

  @Test
  void item_thatNoColumnHolds_hasNoCondition() {
    assertThat(ItemSql.of("term", "record")).isEmpty();
    assertThat(ItemSql.of("loop", "false")).isEmpty();
    assertThat(ItemSql.of("tool_error_count", "lots")).isEmpty();
  }

  @Test
  void literal_ofAStranger_staysOne() {
    String hostile = "x' OR 1=1 --\\";

    assertThat(ItemSql.of("failure_mode", hostile)).contains("failure_mode = 'x\\' OR 1=1 --\\\\'");
    assertThat(ROWS.where(expr(ItemSql.of("failure_mode", hostile).orElseThrow())).count())
        .isZero();
    assertThat(
            ROWS.where(col("id").equalTo(1))
                .where(ItemSql.of("issues", "it's").orElseThrow())
                .count())
        .isOne();
  }
}

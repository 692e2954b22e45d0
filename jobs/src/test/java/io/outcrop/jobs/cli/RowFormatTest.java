package io.outcrop.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.jobs.embed.LocalSpark;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class RowFormatTest {
  private static String write(RowFormat format, String sql) {
    Dataset<Row> rows = LocalSpark.session().sql(sql);
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    format.write(rows, writer);
    writer.flush();
    return out.toString();
  }

  @Test
  void csv_quotesWhatNeedsItAndTellsNullFromEmpty() {
    assertThat(
            write(
                RowFormat.CSV,
                "SELECT 'a,b' AS comma, 'say \"hi\"' AS quote, 'two\\nlines' AS line, 'a\\rb' AS ret, null AS none,"
                    + " '' AS empty"))
        .isEqualTo(
            "comma,quote,line,ret,none,empty\n\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"a\rb\",,\"\"\n");
  }

  @Test
  void csv_ofNestedValues_holdsJson() {
    assertThat(
            write(
                RowFormat.CSV,
                "SELECT array(1, 2) AS a, map('k', 1.5D) AS m, named_struct('x', 'y') AS s"))
        .isEqualTo("a,m,s\n\"[1,2]\",\"{\"\"k\"\":1.5}\",\"{\"\"x\"\":\"\"y\"\"}\"\n");
  }

  @Test
  void csv_ofTwoColumnsAlike_keepsBoth() {
    assertThat(write(RowFormat.CSV, "SELECT 1 AS n, 2 AS n")).isEqualTo("n,n\n1,2\n");
  }

  @Test
  void csv_ofOneVeryLongValue_isWhole() {
    assertThat(write(RowFormat.CSV, "SELECT repeat('x', 100000) AS n")).hasSize(100_003);
  }

  @Test
  void json_isAnObjectALine() {
    assertThat(
            write(
                RowFormat.JSON,
                "SELECT id, array('a\\nb') AS l, DATE'2026-01-31' AS d FROM range(2) ORDER BY id"))
        .isEqualTo(
            "{\"id\":0,\"l\":[\"a\\nb\"],\"d\":\"2026-01-31\"}\n"
                + "{\"id\":1,\"l\":[\"a\\nb\"],\"d\":\"2026-01-31\"}\n");
  }

  @Test
  void table_countsItsRows() {
    assertThat(write(RowFormat.TABLE, "SELECT id, null AS none FROM range(2)").lines())
        .map(String::strip)
        .containsExactly("id  none", "--  ----", "0", "1", "2 rows");
    assertThat(write(RowFormat.TABLE, "SELECT 1 AS n")).endsWith("1 row\n");
  }

  @Test
  void rows_ofSeveralPartitions_keepTheirOrder() {
    assertThat(write(RowFormat.CSV, "SELECT id FROM range(0, 1000, 1, 5) ORDER BY id DESC").lines())
        .startsWith("id", "999", "998")
        .endsWith("1", "0")
        .hasSize(1001);
  }

  @Test
  void csv_ofAText_isNoFormulaAndSteersNoTerminal() {
    assertThat(
            write(
                RowFormat.CSV,
                "SELECT '=cmd()' AS a, '+1' AS b, '@x' AS c, -5 AS n, '-5' AS t,"
                    + " concat('a', char(27), '[31m') AS e"))
        .isEqualTo("a,b,c,n,t,e\n'=cmd(),'+1,'@x,-5,'-5,a [31m\n");
  }

  @Test
  void jsonAndTable_steerNoTerminal() {
    String hostile = "SELECT concat('a', char(27), 'b', decode(unhex('C29BE280AE'), 'UTF-8')) AS n";
    assertThat(write(RowFormat.JSON, hostile)).isEqualTo("{\"n\":\"a\\u001Bb\\u009b\\u202e\"}\n");
    assertThat(write(RowFormat.TABLE, hostile))
        .doesNotContain("\u001b", "\u009b", "\u202e")
        .contains("a b");
  }
}

package io.outcrop.jobs.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.to_json;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** How query results are written; rows are streamed, a partition at a time. */
enum RowFormat {
  /** For people: columns as wide as their content, long cells wrapped. */
  TABLE {
    @Override
    void write(Dataset<Row> rows, PrintWriter out) {
      List<String[]> cells = new ArrayList<>();
      Iterator<Row> iterator = texts(rows).toLocalIterator();
      while (iterator.hasNext()) {
        cells.add(cells(iterator.next(), ""));
      }
      out.print(TextTable.render(rows.columns(), cells));
      out.println(cells.size() == 1 ? "1 row" : cells.size() + " rows");
    }
  },
  /**
   * RFC 4180 with a header; arrays, maps and structs as JSON. A text that a spreadsheet would take
   * for a formula has an apostrophe before it.
   */
  CSV {
    @Override
    void write(Dataset<Row> rows, PrintWriter out) {
      CsvWriterSettings settings = new CsvWriterSettings();
      settings.getFormat().setLineSeparator("\n");
      settings.setMaxCharsPerColumn(-1);
      settings.setMaxColumns(10_000);
      settings.setEmptyValue("\"\"");
      settings.setQuoteEscapingEnabled(true);
      CsvWriter csv = new CsvWriter(out, settings);
      csv.writeHeaders(rows.columns());
      Iterator<Row> iterator = texts(rows).toLocalIterator();
      StructField[] fields = rows.schema().fields();
      while (iterator.hasNext()) {
        String[] cells = cells(iterator.next(), null);
        for (int i = 0; i < cells.length; i++) {
          if (cells[i] != null && fields[i].dataType() == DataTypes.StringType) {
            cells[i] = inert(cells[i]);
          }
        }
        csv.writeRow(cells);
      }
      csv.flush();
    }
  },
  /** One JSON object a line. */
  JSON {
    @Override
    void write(Dataset<Row> rows, PrintWriter out) {
      rows.toJSON().toLocalIterator().forEachRemaining(line -> out.println(escaped(line)));
    }
  };

  abstract void write(Dataset<Row> rows, PrintWriter out);

  /** Every cell as text; columns are taken by position, since a query may name two alike. */
  private static Dataset<Row> texts(Dataset<Row> rows) {
    StructField[] fields = rows.schema().fields();
    Column[] columns = new Column[fields.length];
    for (int i = 0; i < fields.length; i++) {
      Column column = col("c" + i);
      boolean nested =
          fields[i].dataType() instanceof ArrayType
              || fields[i].dataType() instanceof MapType
              || fields[i].dataType() instanceof StructType;
      columns[i] = nested ? to_json(column) : column.cast(DataTypes.StringType);
    }
    return rows.toDF(positions(fields.length)).select(columns);
  }

  /** Text of strangers must not steer a spreadsheet or the terminal that shows it. */
  static String inert(String text) {
    StringBuilder inert = new StringBuilder(text.length() + 1);
    if (!text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0) {
      inert.append('\'');
    }
    text.codePoints().forEach(c -> inert.appendCodePoint(steers(c) ? ' ' : c));
    return inert.toString();
  }

  private static boolean steers(int c) {
    return Character.isISOControl(c)
        ? "\n\r\t".indexOf(c) < 0
        : Character.getType(c) == Character.FORMAT;
  }

  /** JSON escapes the controls of ASCII by itself, and not those beyond. */
  private static String escaped(String json) {
    StringBuilder escaped = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (steers(c)) {
        escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static String[] positions(int count) {
    String[] names = new String[count];
    for (int i = 0; i < count; i++) {
      names[i] = "c" + i;
    }
    return names;
  }

  private static String[] cells(Row row, String ofNull) {
    String[] cells = new String[row.length()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = row.isNullAt(i) ? ofNull : row.getString(i);
    }
    return cells;
  }
}

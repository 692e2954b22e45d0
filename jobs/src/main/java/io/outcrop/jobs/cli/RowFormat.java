package io.outcrop.jobs.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.to_json;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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
  /** RFC 4180 with a header; arrays, maps and structs as JSON. */
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
      while (iterator.hasNext()) {
        csv.writeRow(cells(iterator.next(), null));
      }
      csv.flush();
    }
  },
  /** One JSON object a line. */
  JSON {
    @Override
    void write(Dataset<Row> rows, PrintWriter out) {
      rows.toJSON().toLocalIterator().forEachRemaining(out::println);
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

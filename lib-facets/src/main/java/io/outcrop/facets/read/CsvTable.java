package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.read.CsvRows.Row;
import io.outcrop.facets.read.Reject.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Records as a table of comma-separated text: the first row names the members, each further row is
 * a record of any dialect. A cell that holds an object or a list as JSON is that; an empty one is
 * null.
 */
final class CsvTable {
  private static final int MAX_ROW_CHARS = 64 << 20;
  private static final char[] SEPARATORS = {',', ';', '\t', '|'};

  /** Columns that tables of traces have and few others. */
  private static final Set<String> TELLING =
      Set.of(
          "trace_id",
          "traceId",
          "span_id",
          "spanId",
          "root_span_id",
          "context.trace_id",
          "context.span_id",
          "parent_observation_id",
          "parentObservationId",
          "run_type",
          "dotted_order",
          "parent_run_id");

  /** Columns that do so beside one called {@code id}. */
  private static final Set<String> TELLING_WITH_ID =
      Set.of("timestamp", "start_time", "startTime", "created", "bookmarked");

  private final DocumentReader documents;
  private final SpanOutput out;

  CsvTable(DocumentReader documents, SpanOutput out) {
    this.documents = documents;
    this.out = out;
  }

  /** Whether bytes that begin so are a table of traces; its header may be cut. */
  static boolean begins(byte[] first) {
    String text = withoutByteOrderMark(new String(first, StandardCharsets.UTF_8));
    if (text.isBlank() || text.charAt(0) == '{' || text.charAt(0) == '[') {
      return false;
    }
    return separator(text) != 0;
  }

  private static String withoutByteOrderMark(String text) {
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  private static char separator(String text) {
    int end = text.indexOf('\n');
    for (char separator : SEPARATORS) {
      // Of a header that is cut, the last name may be.
      int stop = end < 0 ? text.lastIndexOf(separator) : end;
      if (stop > 0 && namesTraces(cells(text.substring(0, stop), separator))) {
        return separator;
      }
    }
    return 0;
  }

  private static List<String> cells(String header, char separator) {
    try {
      Row row = new CsvRows(new StringReader(header), separator, MAX_ROW_CHARS).next();
      return row == null || row.problem() != null ? List.of() : row.cells();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean namesTraces(List<String> columns) {
    boolean withId = columns.contains("id");
    for (String column : columns) {
      if (TELLING.contains(column) || (withId && TELLING_WITH_ID.contains(column))) {
        return columns.size() > 1;
      }
    }
    return false;
  }

  /**
   * Reads a table to its end.
   *
   * @param first its first bytes, which {@code in} yields once more
   */
  void read(byte[] first, InputStream in) {
    char separator = separator(withoutByteOrderMark(new String(first, StandardCharsets.UTF_8)));
    CsvRows rows =
        new CsvRows(new InputStreamReader(in, StandardCharsets.UTF_8), separator, MAX_ROW_CHARS);
    try {
      Row header = rows.next();
      List<String> columns =
          header.cells().stream().map(CsvTable::withoutByteOrderMark).map(String::strip).toList();
      read(columns, rows);
    } catch (IOException e) {
      out.rejectObject(Reason.CORRUPT_COMPRESSION, "unpacking broke off: " + e.getMessage(), "");
    }
  }

  private void read(List<String> columns, CsvRows rows) throws IOException {
    boolean afterBroken = false;
    for (Row row = rows.next(); row != null; row = rows.next()) {
      out.rowStarts("line " + row.line());
      String problem = problem(row, columns);
      if (problem == null) {
        documents.row(record(columns, row.cells()));
        afterBroken = false;
      } else if (!afterBroken) {
        out.reject(Reason.INVALID_SPAN, problem, String.join(",", row.cells()));
        // Lines behind an open quote may be the rest of that row: one reject stands for them.
        afterBroken = row.problem() != null;
      }
    }
  }

  private static String problem(Row row, List<String> columns) {
    if (row.problem() != null || row.cells().size() == columns.size()) {
      return row.problem();
    }
    return "the row has " + row.cells().size() + " cells, the header " + columns.size();
  }

  private static ObjectNode record(List<String> columns, List<String> cells) {
    ObjectNode record = Json.NODES.objectNode();
    for (int i = 0; i < cells.size(); i++) {
      String text = cells.get(i);
      if (!columns.get(i).isEmpty() && !record.hasNonNull(columns.get(i))) {
        record.put(columns.get(i), text.isEmpty() ? null : text);
      }
    }
    return record;
  }
}

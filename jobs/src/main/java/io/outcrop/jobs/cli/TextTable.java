package io.outcrop.jobs.cli;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;

/**
 * Rows as a table for a terminal: each column as wide as its content, up to a limit, then wrapped.
 */
final class TextTable {
  private static final int WIDEST_COLUMN = 72;
  private static final int GAP = 2;
  private static final int LONGEST_CELL = 2000;

  private TextTable() {}

  static String render(String[] header, List<String[]> rows) {
    int[] widths = new int[header.length];
    for (int i = 0; i < header.length; i++) {
      widths[i] = header[i].length();
    }
    for (String[] row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], clean(row[i]).length());
      }
    }
    Column[] columns = new Column[header.length];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.min(widths[i], WIDEST_COLUMN);
      columns[i] = new Column(widths[i] + GAP, 0, Overflow.WRAP);
    }
    Help.ColorScheme plain = Help.defaultColorScheme(Help.Ansi.OFF);
    Help.TextTable table = Help.TextTable.forColumns(plain, columns);
    add(table, header);
    add(table, Arrays.stream(widths).mapToObj("-"::repeat).toArray(String[]::new));
    for (String[] row : rows) {
      add(table, Arrays.stream(row).map(TextTable::clean).toArray(String[]::new));
    }
    return table.toString();
  }

  private static void add(Help.TextTable table, String[] cells) {
    table.addRowValues(
        Arrays.stream(cells).map(c -> Help.Ansi.OFF.new Text(c)).toArray(Text[]::new));
  }

  /** Text of strangers must not steer the terminal. */
  private static String clean(String cell) {
    String visible =
        cell.codePoints()
            .map(c -> Character.isISOControl(c) ? ' ' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return visible.length() <= LONGEST_CELL ? visible : visible.substring(0, LONGEST_CELL) + "…";
  }
}

package io.outcrop.jobs.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows as a table for a terminal: columns as wide as their content, long cells wrapped by words.
 */
final class TextTable {
  private static final int WIDEST_COLUMN = 72;
  private static final int LONGEST_CELL = 2000;
  private static final String GAP = "  ";

  private TextTable() {}

  static String render(String[] header, List<String[]> rows) {
    List<List<List<String>>> wrapped = new ArrayList<>();
    wrapped.add(wrap(header));
    rows.forEach(row -> wrapped.add(wrap(row)));
    int[] widths = new int[header.length];
    for (List<List<String>> row : wrapped) {
      for (int i = 0; i < widths.length; i++) {
        for (String line : row.get(i)) {
          widths[i] = Math.max(widths[i], line.length());
        }
      }
    }
    wrapped.add(1, wrap(Arrays.stream(widths).mapToObj("-"::repeat).toArray(String[]::new)));
    StringBuilder table = new StringBuilder();
    for (List<List<String>> row : wrapped) {
      append(table, row, widths);
    }
    return table.toString();
  }

  private static void append(StringBuilder table, List<List<String>> row, int[] widths) {
    int height = row.stream().mapToInt(List::size).max().orElse(0);
    for (int line = 0; line < height; line++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = line < row.get(i).size() ? row.get(i).get(line) : "";
        text.append(cell).append(" ".repeat(widths[i] - cell.length())).append(GAP);
      }
      table.append(text.toString().stripTrailing()).append(System.lineSeparator());
    }
  }

  private static List<List<String>> wrap(String[] cells) {
    return Arrays.stream(cells).map(cell -> wrap(clean(cell))).toList();
  }

  private static List<String> wrap(String cell) {
    List<String> lines = new ArrayList<>();
    String rest = cell;
    while (rest.length() > WIDEST_COLUMN) {
      int space = rest.lastIndexOf(' ', WIDEST_COLUMN);
      int end = space > 0 ? space : WIDEST_COLUMN;
      lines.add(rest.substring(0, end));
      rest = rest.substring(end).stripLeading();
    }
    lines.add(rest);
    return lines;
  }

  /** Text of strangers must not steer the terminal. */
  private static String clean(String cell) {
    StringBuilder visible = new StringBuilder();
    cell.codePoints()
        .limit(LONGEST_CELL)
        .forEach(c -> visible.appendCodePoint(steers(c) ? ' ' : c));
    return cell.length() <= LONGEST_CELL ? visible.toString() : visible + "…";
  }

  /** Controls, and those that turn the direction of what follows. */
  private static boolean steers(int c) {
    return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
  }
}

package io.outcrop.facets.read;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The rows of a text by RFC 4180, one after the other: cells may be quoted, and quoted cells may
 * hold separators, quotes and line ends.
 *
 * <p>Where quotes do not close, the row costs its first line and reading goes on behind that. So a
 * stray quote does not swallow the text up to the next one, which is why no library is used here.
 */
final class CsvRows {
  /** How much may be read a second time, so that hostile quotes cannot make it quadratic. */
  private static final long MAX_REREAD_CHARS = 1L << 28;

  private final Reader source;
  private final char separator;
  private final int maxRowChars;
  private final char[] buffer = new char[1 << 14];
  private int position;
  private int limit;
  private final Deque<String> again = new ArrayDeque<>();
  private long rereadChars;
  private long line;

  private List<String> cells = new ArrayList<>();
  private StringBuilder cell = new StringBuilder();
  private State state = State.CELL_START;

  CsvRows(Reader source, char separator, int maxRowChars) {
    this.source = source;
    this.separator = separator;
    this.maxRowChars = maxRowChars;
  }

  /**
   * One row.
   *
   * @param line the line, from 1, on which it begins
   * @param problem what is wrong with it, or null; then {@code cells} holds its first line alone
   */
  record Row(long line, List<String> cells, String problem) {}

  private enum State {
    CELL_START,
    PLAIN,
    QUOTED,
    QUOTE_IN_QUOTED,
    BROKEN
  }

  /** The next row, or null at the end. Empty lines are none. */
  Row next() throws IOException {
    String first = nextLine();
    while (first != null && first.isBlank()) {
      first = nextLine();
    }
    if (first == null) {
      return null;
    }
    long start = line;
    List<String> lines = new ArrayList<>(List.of(first));
    long chars = first.length();
    cells = new ArrayList<>();
    cell = new StringBuilder();
    state = State.CELL_START;
    scan(first);
    while (state == State.QUOTED && chars < maxRowChars) {
      String more = nextLine();
      if (more == null) {
        break;
      }
      lines.add(more);
      chars += more.length();
      scan(more);
    }
    if (chars >= maxRowChars) {
      return broken(start, lines, chars, "row is larger than " + maxRowChars + " characters");
    }
    if (state == State.QUOTED) {
      return broken(start, lines, chars, "a quote is not closed");
    }
    if (state == State.BROKEN) {
      return broken(start, lines, chars, "text follows a closing quote");
    }
    endCell();
    return new Row(start, List.copyOf(cells), null);
  }

  private Row broken(long start, List<String> lines, long chars, String problem) {
    String first = lines.get(0);
    rereadChars += chars - first.length();
    if (rereadChars <= MAX_REREAD_CHARS) {
      for (int i = lines.size() - 1; i > 0; i--) {
        again.addFirst(lines.get(i));
      }
      line -= lines.size() - 1;
    }
    return new Row(start, List.of(first), problem);
  }

  /** Takes one line with its end into the cells. */
  private void scan(String text) {
    int end = text.length();
    for (int i = 0; i < end && state != State.BROKEN; i++) {
      char c = text.charAt(i);
      switch (state) {
        case QUOTED -> {
          int quote = text.indexOf('"', i);
          int stop = quote < 0 ? end : quote;
          cell.append(text, i, stop);
          state = quote < 0 ? State.QUOTED : State.QUOTE_IN_QUOTED;
          i = stop;
        }
        case QUOTE_IN_QUOTED -> quoteInQuoted(c);
        default -> unquoted(c);
      }
    }
  }

  private void quoteInQuoted(char c) {
    if (c == '"') {
      cell.append(c);
      state = State.QUOTED;
    } else if (c == separator) {
      endCell();
    } else if (c != '\n' && c != '\r') {
      state = State.BROKEN;
    }
  }

  private void unquoted(char c) {
    if (c == separator) {
      endCell();
    } else if (c == '"' && state == State.CELL_START) {
      state = State.QUOTED;
    } else if (c != '\n' && c != '\r') {
      cell.append(c);
      state = State.PLAIN;
    }
  }

  private void endCell() {
    cells.add(cell.toString());
    cell = new StringBuilder();
    state = State.CELL_START;
  }

  /** A line with its end, or null; of one that is too long, as much as tells that. */
  private String nextLine() throws IOException {
    String waiting = again.poll();
    if (waiting != null) {
      line++;
      return waiting;
    }
    StringBuilder text = new StringBuilder();
    while (position < limit || fill()) {
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      boolean whole = end < limit;
      int stop = whole ? end + 1 : end;
      text.append(buffer, position, Math.min(stop - position, maxRowChars - text.length()));
      position = stop;
      if (whole) {
        break;
      }
    }
    line += text.isEmpty() ? 0 : 1;
    return text.isEmpty() ? null : text.toString();
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, source.read(buffer, 0, buffer.length));
    return limit > 0;
  }
}

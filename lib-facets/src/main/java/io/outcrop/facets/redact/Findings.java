package io.outcrop.facets.redact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The ranges that recognisers found in one text; overlapping ranges become one placeholder. */
final class Findings {
  private static final Comparator<Finding> BY_START =
      Comparator.comparingInt(Finding::start).thenComparing(Finding::kind);

  private final List<Finding> found = new ArrayList<>();

  private record Finding(Kind kind, int start, int end) {
    boolean overlaps(Finding other) {
      return other.start < end;
    }

    Finding union(Finding other) {
      Kind first = kind.compareTo(other.kind) <= 0 ? kind : other.kind;
      return new Finding(first, start, Math.max(end, other.end));
    }
  }

  void add(Kind kind, int start, int end) {
    if (start < end) {
      found.add(new Finding(kind, start, end));
    }
  }

  /** The text with each range replaced; the same string where nothing was found. */
  String applyTo(String text) {
    if (found.isEmpty()) {
      return text;
    }
    found.sort(BY_START);
    StringBuilder redacted = new StringBuilder(text.length());
    int copied = 0;
    Finding current = found.get(0);
    for (Finding next : found) {
      if (current.overlaps(next)) {
        current = current.union(next);
      } else {
        redacted.append(text, copied, current.start()).append(current.kind().placeholder());
        copied = current.end();
        current = next;
      }
    }
    redacted.append(text, copied, current.start()).append(current.kind().placeholder());
    return redacted.append(text, current.end(), text.length()).toString();
  }
}

package io.outcrop.jobs.ingest;

import io.outcrop.jobs.UserError;
import java.util.ArrayList;
import java.util.List;

/**
 * A pattern for paths: {@code *} and {@code ?} within a segment, {@code [a-z]}, {@code [^a]}, and
 * {@code \} before a character that stands for itself; alternatives in braces are {@linkplain
 * #expand expanded} first. What lies below a match belongs to it. Takes time in proportion to
 * pattern times path at most.
 */
final class Glob {
  private static final int MOST_ALTERNATIVES = 1000;

  private final List<String> segments;

  private Glob(List<String> segments) {
    this.segments = segments;
  }

  /** A pattern without braces; empty, it matches everything. */
  static Glob of(String pattern) {
    int end = pattern.length();
    while (end > 0 && pattern.charAt(end - 1) == '/') {
      end--;
    }
    return new Glob(end == 0 ? List.of() : List.of(pattern.substring(0, end).split("/", -1)));
  }

  /** The patterns without braces that one with braces stands for. */
  static List<String> expand(String pattern) {
    List<String> done = new ArrayList<>();
    List<String> open = new ArrayList<>(List.of(pattern));
    while (!open.isEmpty()) {
      String next = open.remove(open.size() - 1);
      int start = unescaped(next, '{', 0);
      int end = start < 0 ? -1 : closing(next, start);
      if (start < 0) {
        done.add(next);
      } else if (end < 0 || done.size() + open.size() > MOST_ALTERNATIVES) {
        throw new UserError(
            "Cannot use the pattern " + pattern + ".",
            end < 0 ? "a brace is not closed" : "its braces stand for too many paths",
            "write it as {a,b}, or give --input several times");
      } else {
        for (String alternative : alternatives(next.substring(start + 1, end))) {
          open.add(next.substring(0, start) + alternative + next.substring(end + 1));
        }
      }
    }
    return done.stream().distinct().sorted().toList();
  }

  private static int unescaped(String text, char wanted, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static int closing(String text, int start) {
    int depth = 0;
    for (int i = start; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '\\' -> i++;
        case '{' -> depth++;
        case '}' -> {
          if (--depth == 0) {
            return i;
          }
        }
        default -> {}
      }
    }
    return -1;
  }

  private static List<String> alternatives(String inner) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < inner.length(); i++) {
      switch (inner.charAt(i)) {
        case '\\' -> i++;
        case '{' -> depth++;
        case '}' -> depth--;
        case ',' -> {
          if (depth == 0) {
            parts.add(inner.substring(from, i));
            from = i + 1;
          }
        }
        default -> {}
      }
    }
    parts.add(inner.substring(from));
    return parts;
  }

  /** The longest beginning that every match has. */
  String literal() {
    StringBuilder literal = new StringBuilder();
    for (String segment : segments) {
      literal.append(literal.isEmpty() ? "" : "/").append(literalStart(segment));
      if (literalEnd(segment) < segment.length()) {
        break;
      }
    }
    return literal.toString();
  }

  /** What the name that comes next below a folder must begin with. */
  String literalBelow(String folder) {
    int depth = folder.split("/", -1).length - 1;
    return depth < segments.size() ? literalStart(segments.get(depth)) : "";
  }

  /** Whether all below a folder, however deep, may belong to a match already. */
  boolean isMatchedBy(String folder) {
    return folder.split("/", -1).length > segments.size();
  }

  private static int literalEnd(String segment) {
    int end = 0;
    while (end < segment.length() && "*?[".indexOf(segment.charAt(end)) < 0) {
      end += segment.charAt(end) == '\\' ? 2 : 1;
    }
    return Math.min(end, segment.length());
  }

  private static String literalStart(String segment) {
    StringBuilder literal = new StringBuilder();
    for (int i = 0; i < literalEnd(segment); i++) {
      if (segment.charAt(i) == '\\' && i + 1 < segment.length()) {
        i++;
      }
      literal.append(segment.charAt(i));
    }
    return literal.toString();
  }

  /**
   * Whether a path, or what lies below it, may match.
   *
   * @param path of a folder, with a slash at its end, or of an object
   */
  boolean mayMatch(String path) {
    String[] names = path.split("/", -1);
    int known = path.endsWith("/") ? names.length - 1 : names.length;
    if (!path.endsWith("/") && known < segments.size()) {
      return false;
    }
    for (int i = 0; i < Math.min(known, segments.size()); i++) {
      if (!matches(segments.get(i), names[i])) {
        return false;
      }
    }
    return true;
  }

  /** Whether a name on the path is hidden and the pattern does not name it so. */
  boolean hides(String path) {
    String[] names = path.split("/", -1);
    for (int i = 0; i < names.length; i++) {
      boolean named = i < segments.size() && isHidden(segments.get(i));
      if (isHidden(names[i]) && !named) {
        return true;
      }
    }
    return false;
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }

  /** Goes back to the last star alone, as no earlier one could do better. */
  private static boolean matches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int afterStar = 0;
    while (n < name.length()) {
      int next = p < pattern.length() && pattern.charAt(p) != '*' ? one(pattern, p, name, n) : -1;
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        afterStar = n;
      } else if (next > 0) {
        p = next;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++afterStar;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /** Where the pattern goes on when its next element takes the character; -1 when it does not. */
  private static int one(String pattern, int p, String name, int n) {
    char c = name.charAt(n);
    switch (pattern.charAt(p)) {
      case '?':
        return p + 1;
      case '\\':
        return p + 1 < pattern.length() && pattern.charAt(p + 1) == c ? p + 2 : -1;
      case '[':
        int end = pattern.indexOf(']', p + 2);
        if (end > 0) {
          return inClass(pattern.substring(p + 1, end), c) ? end + 1 : -1;
        }
        return c == '[' ? p + 1 : -1;
      default:
        return pattern.charAt(p) == c ? p + 1 : -1;
    }
  }

  private static boolean inClass(String content, char c) {
    boolean negated = content.startsWith("^") || content.startsWith("!");
    boolean in = false;
    for (int i = negated ? 1 : 0; i < content.length(); i++) {
      boolean range = i + 2 < content.length() && content.charAt(i + 1) == '-';
      char last = range ? content.charAt(i + 2) : content.charAt(i);
      in |= content.charAt(i) <= c && c <= last;
      i += range ? 2 : 0;
    }
    return in != negated;
  }
}

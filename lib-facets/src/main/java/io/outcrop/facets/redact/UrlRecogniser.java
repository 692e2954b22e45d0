package io.outcrop.facets.redact;

/**
 * Finds what is private in a URL: all of it where it holds credentials, and all after the host
 * where it has a query or a fragment with values. A plain URL stays.
 */
final class UrlRecogniser implements Recogniser {
  private static final String MARK = "://";

  @Override
  public boolean mayMatch(Traits traits) {
    return traits.colon();
  }

  @Override
  public void find(String text, Findings findings) {
    int floor = 0;
    for (int mark = text.indexOf(MARK); mark >= 0; mark = text.indexOf(MARK, floor)) {
      int hostStart = mark + MARK.length();
      int start = schemeStart(text, mark, floor);
      int end = urlEnd(text, hostStart);
      int from = start < mark ? privateFrom(text, start, hostStart, end) : -1;
      floor = hostStart;
      if (from >= 0) {
        // A URL within the query goes with it.
        while (text.startsWith(MARK, end)) {
          end = urlEnd(text, end + MARK.length());
        }
        findings.add(Kind.URL, from, end);
        floor = Math.max(end, hostStart);
      }
    }
  }

  /** Where the private part of the URL starts, or -1 where all of it may stay. */
  private static int privateFrom(String text, int start, int hostStart, int end) {
    int hostEnd = hostStart;
    int at = -1;
    int colon = -1;
    while (hostEnd < end && "/?#".indexOf(text.charAt(hostEnd)) < 0) {
      if (text.charAt(hostEnd) == '@') {
        at = hostEnd;
      } else if (text.charAt(hostEnd) == ':') {
        colon = hostEnd;
      }
      hostEnd++;
    }
    if (at >= 0 || (isPassword(text, colon, hostEnd) && indexOf(text, '@', hostEnd, end) >= 0)) {
      return start;
    }
    int query = indexOf(text, '?', hostEnd, end);
    int fragment = indexOf(text, '#', hostEnd, end);
    boolean hasValues = fragment >= 0 && indexOf(text, '=', fragment, end) >= 0;
    if (hasValues || (query >= 0 && query + 1 < end)) {
      return text.charAt(hostEnd) == '/' ? hostEnd + 1 : hostEnd;
    }
    return -1;
  }

  /** A password with an unescaped slash in it looks like a port that is no number. */
  private static boolean isPassword(String text, int colon, int end) {
    for (int i = colon + 1; colon >= 0 && i < end; i++) {
      if (!Chars.isDigit(text.charAt(i))) {
        return text.charAt(i) != ']';
      }
    }
    return false;
  }

  private static int indexOf(String text, char wanted, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text.charAt(i) == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static int schemeStart(String text, int mark, int floor) {
    int start = mark;
    while (start > floor && isScheme(text.charAt(start - 1))) {
      start--;
    }
    while (start < mark && !Chars.isLatin(text.charAt(start))) {
      start++;
    }
    return start;
  }

  private static boolean isScheme(char c) {
    return Chars.isLatin(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
  }

  private static int urlEnd(String text, int start) {
    int end = start;
    int closing = -1;
    if (end < text.length() && text.charAt(end) == '[') {
      closing = ipv6HostEnd(text, end);
      end = Math.max(end, closing);
    }
    while (end < text.length() && isUrl(text.charAt(end)) && !text.startsWith(MARK, end)) {
      end++;
    }
    while (end > start && end > closing && ".,;:!?)}'*_~".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return end;
  }

  private static int ipv6HostEnd(String text, int open) {
    int end = open + 1;
    while (end < text.length() && (Chars.isHex(text.charAt(end)) || text.charAt(end) == ':')) {
      end++;
    }
    boolean closed = end < text.length() && text.charAt(end) == ']' && end > open + 1;
    return closed ? end + 1 : open;
  }

  private static boolean isUrl(char c) {
    return c > ' ' && !Chars.isSpace(c) && "\"<>`[]|^\\".indexOf(c) < 0;
  }
}

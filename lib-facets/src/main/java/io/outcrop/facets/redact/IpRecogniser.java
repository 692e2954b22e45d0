package io.outcrop.facets.redact;

import java.util.Locale;
import java.util.Set;

/** Finds IPv4 and IPv6 addresses; a version in four parts is none where a word says so. */
final class IpRecogniser implements Recogniser {
  private static final Set<String> VERSION_WORDS =
      Set.of("v", "ver", "version", "release", "build", "versión", "versione");

  private static final int LONGEST = 45;

  @Override
  public boolean mayMatch(Traits traits) {
    return traits.digits() >= 2;
  }

  @Override
  public void find(String text, Findings findings) {
    DigitRun.forEach(text, run -> v4(text, run, findings));
    v6(text, findings);
  }

  private static void v4(String text, DigitRun run, Findings findings) {
    for (int i = 0; i + 4 <= run.size(); i++) {
      if (isDotted(run, i) && !saysVersion(text, run.start(i))) {
        findings.add(Kind.IP, run.start(i), run.end(i + 3));
        i += 3;
      }
    }
  }

  private static boolean isDotted(DigitRun run, int first) {
    int last = first + 3;
    char before = run.before(first);
    boolean apart = before != '.' && !Chars.isWord(before) && !Chars.isWord(run.after(last));
    boolean continues = last + 1 < run.size() && run.after(last) == '.';
    if (!apart || continues || run.after(first) != '.' || !run.isEvenlySeparated(first, 4)) {
      return false;
    }
    for (int i = first; i <= last; i++) {
      if (run.length(i) > 3 || run.value(i) > 255) {
        return false;
      }
    }
    return true;
  }

  private static boolean saysVersion(String text, int start) {
    int end = start;
    while (end > 0 && start - end < 3 && " :=\"".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    int from = end;
    while (from > 0 && end - from < 10 && Chars.isWord(text.charAt(from - 1))) {
      from--;
    }
    return VERSION_WORDS.contains(text.substring(from, end).toLowerCase(Locale.ROOT));
  }

  private static void v6(String text, Findings findings) {
    int colon = text.indexOf(':');
    while (colon >= 0) {
      int start = colon;
      while (start > 0 && colon - start < LONGEST && isV6(text.charAt(start - 1))) {
        start--;
      }
      int end = colon;
      while (end < text.length() && isV6(text.charAt(end))) {
        end++;
      }
      int trimmed = end;
      while (trimmed > start
          && ".:".indexOf(text.charAt(trimmed - 1)) >= 0
          && !text.startsWith("::", trimmed - 2)) {
        trimmed--;
      }
      if (trimmed - start <= LONGEST
          && Chars.isWordStart(text, start)
          && Chars.isWordEnd(text, trimmed)
          && isAddress(text.substring(start, trimmed))) {
        findings.add(Kind.IP, start, trimmed);
      }
      colon = text.indexOf(':', end);
    }
  }

  private static boolean isV6(char c) {
    return Chars.isHex(c) || c == ':' || c == '.';
  }

  /** Eight groups of hex digits, or fewer with one "::"; the last two may be an IPv4 address. */
  private static boolean isAddress(String candidate) {
    int gap = candidate.indexOf("::");
    if (candidate.indexOf("::", gap + 1) >= 0 && gap >= 0) {
      return false;
    }
    int groups = 0;
    int longest = 0;
    boolean digit = false;
    for (String group : candidate.split(":", -1)) {
      if (group.indexOf('.') > 0) {
        groups += 2;
        digit = true;
        continue;
      }
      if (group.length() > 4 || group.indexOf('.') == 0) {
        return false;
      }
      groups += group.isEmpty() ? 0 : 1;
      longest = Math.max(longest, group.length());
      digit |= group.chars().anyMatch(Character::isDigit);
    }
    if (gap < 0) {
      return groups == 8 && !candidate.startsWith(":") && !candidate.endsWith(":");
    }
    // "a::b" is a scope in C++ and "1::2" a slice in Python; an address with a gap has more.
    return groups < 8 && digit && (groups >= 3 || (groups >= 1 && longest >= 3));
  }
}

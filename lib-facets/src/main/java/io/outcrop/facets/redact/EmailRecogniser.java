package io.outcrop.facets.redact;

/** Finds e-mail addresses: a local part, {@code @} or {@code %40}, and a domain with a dot. */
final class EmailRecogniser implements Recogniser {
  private static final String ESCAPED_AT = "%40";

  @Override
  public boolean mayMatch(Traits traits) {
    return traits.at() || traits.percent();
  }

  @Override
  public void find(String text, Findings findings) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '@' || c == '\uff20') {
        address(text, i, i + 1, findings);
      } else if (c == '%' && text.startsWith(ESCAPED_AT, i)) {
        address(text, i, i + ESCAPED_AT.length(), findings);
      }
    }
  }

  private static void address(String text, int localEnd, int domainStart, Findings findings) {
    int start = localEnd;
    while (start > 0 && isLocal(text.charAt(start - 1))) {
      start--;
    }
    while (start < localEnd && !Chars.isWord(text.charAt(start)) && text.charAt(start) != '_') {
      start++;
    }
    if (start == localEnd) {
      return;
    }
    findings.add(Kind.EMAIL, start, domainEnd(text, domainStart));
  }

  /** Where the domain ends, or -1 where none stands there. */
  private static int domainEnd(String text, int start) {
    int end = -1;
    int label = start;
    boolean dotted = false;
    for (int i = start; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : ' ';
      if (Chars.isWord(c) || c == '-') {
        continue;
      }
      if (i == label) {
        break;
      }
      if (dotted && isTopLevel(text, label, i)) {
        end = i;
      }
      if (c != '.') {
        break;
      }
      dotted = true;
      label = i + 1;
    }
    return end;
  }

  private static boolean isTopLevel(String text, int start, int end) {
    if (end - start < 2) {
      return false;
    }
    // "xn--p1ai" is one as well, "3" of "name@1.2.3" is none.
    return Character.isLetter(text.charAt(start)) && Character.isLetter(text.charAt(start + 1));
  }

  /** Not the percent sign, legal as it is: it would run one escaped address into the next. */
  private static boolean isLocal(char c) {
    return Chars.isWord(c) || c == '.' || c == '_' || c == '+' || c == '-' || c == '\'';
  }
}

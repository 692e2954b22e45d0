package io.outcrop.facets.redact;

/** Finds long strings of high entropy: base64 and its kin, whatever issued them. */
final class RandomStringRecogniser implements Recogniser {
  private static final int SHORTEST = 20;

  /** Longer than any path or identifier: text in base64, images in data URIs. */
  private static final int BLOB = 200;

  @Override
  public boolean mayMatch(Traits traits) {
    return traits.longestToken() >= SHORTEST;
  }

  @Override
  public void find(String text, Findings findings) {
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      if (i < text.length() && Traits.isToken(text.charAt(i))) {
        start = start < 0 ? i : start;
      } else if (start >= 0) {
        judge(text, start, i, findings);
        start = -1;
      }
    }
  }

  private static void judge(String text, int start, int end, Findings findings) {
    // "name=value" and "--option=value": the value is what may be random.
    int from = start;
    for (int i = start; i < end - 1; i++) {
      if (text.charAt(i) == '=' && text.charAt(i + 1) != '=') {
        part(text, from, i, findings);
        from = i + 1;
      }
    }
    part(text, from, end, findings);
  }

  private static void part(String text, int start, int end, Findings findings) {
    int length = end - start;
    if (length < SHORTEST || !Randomness.looksIssued(text, start, end)) {
      return;
    }
    if (Randomness.looksDrawn(text, start, end)
        || (length >= BLOB && isOneWord(text, start, end))) {
      findings.add(Kind.KEY, start, end);
    }
  }

  /** Whether hardly any separators stand between the letters, as in encoded data. */
  private static boolean isOneWord(String text, int start, int end) {
    int separators = 0;
    for (int i = start; i < end; i++) {
      separators += Chars.isAlphanumeric(text.charAt(i)) ? 0 : 1;
    }
    return separators * 12 < end - start;
  }
}

package io.outcrop.facets.redact;

/**
 * Finds identifiers: UUIDs, long hex and digit runs, letters mixed with digits, numbers of the
 * social-security and bank kind, and such as {@code name_1234} or {@code ORD-00123} whole.
 *
 * <p>Words, dates, years, decimals and short codes such as {@code utf-8} stay.
 */
final class IdRecogniser implements Recogniser {
  private static final int LONG_DIGITS = 7;
  private static final int LONG_HEX = 16;
  private static final int LONG_MIXED = 10;
  private static final int SHORT_MIXED = 6;
  private static final int[] UUID = {8, 4, 4, 4, 12};

  @Override
  public boolean mayMatch(Traits traits) {
    return traits.digits() >= 2;
  }

  @Override
  public void find(String text, Findings findings) {
    int i = 0;
    while (i < text.length()) {
      if (Chars.isAlphanumeric(text.charAt(i))) {
        i = joined(text, i, findings);
      } else {
        i++;
      }
    }
    DigitRun.forEach(text, run -> grouped(run, findings));
    MacAddress.find(text, findings);
  }

  /** Judges the segments that single hyphens and underscores join, and returns where they end. */
  private static int joined(String text, int start, Findings findings) {
    boolean isId = false;
    boolean numbered = false;
    boolean lettered = false;
    int segments = 0;
    boolean uuid = true;
    int i = start;
    while (true) {
      Segment segment = Segment.at(text, i);
      isId |= isIdAlone(text, segment);
      numbered |= segment.longestDigits() >= 4 && !segment.isYear(text) && !segment.isDecimal(text);
      lettered |= segment.letters() > 0;
      uuid &= segments < UUID.length && segment.isHex() && segment.length() == UUID[segments];
      segments++;
      i = segment.end();
      if (!continues(text, i)) {
        break;
      }
      i++;
    }
    uuid &= segments == UUID.length;
    boolean numberedName = numbered && lettered && segments > 1 && i - start >= LONG_MIXED;
    if (isId || uuid || numberedName) {
      findings.add(Kind.ID, start, i);
    }
    return i;
  }

  private static boolean continues(String text, int i) {
    return i + 1 < text.length()
        && (text.charAt(i) == '-' || text.charAt(i) == '_')
        && Chars.isAlphanumeric(text.charAt(i + 1));
  }

  private static boolean isIdAlone(String text, Segment segment) {
    if (segment.digits() == 0) {
      return false;
    }
    if (segment.longestDigits() >= LONG_DIGITS) {
      return !segment.isDecimal(text);
    }
    if (segment.letters() == 0) {
      return false;
    }
    if (segment.isHex() && segment.length() >= LONG_HEX) {
      return true;
    }
    if (segment.length() >= LONG_MIXED) {
      return segment.digits() >= 3 || segment.digitRuns() >= 2;
    }
    // A short code, such as a booking's: capitals and digits that alternate.
    return segment.length() >= SHORT_MIXED
        && !segment.lower()
        && segment.digits() >= 2
        && segment.changes() >= 2;
  }

  private static void grouped(DigitRun run, Findings findings) {
    for (int i = 0; i < run.size(); i++) {
      if (run.hasShape(i, 3, 2, 4) && run.isEvenlySeparated(i, 3) && run.standsAlone(i, 3)) {
        findings.add(Kind.ID, run.start(i), run.end(i + 2));
        i += 2;
      } else if (run.hasShape(i, 4, 4, 4) && run.isEvenlySeparated(i, 3)) {
        i = quads(run, i, findings);
      }
    }
  }

  /** Groups of four digits as on cards and accounts; years in a row are none. */
  private static int quads(DigitRun run, int first, Findings findings) {
    int last = first;
    boolean years = true;
    while (last < run.size() && run.length(last) == 4) {
      years &= run.value(last) >= 1900 && run.value(last) < 2100;
      last++;
    }
    if (!years && last - first <= 5) {
      findings.add(Kind.ID, run.start(first), run.end(last - 1));
    }
    return last - 1;
  }
}

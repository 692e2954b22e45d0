package io.outcrop.facets.redact;

/** Finds payment card numbers: 13 to 19 digits, grouped as on cards or not at all, Luhn holds. */
final class CardRecogniser implements Recogniser {
  private static final int[][] GROUPINGS = {
    {4, 4, 4, 4, 3}, {4, 4, 4, 4}, {4, 6, 5}, {4, 6, 4}, {4, 4, 5}
  };

  @Override
  public boolean mayMatch(Traits traits) {
    return traits.digits() >= 13;
  }

  @Override
  public void find(String text, Findings findings) {
    DigitRun.forEach(text, run -> cards(text, run, findings));
  }

  private static void cards(String text, DigitRun run, Findings findings) {
    for (int i = 0; i < run.size(); i++) {
      int groups = groups(text, run, i);
      if (groups > 0) {
        findings.add(Kind.CARD, run.start(i), run.end(i + groups - 1));
        i += groups - 1;
      }
    }
  }

  /** How many groups from there make a card number, 0 for none. */
  private static int groups(String text, DigitRun run, int first) {
    if (run.length(first) >= 13 && run.length(first) <= 19) {
      return isCard(text, run, first, 1) ? 1 : 0;
    }
    for (int[] lengths : GROUPINGS) {
      if (run.hasShape(first, lengths)
          && run.isEvenlySeparated(first, lengths.length)
          && isCard(text, run, first, lengths.length)) {
        return lengths.length;
      }
    }
    return 0;
  }

  private static boolean isCard(String text, DigitRun run, int first, int groups) {
    int start = run.start(first);
    int end = run.end(first + groups - 1);
    int issuer = Character.digit(text.charAt(start), 10);
    return issuer >= 2 && issuer <= 6 && luhnHolds(text, start, end);
  }

  private static boolean luhnHolds(String text, int start, int end) {
    int sum = 0;
    boolean doubled = false;
    for (int i = end - 1; i >= start; i--) {
      char c = text.charAt(i);
      if (!Chars.isDigit(c)) {
        continue;
      }
      int digit = Character.digit(c, 10) * (doubled ? 2 : 1);
      sum += digit > 9 ? digit - 9 : digit;
      doubled = !doubled;
    }
    return sum % 10 == 0;
  }
}

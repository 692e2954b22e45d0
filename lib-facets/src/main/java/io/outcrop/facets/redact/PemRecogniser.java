package io.outcrop.facets.redact;

/**
 * Finds PEM blocks, from {@code -----BEGIN} to the line that ends them; a block that was cut off
 * reaches to the end of the text.
 */
final class PemRecogniser implements Recogniser {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  @Override
  public boolean mayMatch(Traits traits) {
    return traits.longestToken() >= DASHES.length();
  }

  @Override
  public void find(String text, Findings findings) {
    int begin = text.indexOf(BEGIN);
    while (begin >= 0) {
      int end = blockEnd(text, begin + BEGIN.length());
      findings.add(Kind.KEY, begin, end);
      begin = text.indexOf(BEGIN, end);
    }
  }

  private static int blockEnd(String text, int from) {
    int end = text.indexOf(END, from);
    if (end < 0) {
      return text.length();
    }
    int dashes = text.indexOf(DASHES, end + END.length());
    return dashes < 0 ? text.length() : dashes + DASHES.length();
  }
}

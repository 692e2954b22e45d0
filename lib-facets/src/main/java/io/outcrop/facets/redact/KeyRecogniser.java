package io.outcrop.facets.redact;

import java.util.List;

/** Finds keys and tokens whose issuers gave them a known beginning, and JSON web tokens. */
final class KeyRecogniser implements Recogniser {
  private static final int SHORTEST = 16;

  private record Shape(String prefix, int shortestBody) {}

  private static final List<Shape> SHAPES =
      List.of(
          new Shape("sk-", 16),
          new Shape("sk_live_", 10),
          new Shape("sk_test_", 10),
          new Shape("pk_live_", 10),
          new Shape("pk_test_", 10),
          new Shape("rk_live_", 10),
          new Shape("rk_test_", 10),
          new Shape("pk-lf-", 16),
          new Shape("whsec_", 16),
          new Shape("ghp_", 20),
          new Shape("gho_", 20),
          new Shape("ghu_", 20),
          new Shape("ghs_", 20),
          new Shape("ghr_", 20),
          new Shape("github_pat_", 20),
          new Shape("glpat-", 16),
          new Shape("xoxa-", 10),
          new Shape("xoxb-", 10),
          new Shape("xoxp-", 10),
          new Shape("xoxr-", 10),
          new Shape("xoxs-", 10),
          new Shape("xapp-", 10),
          new Shape("AKIA", 16),
          new Shape("ASIA", 16),
          new Shape("AIza", 30),
          new Shape("ya29.", 16),
          new Shape("npm_", 20),
          new Shape("pypi-", 20),
          new Shape("hf_", 20),
          new Shape("gsk_", 20),
          new Shape("xai-", 20),
          new Shape("lsv2_", 20),
          new Shape("dop_v1_", 20),
          new Shape("shpat_", 20),
          new Shape("SG.", 20),
          new Shape("eyJ", 20));

  @Override
  public boolean mayMatch(Traits traits) {
    return traits.longestToken() >= SHORTEST;
  }

  @Override
  public void find(String text, Findings findings) {
    int i = 0;
    while (i < text.length()) {
      if (!isBody(text.charAt(i))) {
        i++;
        continue;
      }
      int end = i;
      while (end < text.length() && isBody(text.charAt(end))) {
        end++;
      }
      token(text, i, end, findings);
      i = end;
    }
  }

  /**
   * A run of letters, digits, {@code _}, {@code -} and dots: a key is its beginning, or follows =
   */
  private static void token(String text, int start, int end, Findings findings) {
    int trimmed = end;
    while (trimmed > start && "._-".indexOf(text.charAt(trimmed - 1)) >= 0) {
      trimmed--;
    }
    if (trimmed - start < SHORTEST) {
      return;
    }
    for (Shape shape : SHAPES) {
      int body = start + shape.prefix().length();
      if (text.startsWith(shape.prefix(), start)
          && trimmed - body >= shape.shortestBody()
          && Randomness.looksIssued(text, body, trimmed)) {
        findings.add(Kind.KEY, start, trimmed);
        return;
      }
    }
  }

  private static boolean isBody(char c) {
    return Chars.isLatin(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
  }
}

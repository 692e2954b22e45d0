package io.outcrop.facets.detect;

import java.util.List;
import java.util.Locale;

/**
 * Whether a short result says no more than that something was done: {@code {"ok": true}}, {@code
 * status=ok; reference=7}. A tool that answers so has changed or sent something, whatever its name.
 */
final class Acknowledgement {
  private static final int MOST_CHARS = 400;
  private static final int MOST_PAIRS = 6;
  private static final String[] DONE = {
    "ok:true",
    "success:true",
    "succeeded:true",
    "done:true",
    "status:ok",
    "status:success",
    "status:done",
    "status:completed",
    "result:ok",
    "result:done",
    "result:success"
  };

  /** A check answers so, and changes nothing. */
  private static final List<String> VERDICTS =
      List.of("passed:", "valid:", "allowed:", "eligible:", "permitted:", "available:", "rate:");

  private Acknowledgement() {}

  static boolean in(String result) {
    if (result == null || result.length() > MOST_CHARS) {
      return false;
    }
    String plain = plain(result);
    if (isVerdict(result)) {
      return false;
    }
    if (plain.indexOf('[') >= 0 || plain.chars().filter(c -> c == ':').count() > MOST_PAIRS) {
      return false;
    }
    for (String done : DONE) {
      int at = plain.indexOf(done);
      int end = at + done.length();
      boolean whole = end >= plain.length() || !Character.isLetterOrDigit(plain.charAt(end));
      if (at >= 0 && whole && (at == 0 || !Character.isLetterOrDigit(plain.charAt(at - 1)))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a short result says whether something may be done, or what for: nothing was done. */
  static boolean isVerdict(String result) {
    return result != null
        && result.length() <= MOST_CHARS
        && VERDICTS.stream().anyMatch(plain(result)::contains);
  }

  /** Whether it acknowledges a message. */
  static boolean ofMessage(String result) {
    String plain = plain(result);
    return plain.contains("message_id:") || plain.contains("messageid:");
  }

  /** Without blanks, quotes and braces, with colons for signs of equality. */
  private static String plain(String result) {
    StringBuilder plain = new StringBuilder(result.length());
    for (int i = 0; i < result.length(); i++) {
      char c = result.charAt(i);
      if (c == '=') {
        plain.append(':');
      } else if (c != '"' && c != '\'' && !CharKinds.isBlank(c)) {
        plain.append(c);
      }
    }
    return plain.toString().toLowerCase(Locale.ROOT);
  }
}

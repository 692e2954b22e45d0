package io.outcrop.facets.redact;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds what a name in front calls a secret: {@code api_key=...}, {@code "password": "..."}, {@code
 * Bearer ...}.
 */
final class SecretRecogniser implements Recogniser {
  private static final int LONGEST_NAME = 64;
  private static final int SHORTEST_TOKEN = 8;

  /** How much of a value is looked at to judge it: hostile text may nest them without end. */
  private static final int JUDGED = 512;

  /** What stands after these is secret whatever it looks like. */
  private static final List<String> PASSWORDS =
      List.of(
          "password",
          "passwd",
          "passphrase",
          "passcode",
          "pwd",
          "secret",
          "secretkey",
          "privatekey",
          "contraseña",
          "passwort",
          "kennwort",
          "senha",
          "пароль",
          "密码",
          "密碼",
          "パスワード");

  /** These are words of prose and of token counts as well: the value has to look issued. */
  private static final List<String> TOKENS =
      List.of(
          "token",
          "apikey",
          "accesskey",
          "accesskeyid",
          "authkey",
          "signingkey",
          "encryptionkey",
          "subscriptionkey",
          "credential",
          "credentials",
          "authorization",
          "signature",
          "sessionid",
          "cookie");

  private static final List<String> SCHEMES = List.of("bearer", "basic");

  private static final Set<String> NOTHING =
      Set.of("null", "none", "nil", "undefined", "true", "false", "string", "str", "required");

  @Override
  public boolean mayMatch(Traits traits) {
    return traits.colon() || traits.equals() || traits.longestToken() >= SHORTEST_TOKEN;
  }

  @Override
  public void find(String text, Findings findings) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ':' || c == '=' || c == '\uff1a') {
        i = assignment(text, i, findings);
      } else if (c == 'b' || c == 'B') {
        scheme(text, i, findings);
      } else if (c == 'i' && text.startsWith(" is ", i - 1)) {
        sentence(text, i - 1, findings);
      }
    }
  }

  private static void scheme(String text, int start, Findings findings) {
    for (String scheme : SCHEMES) {
      int end = start + scheme.length();
      if (text.regionMatches(true, start, scheme, 0, scheme.length())
          && end < text.length()
          && text.charAt(end) == ' '
          && Chars.isWordStart(text, start)) {
        int from = end + 1;
        int to = from;
        while (to < text.length() && isCredential(text.charAt(to))) {
          to++;
        }
        if (to - from >= SHORTEST_TOKEN && Randomness.looksIssued(text, from, to)) {
          findings.add(Kind.KEY, from, to);
        }
      }
    }
  }

  private static boolean isCredential(char c) {
    return Traits.isToken(c) || c == '.' || c == '~';
  }

  /** Returns where the value ends, or the sign's own place where it is no secret. */
  private static int assignment(String text, int sign, Findings findings) {
    int nameEnd = sign;
    while (nameEnd > 0
        && sign - nameEnd < 4
        && " \"'`\\:*".indexOf(text.charAt(nameEnd - 1)) >= 0) {
      nameEnd--;
    }
    String name = nameBefore(text, nameEnd);
    boolean password = endsWithOne(PASSWORDS, name);
    if (!password && !endsWithOne(TOKENS, name)) {
      return sign;
    }
    int start = sign + 1;
    while (start < text.length()
        && start - sign < 6
        && " \"'`\\=>*".indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    if (start == text.length()) {
      return sign;
    }
    int quote = "\"'`".indexOf(text.charAt(start - 1)) >= 0 ? quoteEnd(text, start) : -1;
    int judged = quote >= 0 ? quote : valueEnd(text, start, JUDGED);
    if (!isSecret(text, start, judged, password)) {
      return sign;
    }
    int end = quote >= 0 ? quote : valueEnd(text, start, text.length());
    findings.add(Kind.KEY, start, end);
    return end - 1;
  }

  /** Where the quote closes on the same line, or -1: passwords hold every other character. */
  private static int quoteEnd(String text, int start) {
    char quote = text.charAt(start - 1);
    for (int i = start; i < text.length() && i - start < JUDGED; i++) {
      char c = text.charAt(i);
      if (c == quote && text.charAt(i - 1) != '\\') {
        return i;
      }
      if (c == '\n' || c == '\r') {
        return -1;
      }
    }
    return -1;
  }

  /** "The password is hunter2": prose, so only what no prose holds counts. */
  private static void sentence(String text, int space, Findings findings) {
    String name = nameBefore(text, space);
    if (endsWithOne(PASSWORDS, name) || endsWithOne(TOKENS, name)) {
      int start = space + " is ".length();
      while (start < text.length() && "\"'`".indexOf(text.charAt(start)) >= 0) {
        start++;
      }
      int end = valueEnd(text, start, text.length());
      if (end - start >= 4 && Randomness.looksIssued(text, start, end)) {
        findings.add(Kind.KEY, start, end);
      }
    }
  }

  private static boolean isSecret(String text, int start, int end, boolean password) {
    if (end - start < 3 || "[<{*$".indexOf(text.charAt(start)) >= 0) {
      return false;
    }
    if (password) {
      int length = end - start;
      return length > 10 || !NOTHING.contains(text.substring(start, end).toLowerCase(Locale.ROOT));
    }
    return end - start >= SHORTEST_TOKEN
        && Randomness.looksIssued(text, start, end)
        && !isNumber(text, start, end);
  }

  private static boolean isNumber(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (!Chars.isDigit(text.charAt(i)) && ".,_-".indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** A bare value ends with a space, a quote, a bracket or a delimiter. */
  private static int valueEnd(String text, int start, int longest) {
    int end = start;
    while (end < text.length()
        && end - start < longest
        && !Chars.isSpace(text.charAt(end))
        && "\"'`,;&<>()[]{}\\|。，、；）".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    while (end > start && ".!?:".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return end;
  }

  /** The identifier that ends there, in small letters and without {@code _}, {@code -}, dots. */
  private static String nameBefore(String text, int end) {
    StringBuilder name = new StringBuilder();
    for (int i = end - 1; i >= 0 && end - i <= LONGEST_NAME; i--) {
      char c = text.charAt(i);
      if (Chars.isWord(c)) {
        name.append(Character.toLowerCase(c));
      } else if ("_-.".indexOf(c) < 0) {
        break;
      }
    }
    return name.reverse().toString();
  }

  private static boolean endsWithOne(List<String> endings, String name) {
    for (String ending : endings) {
      if (name.endsWith(ending)) {
        return true;
      }
    }
    return false;
  }
}

package io.outcrop.facets.trace;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Attributes of a span that name an object in which a part of its content is kept (OpenTelemetry's
 * upload hook for GenAI content).
 */
public final class ContentReferences {
  private static final String SYSTEM = "gen_ai.system_instructions_ref";
  private static final String INPUT = "gen_ai.input.messages_ref";

  /** The reference to what the call gave; all others are to what went in. */
  public static final String OUTPUT = "gen_ai.output.messages_ref";

  /** The attributes' names. */
  public static final List<String> KEYS = List.of(SYSTEM, INPUT, OUTPUT);

  private ContentReferences() {}

  /**
   * The attribute under which the messages of a referred object supplement the span; see {@link
   * LoggedMessages}.
   */
  public static String messagesKey(String reference) {
    return switch (reference) {
      case SYSTEM -> LoggedMessages.key(true, 0, 0);
      case INPUT -> LoggedMessages.key(true, 0, 1);
      case OUTPUT -> LoggedMessages.key(false, 0, 0);
      default -> throw new IllegalArgumentException("no reference to content: " + reference);
    };
  }

  /** One spelling of an object's address, for comparison; it is never opened. */
  public static String normalAddress(String address) {
    String text = decoded(address.strip());
    int scheme = text.indexOf(":/");
    if (scheme <= 0) {
      return text.startsWith("/") ? "file:" + text : text;
    }
    String name = text.substring(0, scheme).toLowerCase(Locale.ROOT);
    String path = text.substring(scheme + 1);
    if (name.equals("file") || name.equals("local")) {
      int start = 0;
      while (start + 1 < path.length() && path.charAt(start + 1) == '/') {
        start++;
      }
      return "file:" + path.substring(start);
    }
    return (name.equals("s3a") || name.equals("s3n") ? "s3" : name) + ":" + path;
  }

  private static String decoded(String address) {
    if (address.indexOf('%') < 0) {
      return address;
    }
    try {
      // A plus sign is a plus sign in a path.
      return URLDecoder.decode(address.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // A percent sign that is no code belongs to the name.
      return address;
    }
  }
}

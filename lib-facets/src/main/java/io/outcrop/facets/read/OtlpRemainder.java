package io.outcrop.facets.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.outcrop.facets.read.OtlpReader.Level;
import io.outcrop.facets.read.Reject.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;

/**
 * What is left of an OTLP/JSON document behind a place at which it is broken: it is taken up again
 * where the next span, scope or resource begins.
 *
 * <p>Such a beginning is a brace, a name and the first character of its value. Within a text its
 * quotes would be escaped, so a text that looks like one is not mistaken for it.
 */
final class OtlpRemainder {
  /** After so many broken places the rest is given up. */
  private static final int MAX_BREAKS = 1_000;

  private static final int MAX_KEY = 40;

  private final SpanOutput out;
  private OtlpReader reader;

  OtlpRemainder(OtlpReader reader, SpanOutput out) {
    this.reader = reader;
    this.out = out;
  }

  void read(JsonParser broken) throws IOException {
    if (!(broken.getInputSource() instanceof InputStream source)) {
      return;
    }
    RereadStream rest = new RereadStream(source);
    broken.releaseBuffered(rest.takingBack());
    for (int breaks = 1; breaks < MAX_BREAKS; ) {
      Opening opening = next(rest);
      if (opening == null) {
        return;
      }
      InputStream list = new SequenceInputStream(new ByteArrayInputStream(opening.bytes()), rest);
      try (JsonParser parser = Json.FACTORY.createParser(list)) {
        parser.nextToken();
        reader = reader.continued(parser);
        try {
          reader.list(opening.level());
        } catch (JsonProcessingException e) {
          breaks++;
          out.rejectSegment(Reason.MALFORMED_JSON, e.getOriginalMessage());
        }
        parser.releaseBuffered(rest.takingBack());
      }
    }
    out.rejectSegment(
        Reason.UNKNOWN_FORMAT, "broken in " + MAX_BREAKS + " places; gave up on what follows");
  }

  /** The beginning of an element. */
  private record Opening(Level level, String key, char value) {
    byte[] bytes() {
      return ("[{\"" + key + "\":" + value).getBytes(StandardCharsets.US_ASCII);
    }
  }

  /** Moves behind the next beginning; null where there is none. */
  private static Opening next(RereadStream rest) throws IOException {
    int b = rest.read();
    while (b >= 0) {
      if (b != '{') {
        b = rest.read();
        continue;
      }
      b = visible(rest);
      if (b != '"') {
        continue;
      }
      StringBuilder key = new StringBuilder();
      for (b = rest.read(); isLetter(b) && key.length() < MAX_KEY; b = rest.read()) {
        key.append((char) b);
      }
      if (b != '"') {
        continue;
      }
      b = visible(rest);
      if (b != ':') {
        continue;
      }
      b = visible(rest);
      Level level = level(key.toString(), b);
      if (level != null) {
        return new Opening(level, key.toString(), (char) b);
      }
    }
    return null;
  }

  private static int visible(RereadStream rest) throws IOException {
    int b = rest.read();
    while (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
      b = rest.read();
    }
    return b;
  }

  private static boolean isLetter(int b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '_';
  }

  private static Level level(String key, int value) {
    if (value == '[') {
      return levelOfList(key);
    }
    if (value == '"') {
      return key.equals("traceId") || key.equals("trace_id") ? Level.SPAN : null;
    }
    if (value != '{') {
      return null;
    }
    return switch (key) {
      case "resource" -> Level.RESOURCE;
      case "scope", "instrumentationLibrary", "instrumentation_library" -> Level.SCOPE;
      default -> null;
    };
  }

  private static Level levelOfList(String key) {
    if (OtlpDialect.REQUEST_KEYS.contains(key)) {
      return Level.REQUEST;
    }
    if (OtlpDialect.SCOPE_KEYS.contains(key)) {
      return Level.RESOURCE;
    }
    return key.equals("spans") ? Level.SCOPE : null;
  }
}

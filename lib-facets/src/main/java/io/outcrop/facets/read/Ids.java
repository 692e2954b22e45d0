package io.outcrop.facets.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** Identifiers of traces and spans in the forms that exporters write. */
final class Ids {
  private static final int TRACE_BYTES = 16;
  private static final int SPAN_BYTES = 8;

  private Ids() {}

  /** An OpenTelemetry trace id in lower-case hex; null where there is none or it is invalid. */
  static String trace(String text) {
    return otel(text, TRACE_BYTES);
  }

  /** An OpenTelemetry span id in lower-case hex; null where there is none or it is invalid. */
  static String span(String text) {
    return otel(text, SPAN_BYTES);
  }

  /**
   * A parent's id: null at a root. An id in no known form is kept as it is, since a span with an
   * unknown parent says more than a false root.
   */
  static String parent(String text) {
    if (isAbsent(text)) {
      return null;
    }
    String id = span(text);
    return id == null ? vendor(text) : id;
  }

  /** Whether a text stands for no id at all. */
  static boolean isAbsent(String text) {
    if (text == null || text.isBlank() || text.equals("undefined") || text.equals("null")) {
      return true;
    }
    String digits = withoutPrefix(text.strip());
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) != '0') {
        return false;
      }
    }
    return true;
  }

  /** A vendor's id: as it is, save that hexadecimal ids of OpenTelemetry's lengths are lowered. */
  static String vendor(String text) {
    String id = text.strip();
    boolean otelLength = id.length() == 2 * TRACE_BYTES || id.length() == 2 * SPAN_BYTES;
    return otelLength && isHex(id) ? id.toLowerCase(Locale.ROOT) : id;
  }

  /** An id that a producer wrote as a text, or as Node's list of bytes. */
  static String text(JsonNode node) {
    if (node == null || node.isNull()) {
      return null;
    }
    JsonNode bytes = node.path("data");
    if (bytes.isArray() && bytes.size() <= TRACE_BYTES) {
      StringBuilder hex = new StringBuilder();
      for (JsonNode b : bytes) {
        HexFormat.of().toHexDigits(hex, (byte) b.asInt());
      }
      return hex.toString();
    }
    return Json.text(node);
  }

  private static String otel(String text, int bytes) {
    if (isAbsent(text)) {
      return null;
    }
    String id = withoutPrefix(text.strip());
    if (id.length() == 36 && id.charAt(8) == '-') {
      id = id.replace("-", "");
    }
    if (id.length() == 2 * bytes && isHex(id)) {
      return id.toLowerCase(Locale.ROOT);
    }
    int base64Length = (bytes + 2) / 3 * 4;
    return id.length() == base64Length && id.endsWith("=") ? fromBase64(id, bytes) : null;
  }

  private static String fromBase64(String id, int bytes) {
    try {
      byte[] decoded = Base64.getDecoder().decode(id);
      String hex = HexFormat.of().formatHex(decoded);
      return decoded.length == bytes && !isAbsent(hex) ? hex : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static String withoutPrefix(String text) {
    return text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
  }

  private static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!HexFormat.isHexDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}

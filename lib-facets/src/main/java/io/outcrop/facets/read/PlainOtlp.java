package io.outcrop.facets.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.outcrop.facets.read.Json.TooDeepException;
import io.outcrop.facets.read.JsonScanner.Unsure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads OTLP/JSON requests of the shape that stock exporters write straight from their bytes: no
 * parser, no tree, and texts are decoded where they become a column.
 *
 * <p>Whatever is not of exactly that shape, or bad in any way, is left to {@link OtlpReader}, which
 * then reads the request anew. What is read here is what that one would have read.
 */
final class PlainOtlp {
  private static final byte[] BEGINNING =
      "{\"resourceSpans\":[".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_KEPT = 1 << 20;
  private static final int RESOURCE = 1;
  private static final int SCOPE_SPANS = 2;
  private static final int SCOPE = 3;
  private static final int SPANS = 4;
  private static final int NAME = 5;
  private static final int ATTRIBUTES = 6;
  private static final int OTHER = 7;
  private static final int REQUEST = 9;

  /** A member of which the general reader would not simply step over the value. */
  private static final int RESERVED = 8;

  private final JsonScanner json = new JsonScanner();
  private final PlainValues values = new PlainValues(json);
  private final PlainSpans spanReader = new PlainSpans(json, values);
  private final NameTable members = new NameTable(1 << 5, "\"", "\":", PlainOtlp::member);

  private SpanOutput out;
  private Attributes resource;
  private byte[] resourceBytes = new byte[0];
  private int spans;

  /** Whether it holds more memory than should be kept for the next object. */
  boolean isLarge() {
    return values.memory() > MAX_KEPT;
  }

  private static int member(String name) {
    if (name.equals("scopeSpans")) {
      return SCOPE_SPANS;
    }
    if (OtlpDialect.REQUEST_KEYS.contains(name)) {
      return name.equals("resourceSpans") ? REQUEST : RESERVED;
    }
    if (OtlpDialect.SCOPE_KEYS.contains(name)) {
      return RESERVED;
    }
    return switch (name) {
      case "resource" -> RESOURCE;
      case "scope" -> SCOPE;
      case "spans" -> SPANS;
      case "name" -> NAME;
      case "attributes" -> ATTRIBUTES;
      case "instrumentationLibrary", "instrumentation_library" -> RESERVED;
      default -> OTHER;
    };
  }

  /** Whether a document begins like a request; white space is looked over. */
  static boolean begins(byte[] bytes, int from, int to) {
    int matched = 0;
    for (int i = from; i < to && matched < BEGINNING.length; i++) {
      if (bytes[i] == BEGINNING[matched]) {
        matched++;
      } else if (bytes[i] != ' ' && bytes[i] != '\n' && bytes[i] != '\r' && bytes[i] != '\t') {
        return false;
      }
    }
    return matched == BEGINNING.length;
  }

  /** The spans of the last document that went out before it was read to its end or given up. */
  int spans() {
    return spans;
  }

  /** Reads a document to its end, or is false where it is to be read in another way. */
  boolean read(byte[] bytes, int from, int to, SpanOutput target) throws IOException {
    out = target;
    spans = 0;
    json.begin(bytes, from, to);
    values.documentStarts(to - from);
    try {
      document();
      return true;
    } catch (Unsure | JsonProcessingException | InvalidSpanException | TooDeepException e) {
      // An ordinary outcome: the general reader tells what is wrong, if anything is.
      return false;
    }
  }

  private void document() throws Unsure, IOException, InvalidSpanException, TooDeepException {
    json.expect('{');
    if (values.member(members) != REQUEST) {
      throw new Unsure();
    }
    if (!json.isEmpty('[', ']')) {
      do {
        resourceSpans();
      } while (json.more(']'));
    }
    while (json.more('}')) {
      int member = values.member(members);
      if (member == REQUEST || member == RESERVED) {
        throw new Unsure();
      }
      json.skipValue();
    }
    json.expectEnd();
  }

  private void resourceSpans() throws Unsure, IOException, InvalidSpanException, TooDeepException {
    boolean known = false;
    json.expect('{');
    do {
      switch (values.member(members)) {
        case RESOURCE -> {
          if (known) {
            throw new Unsure();
          }
          known = true;
          resource();
        }
        case SCOPE_SPANS -> {
          if (!known) {
            // Its spans have to wait for it.
            throw new Unsure();
          }
          scopes();
        }
        case RESERVED, REQUEST -> throw new Unsure();
        default -> json.skipValue();
      }
    } while (json.more('}'));
  }

  /** Mostly the resource is the one that came before. */
  private void resource() throws Unsure {
    json.peek();
    if (resource != null && json.take(resourceBytes)) {
      return;
    }
    int from = json.position();
    resource = null;
    Attributes read = new Attributes();
    boolean attributes = false;
    if (!json.isEmpty('{', '}')) {
      do {
        if (values.member(members) != ATTRIBUTES) {
          json.skipValue();
        } else if (attributes) {
          throw new Unsure();
        } else {
          attributes = true;
          values.lastingAttributes(read);
        }
      } while (json.more('}'));
    }
    resource = read;
    resourceBytes = Arrays.copyOfRange(json.bytes(), from, json.position());
  }

  private void scopes() throws Unsure, IOException, InvalidSpanException, TooDeepException {
    if (!json.isEmpty('[', ']')) {
      do {
        scopeSpans();
      } while (json.more(']'));
    }
  }

  private void scopeSpans() throws Unsure, IOException, InvalidSpanException, TooDeepException {
    String scope = null;
    if (json.isEmpty('{', '}')) {
      return;
    }
    do {
      switch (values.member(members)) {
        case SCOPE -> scope = scope(scope);
        case SPANS -> spans(scope);
        case RESERVED -> throw new Unsure();
        default -> json.skipValue();
      }
    } while (json.more('}'));
  }

  private String scope(String before) throws Unsure {
    String name = before;
    if (!json.isEmpty('{', '}')) {
      do {
        if (values.member(members) == NAME) {
          name = values.plainText();
        } else {
          json.skipValue();
        }
      } while (json.more('}'));
    }
    return name;
  }

  private void spans(String scope)
      throws Unsure, IOException, InvalidSpanException, TooDeepException {
    if (json.isEmpty('[', ']')) {
      return;
    }
    do {
      RawSpan span = spanReader.read();
      span.scopeName = scope;
      span.resource = resource;
      out.span(span);
      spans++;
    } while (json.more(']'));
  }
}

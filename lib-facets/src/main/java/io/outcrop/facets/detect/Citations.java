package io.outcrop.facets.detect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outcrop.facets.trace.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The sources that the final answer cites, and those of them that nothing retrieved.
 *
 * <p>A source is cited by a list of its own (an attribute, or a member of a structured answer), by
 * an id in brackets or behind a word such as "source", by a number in brackets that counts the
 * documents found, by an id of the same make as those of the documents found, or by an address. It
 * was never retrieved where its id or address stands in no result, no message of the user and no
 * instruction. It cannot see a source that is told by its title alone, and judges nothing where
 * texts were cut on ingest.
 *
 * @param cited ids, addresses and numbers, sorted
 * @param unretrieved of these the ones that nothing shows
 */
record Citations(Set<String> cited, Set<String> unretrieved) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_CHARS = 50_000;
  private static final int CUE_REACH = 48;
  private static final int MAX_ID = 80;
  private static final List<String> LISTS =
      List.of(
          "citations",
          "cited_documents",
          "cited_ids",
          "citation_ids",
          "sources",
          "references",
          "source_ids",
          "gen_ai.response.citations",
          "output.citations",
          "response.citations");
  private static final List<String> ID_KEYS =
      List.of("id", "doc_id", "document_id", "source_id", "source", "url", "uri");
  private static final List<String> CUES =
      List.of(
          "source",
          "reference",
          "citation",
          "cited",
          "according to",
          "retrieved from",
          "quelle",
          "laut ",
          "gem\u00e4\u00df",
          "beleg",
          "fuente",
          "seg\u00fan",
          "r\u00e9f\u00e9rence",
          "selon ",
          "d'apr\u00e8s",
          "fonte",
          "segundo",
          "secondo",
          "\u6765\u6e90",
          "\u51fa\u5904",
          "\u53c2\u8003",
          "\u51fa\u5178",
          "\u5f15\u7528",
          "\u6839\u636e",
          "[doc",
          "(doc");

  /** Reads one answer. */
  private static final class Reader {
    final TraceView view;
    final Retrievals retrievals;
    final Set<String> cited = new TreeSet<>();
    final Set<String> unretrieved = new TreeSet<>();
    final Set<String> plainIds = new HashSet<>();
    final Set<String> makes = new HashSet<>();

    Reader(TraceView view, Retrievals retrievals) {
      this.view = view;
      this.retrievals = retrievals;
      for (String id : retrievals.documents()) {
        plainIds.add(plain(id));
        String make = make(id);
        if (make != null) {
          makes.add(make);
        }
      }
    }

    void lists() {
      for (Span span : view.trace().spans()) {
        for (String key : LISTS) {
          String value = span.attribute(key);
          if (value != null && value.length() <= MAX_CHARS) {
            list(value);
          }
        }
      }
    }

    private void list(String value) {
      String text = value.strip();
      if (!text.isEmpty() && "[{".indexOf(text.charAt(0)) >= 0) {
        try {
          elements(JSON.readTree(text));
        } catch (JsonProcessingException e) {
          // A list that is no JSON names no ids.
          return;
        }
      } else {
        for (String part : text.split(",", -1)) {
          stated(part.strip());
        }
      }
    }

    private void elements(JsonNode list) {
      for (JsonNode element : list) {
        if (element.isValueNode()) {
          stated(element.asText());
        }
        for (String key : ID_KEYS) {
          if (element.path(key).isValueNode() && !element.path(key).isNull()) {
            stated(element.get(key).asText());
            break;
          }
        }
      }
    }

    /** What stands in a list of sources is one, whatever it looks like, unless it is a title. */
    private void stated(String source) {
      if (source.contains("://")) {
        address(source, true);
      } else if (!source.isEmpty() && source.length() <= MAX_ID && source.indexOf(' ') < 0) {
        if (isOrdinal(source)) {
          ordinal(source);
        } else {
          id(source);
        }
      }
    }

    void text(String text) {
      boolean fenced = false;
      for (String line : text.split("\n", -1)) {
        if (line.stripLeading().startsWith("```")) {
          fenced = !fenced;
        } else if (!fenced) {
          line(line);
        }
      }
    }

    private void line(String line) {
      String lower = line.toLowerCase(Locale.ROOT);
      for (int at = lower.indexOf("http"); at >= 0; at = lower.indexOf("http", at + 4)) {
        if (lower.startsWith("://", at + 4) || lower.startsWith("s://", at + 4)) {
          address(line.substring(at, addressEnd(line, at)), hasCue(lower, at));
        }
      }
      brackets(line, lower, '[', ']');
      brackets(line, lower, '(', ')');
      brackets(line, lower, '\u3010', '\u3011');
      TextScan.scan(
          line,
          new TextScan.Sink() {
            @Override
            public boolean takesWords() {
              return false;
            }

            @Override
            public void number(String digits) {}

            @Override
            public void id(String plain, String written) {
              if (plainIds.contains(plain) || makes.contains(make(written))) {
                Reader.this.id(written);
              }
            }
          });
    }

    private void brackets(String line, String lower, char open, char close) {
      for (int at = line.indexOf(open); at >= 0; at = line.indexOf(open, at + 1)) {
        int end = line.indexOf(close, at + 1);
        boolean link = end > 0 && end + 1 < line.length() && line.charAt(end + 1) == '(';
        if (end > 0 && end - at <= 2 * MAX_ID && !link) {
          boolean cue = hasCue(lower, at) || hasCue(lower, Math.min(end, at + CUE_REACH));
          for (String part : line.substring(at + 1, end).split("[,;]", -1)) {
            bracketed(part.strip(), open != '(', cue);
          }
        }
      }
    }

    private void bracketed(String part, boolean square, boolean cue) {
      if (part.indexOf('"') >= 0 || part.indexOf('{') >= 0) {
        // A structured answer, which is read as such.
        return;
      }
      int blank = part.lastIndexOf(' ');
      String id = part.substring(blank + 1);
      if (id.startsWith("#") || id.startsWith("^")) {
        id = id.substring(1);
      }
      if (isOrdinal(id)) {
        if (square && (blank < 0 || cue)) {
          ordinal(id);
        }
      } else if (plainIds.contains(plain(id)) || (cue && looksLikeId(id))) {
        id(id);
      }
    }

    private void id(String id) {
      String plain = plain(id);
      if (plain.isEmpty()) {
        return;
      }
      cited.add(plain);
      if (!plainIds.contains(plain) && !view.known().knowsId(plain)) {
        unretrieved.add(plain);
      }
    }

    private void ordinal(String number) {
      int n = Integer.parseInt(number);
      if (retrievals.found() > 0) {
        cited.add("[" + n + "]");
        if (n > retrievals.found()) {
          unretrieved.add("[" + n + "]");
        }
      }
    }

    private void address(String address, boolean cue) {
      String bare = bare(address);
      int slash = bare.indexOf('/');
      boolean page = slash > 0 && slash < bare.length() - 1;
      if ((!page && !cue) || (!cue && !retrievals.attempted()) || isPlaceholder(bare)) {
        return;
      }
      cited.add(bare);
      if (!view.known().knowsAddress(bare)) {
        unretrieved.add(bare);
      }
    }
  }

  static Citations of(TraceView view, Retrievals retrievals) {
    String text = view.conversation().finalText();
    Reader reader = new Reader(view, retrievals);
    reader.lists();
    if (text != null && text.length() <= MAX_CHARS) {
      if (!text.isEmpty() && text.charAt(0) == '{') {
        structured(text, reader);
      }
      reader.text(text);
    }
    boolean judged = reader.unretrieved.isEmpty() || view.known().isComplete();
    return new Citations(reader.cited, judged ? reader.unretrieved : new TreeSet<>());
  }

  private static void structured(String text, Reader reader) {
    try {
      JsonNode answer = JSON.readTree(text);
      for (String key : LISTS) {
        reader.elements(answer.path(key));
      }
    } catch (JsonProcessingException e) {
      // No structured answer, then: read as a text.
      return;
    }
  }

  /** How much of what is cited was retrieved, 0 to 1. */
  double share() {
    return cited.isEmpty() ? 0 : (double) (cited.size() - unretrieved.size()) / cited.size();
  }

  private static boolean hasCue(String lower, int at) {
    String before = lower.substring(Math.max(0, at - CUE_REACH), at);
    return CUES.stream().anyMatch(before::contains);
  }

  private static boolean isOrdinal(String text) {
    return !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(Character::isDigit);
  }

  private static boolean looksLikeId(String text) {
    boolean digit = text.chars().anyMatch(Character::isDigit);
    boolean letter = text.chars().anyMatch(Character::isLetter);
    return text.length() >= 3
        && text.length() <= MAX_ID
        && digit
        && letter
        && !text.contains("://");
  }

  private static String plain(String id) {
    StringBuilder plain = new StringBuilder(id.length());
    id.chars()
        .filter(Character::isLetterOrDigit)
        .forEach(c -> plain.append((char) Character.toUpperCase(c)));
    return plain.toString();
  }

  /** "kb-101" and "KB-7" are of one make, KB#; null where an id has no letters first. */
  private static String make(String id) {
    String plain = plain(id);
    int letters = 0;
    while (letters < plain.length() && Character.isLetter(plain.charAt(letters))) {
      letters++;
    }
    boolean rest =
        letters > 1
            && letters < plain.length()
            && plain.substring(letters).chars().allMatch(Character::isDigit);
    return rest ? plain.substring(0, letters) + '#' : null;
  }

  private static int addressEnd(String line, int from) {
    int end = from;
    while (end < line.length()
        && !Character.isWhitespace(line.charAt(end))
        && "\"'<>)]}|\u3002\uff0c\uff09\u3011".indexOf(line.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static String bare(String address) {
    String bare = address.substring(address.indexOf("://") + 3);
    int fragment = bare.indexOf('#');
    bare = fragment > 0 ? bare.substring(0, fragment) : bare;
    int end = bare.length();
    while (end > 0 && ".,;:!?/*_`".indexOf(bare.charAt(end - 1)) >= 0) {
      end--;
    }
    bare = bare.substring(0, end);
    return bare.startsWith("www.") ? bare.substring(4) : bare;
  }

  private static boolean isPlaceholder(String bare) {
    return bare.isEmpty() || bare.startsWith("example.") || bare.startsWith("localhost");
  }
}

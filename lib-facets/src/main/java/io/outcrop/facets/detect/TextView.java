package io.outcrop.facets.detect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A text as the detectors read it: its sentences, its values, the fragments in it, each made when
 * it is first asked for.
 *
 * <p>Many detectors ask the same of the same text, so each thread keeps the views that it used
 * last, of no more than {@value #MOST_CHARS} characters together. Not for several threads.
 */
final class TextView {
  private static final int MOST_CHARS = 1_000_000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ThreadLocal<Recent> RECENT = ThreadLocal.withInitial(Recent::new);

  private final String text;
  private FragmentHits hits;
  private List<Sentence> sentences;
  private Set<String> values;
  private Set<Particulars.Particular> particulars;
  private Set<String> stems;
  private ErrorClass errorClass;
  private int asked;
  private int traits;
  private JsonNode json;
  private boolean parsed;

  private TextView(String text) {
    this.text = text;
  }

  static TextView of(String text) {
    return RECENT.get().view(text);
  }

  /** The fragments in the text, of this list at least. */
  FragmentHits hits(int list) {
    if (hits == null || !hits.knows(list)) {
      hits = Fragments.index().scan(text);
    }
    return hits;
  }

  List<Sentence> sentences() {
    if (sentences == null) {
      sentences = Sentence.split(text);
    }
    return sentences;
  }

  /** In order of appearance, each once. */
  Set<String> values() {
    if (values == null) {
      values = Values.read(text);
    }
    return values;
  }

  /** In order of appearance. */
  Set<Particulars.Particular> particulars() {
    if (particulars == null) {
      particulars = Particulars.read(text);
    }
    return particulars;
  }

  boolean has(Trait trait) {
    int bit = trait.bit;
    if ((asked & bit) == 0) {
      boolean has = trait.read(text);
      traits |= has ? bit : 0;
      asked |= bit;
    }
    return (traits & bit) != 0;
  }

  /** The words by their stems. */
  Set<String> stems() {
    if (stems == null) {
      stems = Stems.read(text);
    }
    return stems;
  }

  /** The class of an error that the text tells of. */
  ErrorClass errorClass() {
    if (errorClass == null) {
      errorClass = ErrorClass.read(text);
    }
    return errorClass;
  }

  /** The text as JSON, null where it is none. */
  JsonNode json() {
    if (!parsed) {
      parsed = true;
      try {
        json = JSON.readTree(text);
      } catch (JsonProcessingException e) {
        // What is no JSON has no view as such.
        json = null;
      }
    }
    return json;
  }

  /** The views that a thread used last. */
  private static final class Recent {
    private final Map<String, TextView> views = new LinkedHashMap<>(64, 0.75f, true);
    private TextView last = new TextView("");
    private long chars;

    TextView view(String text) {
      if (last.text.equals(text)) {
        return last;
      }
      last = views.get(text);
      if (last == null) {
        last = new TextView(text);
        views.put(text, last);
        chars += text.length();
        if (chars > MOST_CHARS) {
          forget();
        }
      }
      return last;
    }

    private void forget() {
      var eldest = views.values().iterator();
      while (chars > MOST_CHARS && views.size() > 1) {
        chars -= eldest.next().text.length();
        eldest.remove();
      }
    }
  }
}

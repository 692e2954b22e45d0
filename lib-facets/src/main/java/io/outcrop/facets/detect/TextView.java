package io.outcrop.facets.detect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outcrop.facets.extract.Languages;
import java.util.List;
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
  private WordRuns runs;
  private Set<String> values;
  private Set<Particulars.Particular> particulars;
  private Set<String> stems;
  private ErrorClass errorClass;
  private String language;
  private List<Double> limits;
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

  /** The runs of the text's words. */
  WordRuns runs() {
    if (runs == null) {
      runs = WordRuns.of(sentences());
    }
    return runs;
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

  /** The highest amounts that it names. */
  List<Double> limits() {
    if (limits == null) {
      limits = ChangeMismatches.readLimits(text);
    }
    return limits;
  }

  /** As {@link Languages} tell it. */
  String language() {
    if (language == null) {
      language = Languages.of(text);
    }
    return language;
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

  /**
   * The views that a thread made last: each text has one place, where it takes that of another.
   * Where they get too many, those go first that came first.
   */
  private static final class Recent {
    private static final int PLACES = 1 << 12;

    private final TextView[] views = new TextView[PLACES];
    private final short[] taken = new short[PLACES];
    private int oldest;
    private int takenPlaces;
    private TextView last = new TextView("");
    private long chars;

    TextView view(String text) {
      if (last.text.equals(text)) {
        return last;
      }
      int hash = text.hashCode() * 0x9E3779B9;
      int place = hash >>> 20;
      TextView view = views[place];
      if (view == null || !view.text.equals(text)) {
        free(place);
        view = new TextView(text);
        views[place] = view;
        chars += text.length();
        while (takenPlaces > 0 && (chars > MOST_CHARS || takenPlaces == PLACES)) {
          free(taken[oldest]);
          oldest = (oldest + 1) % PLACES;
          takenPlaces--;
        }
        taken[(oldest + takenPlaces) % PLACES] = (short) place;
        takenPlaces++;
      }
      last = view;
      return view;
    }

    private void free(int place) {
      if (views[place] != null) {
        chars -= views[place].text.length();
        views[place] = null;
      }
    }
  }
}

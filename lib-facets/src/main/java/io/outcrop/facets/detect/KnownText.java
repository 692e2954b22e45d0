package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.Turn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the texts of a trace hold beside the model's own: what calls returned, and what the user and
 * the instructions said.
 *
 * <p>Of each text the first {@value #MAX_CHARS} characters are read, of all together ten times as
 * many; where there is more, nothing can be called unknown.
 */
final class KnownText {
  private static final int MAX_CHARS = 200_000;

  private final Set<String> returnedWords = new HashSet<>();
  private final Set<String> saidWords = new HashSet<>();
  private final List<Text> texts = new ArrayList<>();
  private final Set<String> scanned = new HashSet<>();
  private final Set<String> ids = new HashSet<>();
  private final Amounts amounts = new Amounts();
  private final StringBuilder addresses = new StringBuilder();
  private int left = 10 * MAX_CHARS;
  private boolean returned;
  private boolean complete = true;

  private KnownText() {}

  static KnownText of(TraceView view) {
    KnownText known = new KnownText();
    for (Call call : view.calls()) {
      known.takeCall(call);
    }
    for (Span span : view.trace().spans()) {
      boolean documents = span.kind() == SpanKind.RERANKER || span.kind() == SpanKind.EMBEDDING;
      known.take(documents ? span.outputText() : null, true);
      known.take(span.attribute("retrieval.documents"), true);
      known.complete &= !span.truncated();
    }
    for (Turn turn : view.conversation().turns()) {
      switch (turn.role()) {
        case "tool" -> known.take(turn.text(), true);
        case "assistant" -> known.take(turn.produced() ? null : turn.text(), false);
        default -> known.take(turn.text(), false);
      }
    }
    known.take(view.conversation().systemText(), false);
    return known;
  }

  /** A call's arguments are known where it worked: what was written may be told. */
  private void takeCall(Call call) {
    take(call.result(), true);
    if (!call.failed()) {
      take(call.arguments(), false);
    }
  }

  private void take(String text, boolean byTool) {
    if (text == null || text.isBlank()) {
      return;
    }
    int length = Math.min(Math.min(text.length(), MAX_CHARS), left);
    complete &= length == text.length();
    left -= length;
    returned |= byTool;
    String read = text.substring(0, length);
    texts.add(new Text(read, byTool));
    // A result stands in its span and in the messages of the next call too.
    if (scanned.add(read)) {
      TextScan.scan(read, new Values());
      if (read.contains("://")) {
        addresses.append(read).append('\n');
      }
    }
  }

  /** One text, by a tool or by people. */
  private record Text(String text, boolean byTool) {}

  /** Takes the values of a text. */
  private final class Values implements TextScan.Sink {
    @Override
    public boolean takesWords() {
      return false;
    }

    @Override
    public void number(String digits) {
      amounts.add(digits);
    }

    @Override
    public void id(String plain, String written) {
      ids.add(plain);
      addParts(written);
    }
  }

  /** Words are few askers' business: they are read when first asked for. */
  private void readWords() {
    for (Text text : texts) {
      Set<String> words = text.byTool() ? returnedWords : saidWords;
      TextScan.scan(
          text.text(),
          new TextScan.Sink() {
            @Override
            public void word(String stem) {
              words.add(stem);
            }

            @Override
            public void number(String digits) {}

            @Override
            public void id(String plain, String written) {}
          });
    }
    texts.clear();
  }

  /** "flight-HAT136-2024": its parts are known too. */
  private void addParts(String written) {
    if (written.indexOf('-') < 0 && written.indexOf('_') < 0) {
      return;
    }
    int from = 0;
    for (int i = 0; i <= written.length(); i++) {
      if (i == written.length() || written.charAt(i) == '-' || written.charAt(i) == '_') {
        if (i - from >= 3) {
          ids.add(written.substring(from, i).toUpperCase(Locale.ROOT));
        }
        from = i + 1;
      }
    }
  }

  /** Whether a tool or a retriever returned any text. */
  boolean anyReturned() {
    return returned;
  }

  /** Whether all texts were read whole, so that what is not here was nowhere. */
  boolean isComplete() {
    return complete;
  }

  boolean returnedWord(String stem) {
    readWords();
    return returnedWords.contains(stem);
  }

  boolean saidWord(String stem) {
    readWords();
    return saidWords.contains(stem);
  }

  boolean knowsId(String plain) {
    return ids.contains(plain);
  }

  Amounts amounts() {
    return amounts;
  }

  /** Whether an address stands in any text. */
  boolean knowsAddress(String address) {
    return addresses.indexOf(address) >= 0;
  }
}

package io.outcrop.facets.read;

import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanFold;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The latest spans of an object, waiting for further copies of themselves. Bounded by number and by
 * size of texts; the oldest leave first. Copies further apart both leave: readers of the table fold
 * them again.
 */
final class FoldBuffer {
  private static final long MAX_CHARS = 32L << 20;

  private final int maxSpans;
  private final Consumer<Span> target;
  private final Map<Key, Span> waiting = new LinkedHashMap<>();
  private long chars;
  private long spans;
  private long duplicates;

  FoldBuffer(int maxSpans, Consumer<Span> target) {
    this.maxSpans = maxSpans;
    this.target = target;
  }

  private record Key(String traceId, String spanId) {}

  void add(Span span) {
    Key key = new Key(span.traceId(), span.spanId());
    Span earlier = waiting.get(key);
    chars += size(span);
    if (earlier == null) {
      waiting.put(key, span);
    } else {
      duplicates++;
      Span kept = SpanFold.fold(earlier, span);
      chars += size(kept) - size(earlier) - size(span);
      waiting.put(key, kept);
    }
    while (waiting.size() > maxSpans || (chars > MAX_CHARS && waiting.size() > 1)) {
      releaseOldest();
    }
  }

  void flush() {
    while (!waiting.isEmpty()) {
      releaseOldest();
    }
  }

  private void releaseOldest() {
    Iterator<Span> oldest = waiting.values().iterator();
    Span span = oldest.next();
    oldest.remove();
    chars -= size(span);
    spans++;
    target.accept(span);
  }

  long spans() {
    return spans;
  }

  long duplicates() {
    return duplicates;
  }

  private static long size(Span span) {
    long size =
        200L
            + length(span.inputText())
            + length(span.outputText())
            + length(span.toolArguments())
            + length(span.toolResult())
            + length(span.errorMessage());
    for (Map.Entry<String, String> attribute : span.attributes().entrySet()) {
      size += 64L + attribute.getValue().length();
    }
    return size;
  }

  private static int length(String text) {
    return text == null ? 0 : text.length();
  }
}

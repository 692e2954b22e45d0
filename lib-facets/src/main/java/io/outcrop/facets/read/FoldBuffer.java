package io.outcrop.facets.read;

import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanFold;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The latest spans of an object, waiting for further copies of themselves. Bounded by number and by
 * size of texts; the oldest leave first. Copies further apart both leave, and are counted as late:
 * whoever takes them has to fold them again.
 */
final class FoldBuffer {
  private static final long MAX_CHARS = 32L << 20;

  private final int maxSpans;
  private final Consumer<Span> target;
  private final Map<Key, Waiting> waiting = new LinkedHashMap<>();
  private long chars;
  private long spans;
  private long duplicates;
  private long late;

  /** Of the spans that left before the end; 64 bits of a key stand for the key. */
  private final LongSet released = new LongSet();

  FoldBuffer(int maxSpans, Consumer<Span> target) {
    this.maxSpans = maxSpans;
    this.target = target;
  }

  /** A span with its size. */
  private record Waiting(Span span, long size) {
    Waiting(Span span) {
      this(span, sizeOf(span));
    }
  }

  private record Key(String traceId, String spanId) {
    long hash() {
      return hash(hash(17, traceId), spanId);
    }

    private static long hash(long seed, String text) {
      long hash = seed ^ text.length();
      for (int i = 0; i < text.length(); i++) {
        hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        hash ^= hash >>> 29;
      }
      hash *= 0xBF58476D1CE4E5B9L;
      return hash ^ (hash >>> 32);
    }
  }

  void add(Span span) {
    Key key = new Key(span.traceId(), span.spanId());
    Waiting added = new Waiting(span);
    Waiting earlier = waiting.putIfAbsent(key, added);
    chars += added.size();
    if (earlier != null) {
      duplicates++;
      Waiting kept = new Waiting(SpanFold.fold(earlier.span(), span));
      chars += kept.size() - earlier.size() - added.size();
      waiting.put(key, kept);
    }
    while (waiting.size() > maxSpans || (chars > MAX_CHARS && waiting.size() > 1)) {
      release(true);
    }
  }

  void flush() {
    boolean allWaited = released.isEmpty();
    while (!waiting.isEmpty()) {
      release(!allWaited);
    }
  }

  /** Hands the oldest on; {@code remembered} where a copy of it may have come or may still come. */
  private void release(boolean remembered) {
    Iterator<Map.Entry<Key, Waiting>> oldest = waiting.entrySet().iterator();
    Map.Entry<Key, Waiting> entry = oldest.next();
    oldest.remove();
    chars -= entry.getValue().size();
    if (!remembered || released.add(entry.getKey().hash())) {
      spans++;
    } else {
      duplicates++;
      late++;
    }
    target.accept(entry.getValue().span());
  }

  long spans() {
    return spans;
  }

  long duplicates() {
    return duplicates;
  }

  /** Duplicates that were handed on beside their earlier copy. */
  long late() {
    return late;
  }

  private static long sizeOf(Span span) {
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

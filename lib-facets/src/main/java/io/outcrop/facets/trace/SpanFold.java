package io.outcrop.facets.trace;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Makes one span of several records of it: delivery is at least once, a span may be written before
 * and after it ends, and other records may say more of it.
 *
 * <p>The rule looks at content alone. Of several copies of a span one stays: a span before what
 * supplements one; the newer version, where the producer counts them; one with an end before one
 * without, then the later end; then the one that says more; then the greater text. The object that
 * a copy was read from decides only between equal ones. Supplements fill in what the copy that
 * stays leaves open, the newer before the older; judgements and messages of all records stay.
 */
public final class SpanFold {
  private static final Comparator<Span> QUICK =
      Comparator.comparing((Span span) -> span.part() == SpanPart.SPAN)
          .thenComparing(Span::version, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Span::endTime, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparingInt(SpanFold::filledColumns);

  /** Orders records of one span from the least to the most worth keeping. */
  public static final Comparator<Span> BY_WORTH =
      QUICK
          .thenComparing(SpanFold::canonicalText)
          .thenComparing(Span::sourceObject, Comparator.nullsFirst(Comparator.naturalOrder()));

  private SpanFold() {}

  /**
   * One record made of all records of a span; independent of their order.
   *
   * @param records at least one, all of one trace and span id
   */
  public static Span fold(List<Span> records) {
    if (records.size() == 1) {
      return records.get(0);
    }
    Iterator<Span> best = records.stream().sorted(BY_WORTH.reversed()).iterator();
    Span.Builder folded = null;
    Span kept = best.next();
    while (best.hasNext()) {
      Span other = best.next();
      if (other.part() == SpanPart.SUPPLEMENT) {
        folded = folded == null ? kept.toBuilder() : folded;
        folded.fillIn(other);
      } else {
        folded = annotate(kept, folded, other);
      }
    }
    return folded == null ? kept : folded.build();
  }

  /** The record made of two. */
  public static Span fold(Span a, Span b) {
    return fold(List.of(a, b));
  }

  /** Adds what a copy that goes holds of other records: judgements and messages. */
  private static Span.Builder annotate(Span kept, Span.Builder folded, Span other) {
    Span.Builder result = folded;
    for (Map.Entry<String, String> attribute : other.attributes().entrySet()) {
      String key = attribute.getKey();
      if (isAnnotation(key) && !kept.attributes().containsKey(key)) {
        result = result == null ? kept.toBuilder() : result;
        result.attributeIfAbsent(key, attribute.getValue());
      }
    }
    return result;
  }

  private static boolean isAnnotation(String key) {
    return key.startsWith("evaluation.") || key.startsWith(LoggedMessages.PREFIX);
  }

  private static int filledColumns(Span span) {
    int filled = (int) columns(span).filter(Objects::nonNull).count();
    return filled
        + span.finishReasons().size()
        + span.attributes().size()
        + (span.status() == SpanStatus.UNSET ? 0 : 1)
        + (span.kind() == SpanKind.OTHER ? 0 : 1);
  }

  private static String canonicalText(Span span) {
    StringBuilder text = new StringBuilder();
    Stream.concat(
            columns(span),
            Stream.of(
                span.kind(),
                span.status(),
                span.finishReasons(),
                span.attributes(),
                span.truncated(),
                span.traceDate()))
        .forEach(column -> text.append(column).append('\0'));
    return text.toString();
  }

  private static Stream<Object> columns(Span span) {
    return Stream.of(
        span.parentSpanId(),
        span.tenantId(),
        span.userId(),
        span.sessionId(),
        span.service(),
        span.environment(),
        span.agent(),
        span.name(),
        span.startTime(),
        span.endTime(),
        span.errorType(),
        span.errorMessage(),
        span.model(),
        span.inputTokens(),
        span.outputTokens(),
        span.costUsd(),
        span.toolName(),
        span.toolArguments(),
        span.toolResult(),
        span.inputText(),
        span.outputText());
  }
}

package io.outcrop.facets.trace;

import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Which of several copies of a span to keep: delivery is at least once, and a span may be written
 * before and after it ends.
 *
 * <p>The rule looks at content alone, so whatever the order and place of the copies, the same one
 * stays: one with an end before one without; then the later end; then the one that says more; then
 * the greater text. The object that a copy was read from decides only between equal ones.
 */
public final class SpanFold {
  private static final Comparator<Span> QUICK =
      Comparator.comparing(Span::endTime, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparingInt(SpanFold::filledColumns);

  /** Orders copies of one span from the least to the most worth keeping. */
  public static final Comparator<Span> BY_WORTH =
      QUICK
          .thenComparing(SpanFold::canonicalText)
          .thenComparing(Span::sourceObject, Comparator.nullsFirst(Comparator.naturalOrder()));

  private SpanFold() {}

  /** The copy to keep of two. */
  public static Span better(Span a, Span b) {
    return BY_WORTH.compare(a, b) >= 0 ? a : b;
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

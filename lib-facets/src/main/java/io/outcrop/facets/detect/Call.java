package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Span;
import java.util.List;

/**
 * One use of a tool, a retriever or a sub-agent: a span, or a tool call in a message that no span
 * shows.
 *
 * @param tool the tool's name as the producer wrote it
 * @param arguments may be null
 * @param result may be null
 * @param verdict what the result says
 * @param failed whether the span or its result says that it failed
 * @param span the span, or the model call whose message asked for it
 * @param recorded whether the call has a span of its own
 * @param position index of {@code span} in the trace
 */
public record Call(
    String tool,
    List<String> tokens,
    Action action,
    String arguments,
    String result,
    ResultVerdict verdict,
    boolean failed,
    Span span,
    boolean recorded,
    int position) {

  public Call {
    tokens = List.copyOf(tokens);
  }

  /** Of its place and tool alone: a set of calls need not read their texts. */
  @Override
  public int hashCode() {
    return 31 * position + tool.hashCode();
  }

  /** What went wrong, UNKNOWN where nothing tells. */
  public ErrorClass errorClass() {
    return recorded
        ? ErrorClass.of(
            span.errorType(), span.errorMessage(), verdict == ResultVerdict.FAILED ? result : null)
        : ErrorClass.of(null, null, result);
  }

  /** Whether it found nothing where something was looked for. */
  public boolean empty() {
    return !failed
        && verdict == ResultVerdict.EMPTY
        && (action == Action.LOOK_UP || action == Action.SEARCH);
  }

  /** Whether both are the same tool with the same known arguments. */
  public boolean repeats(Call earlier) {
    return arguments != null && arguments.equals(earlier.arguments) && tool.equals(earlier.tool);
  }
}

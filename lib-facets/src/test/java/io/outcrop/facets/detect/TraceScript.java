package io.outcrop.facets.detect;

import io.outcrop.facets.TraceBuilder;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import io.outcrop.facets.trace.SpanStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * A test trace written as lines, one step each:
 *
 * <pre>
 * system: instructions                    user: a message
 * agent: an answer of the model           earlier: an answer in history
 * thinks: reasoning -> answer             asks: tool arguments        (a call without a span)
 * tool: name arguments -> result          failed: name arguments -> error message
 * retriever: name query -> result         toolmsg: id -> a tool's message
 * sub: name ... end                       the sub-agent in which the steps between happen
 * span: KIND name                         root                        (for options of the root)
 * history                                 model calls repeat the whole conversation
 * .option value                           of the span before: status, error, type, finish, model,
 *                                         agent, input, output, result, arguments, name, kind,
 *                                         start and end (seconds), cut, or any attribute.key
 * </pre>
 *
 * <p>{@code \n} in a text is a new line. What a step lacks stays null.
 */
final class TraceScript {
  private static final Instant START = Instant.parse("2026-03-04T10:00:00Z");

  private final TraceBuilder trace = TraceBuilder.trace();
  private boolean ofRoot;

  private TraceScript() {}

  static TraceBuilder read(List<String> lines) {
    TraceScript script = new TraceScript();
    for (String line : lines) {
      try {
        script.step(line.strip());
      } catch (RuntimeException e) {
        throw new IllegalArgumentException("Cannot read the step \"" + line.strip() + "\"", e);
      }
    }
    return script.trace;
  }

  private void step(String line) {
    if (line.startsWith(".")) {
      int blank = line.indexOf(' ');
      String value = blank < 0 ? "" : text(line.substring(blank + 1));
      option(line.substring(1, blank < 0 ? line.length() : blank), value);
      return;
    }
    ofRoot = line.equals("root");
    int colon = line.indexOf(':');
    String word = colon < 0 ? line : line.substring(0, colon);
    String rest = colon < 0 ? "" : line.substring(colon + 1).strip();
    switch (word) {
      case "root" -> {}
      case "end" -> trace.end();
      case "history" -> trace.withHistory();
      case "system" -> trace.system(text(rest));
      case "user" -> trace.user(text(rest));
      case "agent" -> trace.model(rest.isEmpty() ? null : text(rest), span -> {});
      case "earlier" -> trace.earlierAssistant(text(rest));
      case "thinks" -> trace.thinks(before(rest), after(rest) == null ? "" : after(rest));
      case "toolmsg" -> trace.toolMessage(before(rest), after(rest));
      case "retriever" -> trace.retriever(name(rest), arguments(rest), after(rest));
      case "asks" -> trace.asksFor(name(rest), arguments(rest));
      case "tool" -> trace.tool(name(rest), arguments(rest), after(rest));
      case "failed" -> trace.failedTool(name(rest), arguments(rest), after(rest));
      case "sub" -> trace.agent(rest);
      case "span" -> trace.span(SpanKind.valueOf(name(rest)), arguments(rest), span -> {});
      default -> throw new IllegalArgumentException("unknown step " + word);
    }
  }

  private void option(String name, String value) {
    Consumer<Span.Builder> change = change(name, value);
    if (ofRoot) {
      trace.root(change);
    } else {
      trace.last(change);
    }
  }

  private static Consumer<Span.Builder> change(String name, String value) {
    return switch (name) {
      case "status" -> span -> span.status(SpanStatus.valueOf(value));
      case "error" -> span -> span.status(SpanStatus.ERROR).errorMessage(value);
      case "type" -> span -> span.status(SpanStatus.ERROR).errorType(value);
      case "finish" -> span -> span.finishReasons(List.of(value.split(" ", -1)));
      case "model" -> span -> span.model(value);
      case "agent" -> span -> span.agent(value);
      case "input" -> span -> span.inputText(value);
      case "output" -> span -> span.outputText(value);
      case "arguments" -> span -> span.toolArguments(value);
      case "result" -> span -> span.toolResult(value);
      case "name" -> span -> span.name(value);
      case "kind" -> span -> span.kind(SpanKind.valueOf(value));
      case "start" -> span -> span.startTime(at(value));
      case "end" -> span -> span.endTime(at(value));
      case "cut" -> span -> span.truncated(true);
      default -> {
        if (!name.startsWith("attribute.")) {
          throw new IllegalArgumentException("unknown option " + name);
        }
        yield span -> span.attribute(name.substring("attribute.".length()), value);
      }
    };
  }

  private static Instant at(String seconds) {
    return START.plus(Duration.ofMillis(Math.round(Double.parseDouble(seconds) * 1000)));
  }

  private static String text(String raw) {
    return raw.replace("\\n", "\n");
  }

  /** What stands before the arrow. */
  private static String before(String rest) {
    int arrow = rest.indexOf(" ->");
    return text(arrow < 0 ? rest : rest.substring(0, arrow).strip());
  }

  /** What stands behind the arrow, null without one. */
  private static String after(String rest) {
    int arrow = rest.indexOf(" ->");
    return arrow < 0 ? null : text(rest.substring(arrow + 3).strip());
  }

  private static String name(String rest) {
    String head = before(rest);
    int blank = head.indexOf(' ');
    return blank < 0 ? head : head.substring(0, blank);
  }

  /** The words between the name and the arrow, null where there are none. */
  private static String arguments(String rest) {
    String head = before(rest);
    int blank = head.indexOf(' ');
    return blank < 0 ? null : head.substring(blank + 1).strip();
  }
}

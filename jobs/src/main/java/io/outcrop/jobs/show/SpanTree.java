package io.outcrop.jobs.show;

import io.outcrop.facets.detect.SpanFindings.Finding;
import io.outcrop.facets.trace.Message;
import io.outcrop.facets.trace.Messages;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.Trace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The spans of a trace as an indented tree, each with its texts, cut short. */
final class SpanTree {
  /** So deep trees stay readable, further levels share one indent. */
  private static final int DEEPEST = 12;

  private final Trace trace;
  private final UnaryOperator<String> clean;
  private final Texts texts;
  private final List<Span> order = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  /**
   * How texts are shown.
   *
   * @param most characters of one text; 0 for none of them
   * @param raw whether as they were recorded
   */
  record Texts(int most, boolean raw) {}

  SpanTree(Trace trace, UnaryOperator<String> redact, Texts texts) {
    this.trace = trace;
    this.clean = texts.raw() ? text -> text : redact;
    this.texts = texts;
    Deque<Span> open = new ArrayDeque<>(trace.roots());
    while (!open.isEmpty()) {
      Span span = open.pop();
      order.add(span);
      numbers.put(span.spanId(), order.size());
      List<Span> children = trace.children(span);
      for (int i = children.size() - 1; i >= 0; i--) {
        open.push(children.get(i));
      }
    }
  }

  /** The span's number, 1 for the first. */
  int number(Span span) {
    return numbers.getOrDefault(span.spanId(), 1);
  }

  List<String> lines(List<Finding> findings) {
    List<String> lines = new ArrayList<>();
    for (Span span : order) {
      String indent = "  ".repeat(Math.min(DEEPEST, trace.depth(span) - 1));
      lines.add("%4d  %s%s".formatted(number(span), indent, head(span)));
      String below = " ".repeat(6) + indent + "    ";
      for (Finding finding : findings) {
        if (finding.span().spanId().equals(span.spanId())) {
          lines.add(below + "! " + finding.facet() + ": " + visible(finding.detail()));
        }
      }
      text(lines, below, "asks", span.toolArguments());
      messages(lines, below, "in", span.inputText(), true);
      text(lines, below, "returns", span.toolResult());
      messages(lines, below, "out", span.outputText(), false);
      if (span.errorType() != null || span.errorMessage() != null) {
        text(lines, below, "error", joined(span.errorType(), span.errorMessage()));
      }
    }
    return lines;
  }

  private String head(Span span) {
    List<String> said = new ArrayList<>();
    said.add(span.kind().name());
    String name = span.toolName() == null ? span.name() : span.toolName();
    said.add(name == null ? "-" : visible(clean.apply(name)));
    if (span.agent() != null && !span.agent().equals(name)) {
      said.add("of " + visible(clean.apply(span.agent())));
    }
    if (span.model() != null) {
      said.add(visible(span.model()));
    }
    String took = TraceText.millis(span.durationMs());
    if (took != null) {
      said.add(took);
    }
    if (span.inputTokens() != null || span.outputTokens() != null) {
      said.add("tokens %s in, %s out".formatted(or(span.inputTokens()), or(span.outputTokens())));
    }
    if (span.failed()) {
      said.add("FAILED");
    }
    return String.join("  ", said);
  }

  private static String or(Long number) {
    return number == null ? "?" : String.valueOf(number);
  }

  /** Of what a model is given only what comes last is new; the rest stood above. */
  private void messages(
      List<String> lines, String below, String label, String written, boolean lastAlone) {
    if (written == null || texts.most() == 0) {
      return;
    }
    List<Message> messages = Messages.read(written, label);
    int from = lastAlone ? Math.max(0, messages.size() - 1) : 0;
    if (from > 0) {
      lines.add(below + "(" + from + " earlier messages)");
    }
    for (Message message : messages.subList(from, messages.size())) {
      text(lines, below, message.role(), message.text());
      text(lines, below, "thinks", message.reasoning());
      for (Message.ToolCall call : message.toolCalls()) {
        text(lines, below, "calls", joined(call.name(), call.arguments()));
      }
    }
  }

  private void text(List<String> lines, String below, String label, String text) {
    if (text == null || text.isBlank() || texts.most() == 0) {
      return;
    }
    // Redacted before it is cut, so that no half of a secret escapes.
    String cleaned = visible(clean.apply(text));
    int end = Math.min(texts.most(), cleaned.length());
    if (end < cleaned.length() && Character.isHighSurrogate(cleaned.charAt(end - 1))) {
      end--;
    }
    String cut =
        end == cleaned.length()
            ? cleaned
            : cleaned.substring(0, end) + "… (" + cleaned.length() + " characters)";
    lines.add(below + visible(label) + ": " + cut);
  }

  private static String joined(String one, String other) {
    return one == null ? other : other == null ? one : one + " " + other;
  }

  /** On one line, and without what would steer a terminal. */
  static String visible(String text) {
    StringBuilder line = new StringBuilder(text.length());
    boolean blank = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (Character.isWhitespace(c) || Character.isISOControl(c) || Character.isSpaceChar(c)) {
        blank = !line.isEmpty();
      } else if (Character.getType(c) != Character.FORMAT) {
        if (blank) {
          line.append(' ');
        }
        blank = false;
        line.appendCodePoint(c);
      }
    }
    return line.toString();
  }
}

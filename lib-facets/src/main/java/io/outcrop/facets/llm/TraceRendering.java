package io.outcrop.facets.llm;

import io.outcrop.facets.custom.TracePart;
import io.outcrop.facets.detect.Call;
import io.outcrop.facets.detect.TraceView;
import io.outcrop.facets.llm.LineFit.Entry;
import io.outcrop.facets.llm.LineFit.Note;
import io.outcrop.facets.llm.LineFit.Shown;
import io.outcrop.facets.trace.Trace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A trace as a text of numbered lines within a budget of tokens, for a model to read.
 *
 * <p>Failures, decisions, what the user says and the end are kept; long and repeated parts are
 * folded. Every text is redacted before it is cut, so that no half of a secret escapes; numbers of
 * four digits and more and dates become marks that are equal where the numbers are. So traces that
 * differ in ids alone have the same text. It holds no ids, no times and no owner's name. What it
 * cannot keep is the exact place of a difference far inside a long text.
 */
public final class TraceRendering {
  private static final int LEAST_REPEATED = 160;

  private final long budget;

  /**
   * @param budget most tokens, as {@link Tokens} estimates them
   */
  public TraceRendering(long budget) {
    if (budget < 100) {
      throw new IllegalArgumentException("budget must be >= 100, was " + budget);
    }
    this.budget = budget;
  }

  /** The text with everything redacted: what may be sent, and what makes a trace the same. */
  public String redacted(Trace trace, UnaryOperator<String> redact) {
    NumberMarks marks = new NumberMarks();
    return render(trace, redact, marks::mark);
  }

  /** The text as it stands in the trace. */
  public String raw(Trace trace) {
    return render(trace, text -> text, text -> text);
  }

  /**
   * The chosen parts alone, redacted; empty where the trace has none of them.
   *
   * @param parts not empty
   */
  public String redacted(Trace trace, Set<TracePart> parts, UnaryOperator<String> redact) {
    NumberMarks marks = new NumberMarks();
    return lines(partsOf(trace, parts), redact, marks::mark);
  }

  /** The chosen parts alone, as they stand in the trace. */
  public String raw(Trace trace, Set<TracePart> parts) {
    return lines(partsOf(trace, parts), text -> text, text -> text);
  }

  private static List<TraceLine> partsOf(Trace trace, Set<TracePart> parts) {
    return TraceLines.of(TraceView.of(trace)).stream()
        .filter(line -> line.part() != null && parts.contains(line.part()))
        .toList();
  }

  private String render(Trace trace, UnaryOperator<String> redact, UnaryOperator<String> mark) {
    TraceView view = TraceView.of(trace);
    String lines = lines(TraceLines.of(view), redact, mark);
    return lines.isEmpty() ? head(view) : head(view) + "\n" + lines;
  }

  private String lines(
      List<TraceLine> all, UnaryOperator<String> redact, UnaryOperator<String> mark) {
    LineFit fit = LineFit.of(all, budget);
    StringBuilder text = new StringBuilder();
    Map<String, Integer> told = new HashMap<>();
    int number = 1;
    for (Entry entry : fit.entries()) {
      text.append(text.isEmpty() ? "" : "\n");
      if (entry instanceof Shown shown) {
        TraceLine line = shown.line();
        String cleaned =
            mark.apply(cut(redact.apply(oneLine(line.text())), line.kind().mostChars(fit.scale())));
        Integer earlier =
            cleaned.length() < LEAST_REPEATED ? null : told.putIfAbsent(cleaned, number);
        text.append(number++).append(line.branch() == null ? " " : "  > ");
        text.append(line.kind().label()).append(": ");
        text.append(earlier == null ? cleaned : "(the same text as in line " + earlier + ")");
      } else if (entry instanceof Note note) {
        text.append("  (").append(note.text()).append(')');
      }
    }
    return text.toString();
  }

  private static String head(TraceView view) {
    Trace trace = view.trace();
    long failed = view.calls().stream().filter(Call::failed).count();
    return "steps: "
        + trace.modelCalls().size()
        + " model calls, "
        + view.calls().size()
        + " tool calls, "
        + failed
        + " of them failed; the run itself "
        + (view.rootFailed() ? "failed" : "did not fail");
  }

  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    boolean blank = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c) || Character.isISOControl(c) || Character.isSpaceChar(c)) {
        blank = !line.isEmpty();
      } else {
        if (blank) {
          line.append(' ');
        }
        blank = false;
        line.append(c);
      }
    }
    return line.toString();
  }

  /** Two thirds from the beginning and a third from the end, at words. */
  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int head = wordBefore(text, most * 2 / 3);
    int tail = wordAfter(text, text.length() - most / 3);
    return text.substring(0, head).strip() + " … " + text.substring(tail).strip();
  }

  private static int wordBefore(String text, int at) {
    int space = text.lastIndexOf(' ', at);
    int end = space > at / 2 ? space : at;
    return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
  }

  private static int wordAfter(String text, int at) {
    int space = text.indexOf(' ', at);
    int start = space >= 0 && space < at + (text.length() - at) / 2 ? space + 1 : at;
    return Character.isLowSurrogate(text.charAt(start)) ? start + 1 : start;
  }
}

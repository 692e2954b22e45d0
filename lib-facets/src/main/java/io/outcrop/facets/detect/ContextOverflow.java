package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Message;
import io.outcrop.facets.trace.Messages;
import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.Trace;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Whether the context outgrew the model, or what was said earlier fell out of it.
 *
 * <p>Any of: a model call that fails for the length of its context, or a finish reason that says
 * so; the input of one agent's calls to one model grows call by call and then falls to less than
 * half, without its first message and without a summary of what was left out; the agent asks for
 * what the user had said, and the user says it again, adding nothing. It cannot see history that a
 * framework drops where neither tokens nor messages were recorded.
 */
public final class ContextOverflow {
  private static final long LEAST_TOKENS = 4_000;
  private static final int LEAST_GROWTH = 2;
  private static final int LONGEST_REPEAT = 240;
  private static final Set<String> REASONS =
      Set.of(
          "context_length",
          "context_length_exceeded",
          "model_context_window_exceeded",
          "context_window_exceeded",
          "max_context",
          "max_context_length",
          "context_overflow",
          "input_too_long",
          "prompt_too_long");
  private static final Fragments SUMMARY =
      Fragments.of(
          """
          summary; summariz; summaris; compacted; condensed; conversation so far;
          zusammenfassung; bisheriger verlauf; resumen; resume de; resume des; riassunto;
          resumo; 摘要; 总结; 要約""");
  private static final Fragments ASKS_FOR =
      Fragments.of(
          """
          provide; what is your; what's your; what was; could you share; can you share;
          tell me; give me; may i have; remind me; which|; share your; confirm your; angeben;
          wie lautet; nennen; was war; mitteilen; welche; proporcion; indicar; cual es;
          cual era; podria darme; me puede; recordarme; dime; fournir; indiquer; quel est;
          quelle est; rappeler; donner; fornire; qual e; pode me; puo dirmi; informar;
          请提供; 请问; 是什么; 是多少; 告诉我; 教えて; ください; 何ですか; でしょうか""");

  private ContextOverflow() {}

  public static boolean in(TraceView view) {
    Trace trace = view.trace();
    return trace.modelCalls().stream().anyMatch(ContextOverflow::overflows)
        || (trace.mainRoot().failed() && overflows(trace.mainRoot()))
        || historyFalls(trace)
        || asksAgain(view.exchanges());
  }

  private static boolean overflows(Span span) {
    boolean failed =
        span.failed()
            && ErrorClass.of(span.errorType(), span.errorMessage(), null)
                == ErrorClass.CONTEXT_LENGTH;
    return failed
        || span.finishReasons().stream()
            .anyMatch(r -> REASONS.contains(r.toLowerCase(Locale.ROOT)));
  }

  /** What is known of the calls of one agent to one model so far. */
  private static final class Strand {
    Span last;
    int growth;
    Span first;
  }

  private static boolean historyFalls(Trace trace) {
    Map<String, Strand> strands = new HashMap<>();
    for (Span call : trace.modelCalls()) {
      if (call.inputTokens() == null || call.failed()) {
        continue;
      }
      String agent = trace.agentAbove(call).map(Span::spanId).orElse("");
      Strand strand =
          strands.computeIfAbsent(
              agent + '\n' + call.model() + '\n' + call.name(), k -> new Strand());
      if (strand.last != null) {
        long before = strand.last.inputTokens();
        long now = call.inputTokens();
        if (now * 2 < before
            && before >= LEAST_TOKENS
            && strand.growth >= LEAST_GROWTH
            && isDropped(strand.first, call)) {
          return true;
        }
        strand.growth = now > before ? strand.growth + 1 : now * 2 < before ? 0 : strand.growth;
      } else {
        strand.first = call;
      }
      strand.last = call;
    }
    return false;
  }

  /** Whether the call goes on without the beginning, under the same instructions. */
  private static boolean isDropped(Span first, Span call) {
    List<Message> before = Messages.read(first.inputText(), "user");
    List<Message> now = Messages.read(call.inputText(), "user");
    if (before.isEmpty() || now.isEmpty()) {
      return before.isEmpty() && now.isEmpty();
    }
    boolean sameOrders = system(before).equals(system(now));
    String opening =
        before.stream()
            .filter(m -> m.role().equals("user"))
            .map(Message::text)
            .findFirst()
            .orElse("");
    boolean kept = now.stream().anyMatch(m -> m.text().equals(opening));
    boolean summed = now.stream().limit(3).anyMatch(m -> SUMMARY.in(m.text()));
    boolean goesOn =
        now.size() >= 2
            && now.stream().anyMatch(m -> m.role().equals("assistant") || m.role().equals("tool"));
    return sameOrders && !opening.isEmpty() && !kept && !summed && goesOn;
  }

  private static String system(List<Message> messages) {
    return messages.stream()
        .filter(m -> m.role().equals("system"))
        .map(Message::text)
        .findFirst()
        .orElse("");
  }

  private static boolean asksAgain(List<Exchange> exchanges) {
    Set<Particulars.Particular> known = new HashSet<>();
    for (int i = 0; i < exchanges.size(); i++) {
      String text = exchanges.get(i).question();
      Set<Particulars.Particular> here = Particulars.of(text);
      here.removeIf(v -> v.kind() == Particulars.Kind.WEEKDAY);
      if (i > 1 && !here.isEmpty() && text.length() <= LONGEST_REPEAT && known.containsAll(here)) {
        String question = exchanges.get(i - 1).answer();
        boolean names = Particulars.of(question).stream().anyMatch(here::contains);
        if (!names
            && Replies.asks(question)
            && ASKS_FOR.in(question)
            && wasTaken(exchanges, i, here)) {
          return true;
        }
      }
      known.addAll(here);
    }
    return false;
  }

  /** Whether the agent had worked with the value in between: a slip of the user is no overflow. */
  private static boolean wasTaken(
      List<Exchange> exchanges, int again, Set<Particulars.Particular> values) {
    for (int i = 0; i < again; i++) {
      Exchange exchange = exchanges.get(i);
      boolean called =
          exchange.calls().stream()
              .anyMatch(c -> Particulars.of(c.arguments()).stream().anyMatch(values::contains));
      boolean said = Particulars.of(exchange.answer()).stream().anyMatch(values::contains);
      if (called || said) {
        return true;
      }
    }
    return false;
  }
}

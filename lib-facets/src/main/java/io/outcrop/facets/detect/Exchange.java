package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Turn;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of the user and all that the agent said and did up to the next one.
 *
 * @param asked null where the agent began by itself
 * @param said answers to the user, in order; not what was said to sub-agents
 */
record Exchange(Turn asked, List<Turn> said, List<Call> calls) {
  Exchange {
    said = List.copyOf(said);
    calls = List.copyOf(calls);
  }

  static List<Exchange> of(List<Step> steps) {
    List<Exchange> exchanges = new ArrayList<>();
    Turn asked = null;
    List<Turn> said = new ArrayList<>();
    List<Call> calls = new ArrayList<>();
    boolean any = false;
    for (Step step : steps) {
      if (step instanceof Step.Asked next && asked != null && said.isEmpty() && calls.isEmpty()) {
        asked = joined(asked, next.turn());
      } else if (step instanceof Step.Asked next) {
        if (any) {
          exchanges.add(new Exchange(asked, said, calls));
        }
        asked = next.turn();
        said = new ArrayList<>();
        calls = new ArrayList<>();
      } else if (step instanceof Step.Said answer && !answer.turn().delegated()) {
        said.add(answer.turn());
      } else if (step instanceof Step.Called called) {
        calls.add(called.call());
      }
      any = true;
    }
    if (any) {
      exchanges.add(new Exchange(asked, said, calls));
    }
    return List.copyOf(exchanges);
  }

  /** Messages that come together, as a question and its documents do, ask one thing. */
  private static Turn joined(Turn first, Turn second) {
    return new Turn(
        first.role(),
        first.text() + '\n' + second.text(),
        second.reasoning(),
        List.of(),
        null,
        first.span(),
        first.produced(),
        false);
  }

  /** What the user asked, without the passages quoted below it; empty where nobody asked. */
  String question() {
    if (asked == null) {
      return "";
    }
    String text = asked.text();
    int quoted = text.indexOf("\n[");
    if (quoted < 0) {
      return text;
    }
    String own = text.substring(0, quoted).strip();
    int label = own.lastIndexOf('\n');
    while (label > 0 && isLabel(own.substring(label + 1))) {
      own = own.substring(0, label).strip();
      label = own.lastIndexOf('\n');
    }
    return own;
  }

  private static boolean isLabel(String line) {
    return line.isBlank() || line.strip().endsWith(":") || line.strip().indexOf(' ') < 0;
  }

  /** The last thing said to the user, empty where nothing was. */
  String answer() {
    return said.isEmpty() ? "" : said.get(said.size() - 1).text();
  }

  boolean acted() {
    return calls.stream().anyMatch(call -> !call.failed());
  }
}

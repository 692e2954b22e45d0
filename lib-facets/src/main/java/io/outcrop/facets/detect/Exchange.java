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
      if (step instanceof Step.Asked next) {
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

  /** What the user asked, empty where nobody asked. */
  String question() {
    return asked == null ? "" : asked.text();
  }

  /** The last thing said to the user, empty where nothing was. */
  String answer() {
    return said.isEmpty() ? "" : said.get(said.size() - 1).text();
  }

  boolean acted() {
    return calls.stream().anyMatch(call -> !call.failed());
  }
}

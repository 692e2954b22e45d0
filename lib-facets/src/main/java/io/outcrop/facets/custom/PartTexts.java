package io.outcrop.facets.custom;

import io.outcrop.facets.detect.Call;
import io.outcrop.facets.detect.TraceView;
import io.outcrop.facets.trace.Turn;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The texts of the parts of a trace, unredacted: they must not leave as they are. */
public final class PartTexts {
  private PartTexts() {}

  /** The text of a part, its pieces in order and one below the other; empty where there is none. */
  public static String of(TraceView view, TracePart part) {
    Stream<String> pieces =
        switch (part) {
          case INPUT -> view.conversation().userTurns().stream().map(Turn::text);
          case OUTPUT -> output(view);
          case SYSTEM -> Stream.ofNullable(view.conversation().systemText());
          case REASONING -> view.conversation().turns().stream().map(Turn::reasoning);
          case TOOL_CALLS ->
              view.calls().stream()
                  .map(c -> c.arguments() == null ? c.tool() : c.tool() + " " + c.arguments());
          case TOOL_RESULTS -> view.calls().stream().map(Call::result);
        };
    return pieces
        .filter(Objects::nonNull)
        .filter(text -> !text.isBlank())
        .collect(Collectors.joining("\n"));
  }

  private static Stream<String> output(TraceView view) {
    List<String> said =
        view.conversation().answers().stream().filter(t -> !t.delegated()).map(Turn::text).toList();
    String last = view.conversation().finalText();
    return said.contains(last) || last == null
        ? said.stream()
        : Stream.concat(said.stream(), Stream.of(last));
  }
}

package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Span;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Calls of a tool, or of a model, that repeat a failed one.
 *
 * <p>A call is a retry when the call of the same tool before it failed; of a tool that runs
 * commands only when it runs the same command again. A model call is one when the model call before
 * it under the same parent failed. Retries inside a client library that make no span are not seen.
 */
public final class Retries {
  private Retries() {}

  public static int count(TraceView view) {
    return ofTools(view.calls()) + ofModels(view);
  }

  private static int ofTools(List<Call> calls) {
    int count = 0;
    Set<String> failed = new HashSet<>();
    for (Call call : calls) {
      String key = call.action() == Action.RUN ? call.tool() + '\n' + program(call) : call.tool();
      if (failed.remove(key)) {
        count++;
      }
      if (call.failed()) {
        failed.add(key);
      }
    }
    return count;
  }

  private static String program(Call call) {
    return String.valueOf(call.arguments());
  }

  private static int ofModels(TraceView view) {
    int count = 0;
    Map<String, Span> before = new HashMap<>();
    for (Span call : view.trace().modelCalls()) {
      String parent = view.trace().parent(call).map(Span::spanId).orElse("");
      Span earlier = before.put(parent, call);
      if (earlier != null && earlier.failed()) {
        count++;
      }
    }
    return count;
  }
}

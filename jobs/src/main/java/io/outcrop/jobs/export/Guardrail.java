package io.outcrop.jobs.export;

import io.outcrop.jobs.evals.Cause;
import io.outcrop.jobs.tables.EvalCasesTable.EvalCase;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Rules for a system prompt, one for each root cause; no word in them comes from a trace. */
public final class Guardrail {
  private Guardrail() {}

  /** Writes the rules, the gravest first. */
  public static void write(Selection selection, PrintWriter out) {
    List<EvalCase> cases =
        selection.runnable().stream()
            .sorted(Comparator.comparing(EvalCase::severity).thenComparing(EvalCase::rank))
            .toList();
    Set<String> rules = new LinkedHashSet<>();
    for (EvalCase one : cases) {
      Cause cause = Cause.of(one.cause());
      if (!cause.equals(Cause.UNNAMED)) {
        rules.add(cause.expectation());
      }
    }
    if (rules.isEmpty()) {
      return;
    }
    out.println("Rules from failures that were seen in earlier runs:");
    for (String rule : rules) {
      out.println("- " + rule);
    }
    out.println(
        "These rules cover only what has been seen. Where one of them cannot be kept, say so and do"
            + " not guess.");
  }
}

package io.outcrop.jobs.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.jobs.evals.EvalWording;
import io.outcrop.jobs.tables.EvalCasesTable;
import io.outcrop.jobs.tables.EvalCasesTable.EvalCase;
import java.io.PrintWriter;
import java.util.List;

/** Eval cases in the form of one tool or another. */
public enum EvalExport {
  /** Our own: a line about the export, then a line for each case or for the reason of none. */
  JSONL {
    @Override
    public void write(Selection selection, PrintWriter out) {
      ObjectNode about = JSON.createObjectNode().put("type", "about");
      about.put("about", selection.about());
      about.put("run", RUN_FORM);
      out.println(line(about));
      for (EvalCase one : selection.cases()) {
        out.println(line(case_(one, selection)));
      }
    }
  },
  /** Bodies for the Evals API of OpenAI: for each case one to create the eval and one to run it. */
  OPENAI_EVALS {
    @Override
    public void write(Selection selection, PrintWriter out) {
      ObjectNode document = JSON.createObjectNode().put("about", selection.about());
      ArrayNode evals = document.putArray("evals");
      for (EvalCase one : selection.runnable()) {
        evals.add(OpenAiEvals.of(one, provenance(one, selection)));
      }
      document.set("without_case", withoutCase(selection));
      out.println(pretty(document));
    }
  },
  /** A configuration for promptfoo. */
  PROMPTFOO {
    @Override
    public void write(Selection selection, PrintWriter out) {
      ObjectNode document = JSON.createObjectNode();
      document.put("description", selection.about());
      document.putArray("prompts").add("{{input}}");
      // Whoever takes the file names the agent here.
      document.putArray("providers").add("exec:./run-agent");
      ArrayNode tests = document.putArray("tests");
      for (EvalCase one : selection.runnable()) {
        tests.add(test(one, selection));
      }
      document.putObject("metadata").set("without_case", withoutCase(selection));
      out.println(pretty(document));
    }

    private ObjectNode test(EvalCase one, Selection selection) {
      ObjectNode test = JSON.createObjectNode();
      test.put("description", one.caseId() + ": " + one.failure());
      test.putObject("vars").put("input", input(one));
      ObjectNode assertion = test.putArray("assert").addObject();
      if (one.grader().equals(EvalCasesTable.ASSERTION)) {
        assertion.put("type", "javascript").put("value", Check.of(one.checkName()).javascript());
      } else {
        assertion
            .put("type", "llm-rubric")
            .put(
                "value",
                one.judgePrompt()
                    + "\nWhere the score is null, answer with the score 1 and a reason that begins"
                    + " with \"not applicable\".")
            .put("threshold", 1);
      }
      assertion.put("metric", one.cause());
      if (one.gate().equals("log")) {
        // Of this weight it is told and fails nothing.
        assertion.put("weight", 0);
      }
      test.set("metadata", provenance(one, selection));
      return test;
    }
  };

  static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();

  /** What a run has to look like for the assertions. */
  static final String RUN_FORM =
      "Assertions look at a run as a JSON object: input, final_text, finish_reason, error,"
          + " tool_calls with name, arguments, result and error. A plain text is a run's"
          + " final_text.";

  /** Writes the selected cases. */
  public abstract void write(Selection selection, PrintWriter out);

  /** What the simulated user asks for. */
  static String input(EvalCase one) {
    StringBuilder input = new StringBuilder("A user's request: ").append(one.inputPattern());
    if (!one.situations().isEmpty()) {
      input
          .append("\nWhat came of it in traces that fail: ")
          .append(String.join(" Or: ", one.situations()));
    }
    return input
        .append("\nWrite the request out, and play the tools so that the situation comes up.")
        .toString();
  }

  static ObjectNode provenance(EvalCase one, Selection selection) {
    ObjectNode from = JSON.createObjectNode();
    from.put("case_id", one.caseId());
    from.put("cause", one.cause());
    from.put("severity", one.severity());
    from.put("gate", one.gate());
    from.put("gate_means", EvalWording.gateTold(one.gate()));
    from.put("confirmed", selection.isConfirmed(one));
    from.put("run_id", selection.run().runId());
    from.put("window", selection.run().windowStart() + "/" + selection.run().windowEnd());
    texts(from.putArray("lineage_ids"), one.lineageIds());
    texts(from.putArray("insight_ids"), one.insightIds());
    from.put("cluster_id", one.clusterId());
    from.put("traces", one.traces());
    from.put("tenants", one.tenants());
    from.put("share", one.share());
    return from;
  }

  private static ObjectNode case_(EvalCase one, Selection selection) {
    ObjectNode line = JSON.createObjectNode();
    line.put("type", one.isCase() ? "case" : "no_case");
    line.put("id", one.caseId());
    line.put("cause", one.cause());
    line.put("severity", one.severity());
    line.put("failure", one.failure());
    if (!one.isCase()) {
      line.put("reason", one.noCaseReason());
      line.set("provenance", provenance(one, selection));
      return line;
    }
    line.put("gate", one.gate());
    line.put("expectation", one.expectation());
    line.put("input_pattern", one.inputPattern());
    texts(line.putArray("situations"), one.situations());
    ObjectNode grader = line.putObject("grader");
    grader.put("type", one.grader());
    if (one.grader().equals(EvalCasesTable.ASSERTION)) {
      Check check = Check.of(one.checkName());
      grader.put("name", one.checkName()).put("asserts", check.told());
      grader.put("javascript", check.javascript()).put("python", check.python());
    } else {
      grader.put("prompt", one.judgePrompt());
      ArrayNode scale = grader.putArray("scale");
      scale.add(1).add(0.5).add(0).addNull();
    }
    line.set("provenance", provenance(one, selection));
    return line;
  }

  private static ArrayNode withoutCase(Selection selection) {
    ArrayNode without = JSON.createArrayNode();
    selection.cases().stream()
        .filter(one -> !one.isCase())
        .forEach(
            one ->
                without
                    .addObject()
                    .put("case_id", one.caseId())
                    .put("cause", one.cause())
                    .put("failure", one.failure())
                    .put("reason", one.noCaseReason()));
    return without;
  }

  static void texts(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }

  static String line(ObjectNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write JSON", e);
    }
  }

  private static String pretty(ObjectNode node) {
    try {
      return PRETTY.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write JSON", e);
    }
  }
}

package io.outcrop.jobs.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.jobs.tables.EvalCasesTable;
import io.outcrop.jobs.tables.EvalCasesTable.EvalCase;
import java.util.Iterator;
import java.util.Map;

/**
 * One case as the two requests of OpenAI's Evals API: {@code POST /v1/evals}, and {@code POST
 * /v1/evals/{eval_id}/runs} with the model that is asked.
 */
final class OpenAiEvals {
  private static final String JUDGE = "gpt-4.1-mini";
  private static final int LONGEST_METADATA = 512;

  private OpenAiEvals() {}

  static ObjectNode of(EvalCase one, ObjectNode provenance) {
    ObjectNode both = EvalExport.JSON.createObjectNode();
    ObjectNode eval = both.putObject("eval");
    eval.put("name", one.caseId() + " " + one.cause());
    ObjectNode source = eval.putObject("data_source_config");
    source.put("type", "custom").put("include_sample_schema", true);
    ObjectNode schema = source.putObject("item_schema").put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    properties.putObject("case_id").put("type", "string");
    properties.putObject("input").put("type", "string");
    schema.putArray("required").add("case_id").add("input");
    eval.putArray("testing_criteria").add(grader(one));
    eval.set("metadata", metadata(provenance));

    ObjectNode run = both.putObject("run");
    run.put("name", one.caseId());
    ObjectNode data = run.putObject("data_source");
    data.put("type", "completions").put("model", "the model of your agent");
    ObjectNode content = data.putObject("source").put("type", "file_content");
    content
        .putArray("content")
        .addObject()
        .putObject("item")
        .put("case_id", one.caseId())
        .put("input", EvalExport.input(one));
    ObjectNode messages = data.putObject("input_messages").put("type", "template");
    messages
        .putArray("template")
        .addObject()
        .put("type", "message")
        .put("role", "user")
        .put("content", "{{item.input}}");
    return both;
  }

  private static ObjectNode grader(EvalCase one) {
    ObjectNode grader = EvalExport.JSON.createObjectNode();
    if (one.grader().equals(EvalCasesTable.ASSERTION)) {
      return grader
          .put("type", "python")
          .put("name", one.checkName())
          .put("source", Check.of(one.checkName()).python())
          .put("pass_threshold", 1.0);
    }
    grader.put("type", "label_model").put("name", one.cause()).put("model", JUDGE);
    ArrayNode input = grader.putArray("input");
    input
        .addObject()
        .put("type", "message")
        .put("role", "developer")
        .put("content", one.judgePrompt() + "\nThe label is the score: 1, 0.5, 0 or null.");
    input
        .addObject()
        .put("type", "message")
        .put("role", "user")
        .put("content", "Input:\n{{item.input}}\n\nThe run:\n{{sample.output_text}}");
    grader.putArray("labels").add("1").add("0.5").add("0").add("null");
    grader.putArray("passing_labels").add("1").add("null");
    return grader;
  }

  /** The service takes texts alone there, of 512 characters at most. */
  private static ObjectNode metadata(ObjectNode provenance) {
    ObjectNode texts = EvalExport.JSON.createObjectNode();
    Iterator<Map.Entry<String, com.fasterxml.jackson.databind.JsonNode>> fields =
        provenance.fields();
    while (fields.hasNext()) {
      var field = fields.next();
      String text =
          field.getValue().isValueNode() ? field.getValue().asText() : field.getValue().toString();
      texts.put(
          field.getKey(),
          text.length() <= LONGEST_METADATA ? text : text.substring(0, LONGEST_METADATA));
    }
    return texts;
  }
}

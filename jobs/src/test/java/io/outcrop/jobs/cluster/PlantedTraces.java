package io.outcrop.jobs.cluster;

import io.outcrop.jobs.embed.FactsTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Row;

/** Traces of six behaviours, each in three domains that share no word. */
final class PlantedTraces {
  private static final List<String> BEHAVIOURS =
      List.of("fine", "loop", "phantom", "swallowed", "refused", "retried");
  private static final List<List<String>> DOMAINS =
      List.of(
          List.of("invoice", "refund", "payment", "credit card", "billing address"),
          List.of("kernel", "compiler", "unit test", "stack overflow", "merge conflict"),
          List.of("flight", "hotel room", "luggage", "boarding pass", "train seat"));

  private PlantedTraces() {}

  /** The behaviour that an id made by {@link #rows} stands for. */
  static String behaviourOf(String traceId) {
    return traceId.substring(0, traceId.indexOf('-'));
  }

  static List<Row> rows(int count, long seed) {
    Random random = new Random(seed);
    FactsTable table = new FactsTable();
    for (int i = 0; i < count; i++) {
      String behaviour = BEHAVIOURS.get(i % BEHAVIOURS.size());
      int domain = random.nextInt(DOMAINS.size());
      Map<String, Object> facets = behave(behaviour, random);
      List<String> words = DOMAINS.get(domain);
      facets.put(
          "task_summary",
          "please help with the %s and my %s"
              .formatted(
                  words.get(random.nextInt(words.size())),
                  words.get(random.nextInt(words.size()))));
      facets.put("distinct_tools", new String[] {"get_" + words.get(0)});
      facets.put("latency_ms", (long) random.nextInt(100_000));
      table.add(behaviour + "-" + i, facets);
    }
    return table.rows();
  }

  private static Map<String, Object> behave(String behaviour, Random random) {
    Map<String, Object> facets = new HashMap<>();
    List<String> steps = new ArrayList<>();
    int calls = 1 + random.nextInt(3);
    for (int i = 0; i < calls; i++) {
      steps.add("ask");
      steps.add(random.nextBoolean() ? "look_up" : random.nextBoolean() ? "search" : "compute");
    }
    facets.put("tool_call_count", calls);
    facets.put("llm_call_count", calls + 1);
    facets.put("turn_count", 1 + random.nextInt(2));
    switch (behaviour) {
      case "loop" -> {
        for (int i = 0; i < 4 + random.nextInt(3); i++) {
          steps.add("look_up:same_again");
        }
        facets.put("loop", true);
        facets.put("repeated_calls", 4 + random.nextInt(3));
        fail(facets, "repeats the same call without progress", "loop");
      }
      case "phantom" -> {
        facets.put("phantom_tools", new String[] {"tool" + random.nextInt(9)});
        fail(facets, "claims an action that no tool call performed", "phantom_action");
      }
      case "swallowed" -> {
        steps.add("look_up:error");
        facets.put("tool_error_count", 1);
        facets.put("swallowed_errors", 1);
        fail(facets, "continues after a tool error as if it had succeeded", "swallowed_error");
      }
      case "refused" -> {
        facets.put("refused", true);
        fail(facets, "refuses the request", "refused");
      }
      case "retried" -> {
        steps.add("write:error");
        steps.add("write");
        facets.put("tool_error_count", 2);
        facets.put("retry_count", 2);
      }
      default -> {}
    }
    steps.add("answer");
    facets.put("action_sequence", steps.toArray(String[]::new));
    return facets;
  }

  private static void fail(Map<String, Object> facets, String mode, String issue) {
    facets.put("failing", true);
    facets.put("failure_mode", mode);
    facets.put("issues", new String[] {issue});
  }
}

package io.outcrop.jobs.cluster;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;

import io.outcrop.facets.llm.LabelPrompt;
import io.outcrop.facets.llm.Tokens;
import io.outcrop.jobs.config.LlmSettings.Role;
import io.outcrop.jobs.config.OutcropConfig;
import io.outcrop.jobs.tables.LlmCacheTable;
import io.outcrop.jobs.tables.Warehouse;
import org.apache.spark.sql.Row;

/**
 * What phase 4 would ask a language model at most: a name for each cluster that so many traces can
 * make. Clusters whose members stay keep their names and are not asked about.
 *
 * @param inputTokens tokens of the questions, as measured before with this model, else as they
 *     usually are
 * @param outputTokens tokens of the answers, likewise
 */
public record LabelEstimate(long calls, long inputTokens, long outputTokens) {
  private static final long USUAL_EVIDENCE = 3_500;
  private static final long USUAL_ANSWER = 90;

  /**
   * Estimates.
   *
   * @param traces traces of the window
   */
  public static LabelEstimate of(Warehouse warehouse, OutcropConfig config, long traces) {
    int leaves = traces == 0 ? 0 : ClusterOptions.of(config).leaves(traces, traces);
    int tops = Hierarchy.tops(leaves);
    int middles = Hierarchy.middles(leaves, tops);
    // Where levels repeat, a name serves all three.
    long each = middles == leaves ? leaves : (long) leaves + middles + tops;
    long calls = each * config.cluster().axes().size();
    Row measured =
        warehouse
            .read(LlmCacheTable.TABLE)
            .where(
                col(LlmCacheTable.ROLE)
                    .equalTo(Role.LABELS.label())
                    .and(col(LlmCacheTable.MODEL).equalTo(config.llm().modelName(Role.LABELS))))
            .agg(
                avg(
                    col("input_tokens")
                        .plus(col("cache_read_tokens"))
                        .plus(col("cache_write_tokens"))),
                avg("output_tokens"))
            .head();
    long input =
        measured.isNullAt(0)
            ? USUAL_EVIDENCE
                + Tokens.of(LabelPrompt.prompt().instructions())
                + Tokens.of(LabelPrompt.prompt().schema())
            : Math.round(measured.getDouble(0));
    long output = measured.isNullAt(1) ? USUAL_ANSWER : Math.round(measured.getDouble(1));
    return new LabelEstimate(calls, calls * input, calls * output);
  }
}

package io.outcrop.jobs.publish;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max_by;

import io.outcrop.facets.llm.AuditPrompt;
import io.outcrop.facets.llm.Tokens;
import io.outcrop.jobs.config.LlmSettings;
import io.outcrop.jobs.config.LlmSettings.Role;
import io.outcrop.jobs.tables.CostsTable;
import io.outcrop.jobs.tables.LlmCacheTable;
import io.outcrop.jobs.tables.Warehouse;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * What phase 7 would ask its second reader at most: as many texts as the latest run had, else a
 * title and a description for each cluster. Texts that were read before are not asked about again.
 *
 * @param inputTokens tokens of the questions, as measured before with this model, else as they
 *     usually are
 * @param outputTokens tokens of the answers, likewise
 */
public record AuditEstimate(long calls, long inputTokens, long outputTokens) {
  private static final long TEXTS = 2;
  private static final long USUAL_TEXT = 120;
  private static final long USUAL_ANSWER = 30;

  /**
   * Estimates.
   *
   * @param clusters named clusters of the run at most
   */
  public static AuditEstimate of(Warehouse warehouse, LlmSettings settings, long clusters) {
    Column read = col("asked").plus(col("cached"));
    Row latest =
        warehouse
            .read(CostsTable.TABLE)
            .where(col("role").equalTo(Role.AUDIT.label()))
            .agg(max_by(read, col("completed_at")))
            .head();
    long calls = latest.isNullAt(0) ? TEXTS * clusters : latest.getLong(0);
    Column input =
        col("input_tokens").plus(col("cache_read_tokens")).plus(col("cache_write_tokens"));
    Row measured =
        warehouse
            .read(LlmCacheTable.TABLE)
            .where(
                col(LlmCacheTable.ROLE)
                    .equalTo(Role.AUDIT.label())
                    .and(col(LlmCacheTable.MODEL).equalTo(settings.modelName(Role.AUDIT))))
            .agg(avg(input), avg("output_tokens"))
            .head();
    long fixed =
        Tokens.of(AuditPrompt.prompt().instructions()) + Tokens.of(AuditPrompt.prompt().schema());
    long in = measured.isNullAt(0) ? USUAL_TEXT + fixed : Math.round(measured.getDouble(0));
    long out = measured.isNullAt(1) ? USUAL_ANSWER : Math.round(measured.getDouble(1));
    return new AuditEstimate(calls, calls * in, calls * out);
  }
}

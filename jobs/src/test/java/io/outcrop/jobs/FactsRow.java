package io.outcrop.jobs;

import io.outcrop.facets.TraceFacets;
import io.outcrop.facets.trace.Span;
import io.outcrop.jobs.tables.TracesTable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * A hand-made row of {@code facts.traces}: the facets of one uneventful span, with another owner.
 */
public record FactsRow(
    String traceId, LocalDate date, String tenant, int tenants, String user, long inputHash) {

  public static FactsRow of(String traceId, LocalDate date, String tenant) {
    return new FactsRow(traceId, date, tenant, tenant == null ? 0 : 1, null, 7);
  }

  public FactsRow withTwoTenants() {
    return new FactsRow(traceId, date, null, 2, user, inputHash);
  }

  public FactsRow withUser(String user) {
    return new FactsRow(traceId, date, tenant, tenants, user, inputHash);
  }

  public FactsRow withInputHash(long inputHash) {
    return new FactsRow(traceId, date, tenant, tenants, user, inputHash);
  }

  public Row toRow() {
    Instant start = date.atStartOfDay(ZoneOffset.UTC).toInstant();
    TraceFacets facets =
        new io.outcrop.facets.FacetExtractor(
                io.outcrop.facets.FacetExtractor.Options.of("v1", text -> text))
            .extract(
                List.of(
                    Span.builder(traceId, "s")
                        .startTime(start)
                        .endTime(start.plusSeconds(1))
                        .build()));
    TraceFacets.Identity i = facets.identity();
    return TracesTable.ROWS.toRow(
        new TraceFacets(
            new TraceFacets.Identity(
                traceId,
                date,
                i.startTime(),
                i.endTime(),
                tenant,
                tenants,
                user,
                i.sessionId(),
                i.service(),
                i.environment(),
                i.agent(),
                i.agentVersion(),
                i.modelVersions(),
                i.promptHash(),
                inputHash),
            facets.direct(),
            facets.behaviour(),
            facets.outcome(),
            facets.slices(),
            facets.shape(),
            facets.extracted(),
            facets.grounding(),
            facets.steering(),
            facets.failing(),
            facets.facetSource(),
            facets.facetVersion(),
            facets.taxonomy()));
  }
}

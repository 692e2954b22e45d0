-- DuckDB 1.1 or later, on a laptop: no catalogue, views over the folders. For a bucket: INSTALL httpfs; CREATE SECRET (TYPE s3,
-- PROVIDER credential_chain); and 's3://bucket/outcrop/...' for the folders.

INSTALL delta;
LOAD delta;
CREATE SCHEMA IF NOT EXISTS outcrop_insights;

CREATE OR REPLACE VIEW outcrop_insights.latest_run AS
SELECT run_id FROM delta_scan('/data/outcrop/ops/runs') WHERE status = 'complete'
ORDER BY window_end DESC, completed_at DESC, run_id DESC LIMIT 1;

CREATE OR REPLACE VIEW outcrop_insights.clusters AS
SELECT * FROM delta_scan('/data/outcrop/insights/clusters') WHERE run_id = (SELECT run_id FROM outcrop_insights.latest_run);

CREATE OR REPLACE VIEW outcrop_insights.insights AS
SELECT * FROM delta_scan('/data/outcrop/insights/insights') WHERE run_id = (SELECT run_id FROM outcrop_insights.latest_run);

-- SELECT rank, e.facet, e.value FROM (SELECT rank, unnest(evidence) AS e FROM outcrop_insights.insights);

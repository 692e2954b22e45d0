-- Athena, engine version 3: it reads Delta through entries of the Glue catalogue and takes the columns from Delta's log. The same
-- entries serve EMR and Redshift Spectrum. Where you would rather have a crawler: one of the kind Delta Lake, with "create
-- native tables", over the folders below.

CREATE DATABASE IF NOT EXISTS outcrop_ops;
CREATE DATABASE IF NOT EXISTS outcrop_insights;

CREATE EXTERNAL TABLE outcrop_ops.runs LOCATION 's3://bucket/outcrop/ops/runs/' TBLPROPERTIES ('table_type' = 'DELTA');
CREATE EXTERNAL TABLE outcrop_insights.clusters_all_runs LOCATION 's3://bucket/outcrop/insights/clusters/' TBLPROPERTIES ('table_type' = 'DELTA');
CREATE EXTERNAL TABLE outcrop_insights.insights_all_runs LOCATION 's3://bucket/outcrop/insights/insights/' TBLPROPERTIES ('table_type' = 'DELTA');

CREATE OR REPLACE VIEW outcrop_insights.clusters AS
SELECT * FROM outcrop_insights.clusters_all_runs
WHERE run_id = (SELECT max_by(run_id, ROW(window_end, completed_at, run_id)) FROM outcrop_ops.runs WHERE status = 'complete');

CREATE OR REPLACE VIEW outcrop_insights.insights AS
SELECT * FROM outcrop_insights.insights_all_runs
WHERE run_id = (SELECT max_by(run_id, ROW(window_end, completed_at, run_id)) FROM outcrop_ops.runs WHERE status = 'complete');

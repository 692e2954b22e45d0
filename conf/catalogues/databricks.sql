-- Unity Catalog. An external location has to cover the warehouse; put its address for /data/outcrop. In a catalogue other than
-- the current one: USE CATALOG first.

CREATE SCHEMA IF NOT EXISTS outcrop_ops;
CREATE SCHEMA IF NOT EXISTS outcrop_insights;

CREATE TABLE IF NOT EXISTS outcrop_ops.runs USING DELTA LOCATION '/data/outcrop/ops/runs';
CREATE TABLE IF NOT EXISTS outcrop_insights.clusters_all_runs USING DELTA LOCATION '/data/outcrop/insights/clusters';
CREATE TABLE IF NOT EXISTS outcrop_insights.insights_all_runs USING DELTA LOCATION '/data/outcrop/insights/insights';

CREATE OR REPLACE VIEW outcrop_insights.clusters_history AS
SELECT t.* FROM outcrop_insights.clusters_all_runs AS t
LEFT SEMI JOIN (SELECT run_id FROM outcrop_ops.runs WHERE status = 'complete') AS r ON t.run_id = r.run_id;

CREATE OR REPLACE VIEW outcrop_insights.clusters AS
SELECT * FROM outcrop_insights.clusters_all_runs
WHERE run_id = (SELECT max_by(run_id, struct(window_end, completed_at, run_id)) FROM outcrop_ops.runs WHERE status = 'complete');

CREATE OR REPLACE VIEW outcrop_insights.insights_history AS
SELECT t.* FROM outcrop_insights.insights_all_runs AS t
LEFT SEMI JOIN (SELECT run_id FROM outcrop_ops.runs WHERE status = 'complete') AS r ON t.run_id = r.run_id;

CREATE OR REPLACE VIEW outcrop_insights.insights AS
SELECT * FROM outcrop_insights.insights_all_runs
WHERE run_id = (SELECT max_by(run_id, struct(window_end, completed_at, run_id)) FROM outcrop_ops.runs WHERE status = 'complete');

-- GRANT USE SCHEMA, SELECT ON SCHEMA outcrop_insights TO `everyone who may look`;
-- GRANT USE SCHEMA, SELECT ON SCHEMA outcrop_ops TO `operators`;

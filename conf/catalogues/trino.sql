-- Trino's Delta Lake connector over a Hive metastore or Glue. etc/catalog/outcrop.properties:
--   connector.name=delta_lake
--   hive.metastore.uri=thrift://metastore:9083        or   hive.metastore=glue
--   fs.native-s3.enabled=true
--   delta.register-table-procedure.enabled=true

CREATE SCHEMA IF NOT EXISTS outcrop.outcrop_ops;
CREATE SCHEMA IF NOT EXISTS outcrop.outcrop_insights;
CALL outcrop.system.register_table('outcrop_ops', 'runs', 's3://bucket/outcrop/ops/runs');
CALL outcrop.system.register_table('outcrop_insights', 'clusters_all_runs', 's3://bucket/outcrop/insights/clusters');
CALL outcrop.system.register_table('outcrop_insights', 'insights_all_runs', 's3://bucket/outcrop/insights/insights');

CREATE OR REPLACE VIEW outcrop.outcrop_insights.clusters SECURITY DEFINER AS
SELECT * FROM outcrop.outcrop_insights.clusters_all_runs
WHERE run_id = (SELECT max_by(run_id, ROW(window_end, completed_at, run_id)) FROM outcrop.outcrop_ops.runs WHERE status = 'complete');

CREATE OR REPLACE VIEW outcrop.outcrop_insights.insights SECURITY DEFINER AS
SELECT * FROM outcrop.outcrop_insights.insights_all_runs
WHERE run_id = (SELECT max_by(run_id, ROW(window_end, completed_at, run_id)) FROM outcrop.outcrop_ops.runs WHERE status = 'complete');

-- Evidence is an array of rows:
-- SELECT rank, e.facet, e.value FROM outcrop.outcrop_insights.insights CROSS JOIN UNNEST(evidence) AS e (facet, value, in_cluster, outside, lift, q_value);

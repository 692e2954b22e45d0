-- Hive's metastore, or Glue as Spark's metastore (EMR: spark.hadoop.hive.metastore.client.factory.class). Run with
-- spark-sql and Delta: --packages io.delta:delta-spark_2.12:3.3.3
--   --conf spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension
--   --conf spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog
-- Hive itself does not read Delta without Delta's Hive connector; Spark, Trino and others do through this entry.

CREATE DATABASE IF NOT EXISTS outcrop_ops;
CREATE DATABASE IF NOT EXISTS outcrop_insights;

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

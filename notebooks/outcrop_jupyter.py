"""The notebooks in Jupyter: a local Spark session in which cells that begin with %sql are SQL.

pip install jupyterlab pandas matplotlib pyspark==3.5.7 delta-spark==3.3.3
cd notebooks && OUTCROP_WAREHOUSE=/data/outcrop jupyter lab
"""

import os

ZONES = ("insights",)
COMPLETE_RUNS = "SELECT * FROM delta.`{root}/ops/runs` WHERE status = 'complete'"


def sql_cells(lines):
    """Cells that begin with %sql, as Databricks has them, in Jupyter's way: %%sql."""
    if lines and lines[0].strip() == "%sql":
        return ["%%sql\n"] + lines[1:]
    return lines


def views(root, zone, table):
    """The statements that name a table of runs: the latest complete run, and all complete ones."""
    path = "delta.`{}/{}/{}`".format(root, zone, table)
    runs = COMPLETE_RUNS.format(root=root)
    name = "outcrop_{}.{}".format(zone, table)
    return [
        "CREATE DATABASE IF NOT EXISTS outcrop_{}".format(zone),
        "CREATE OR REPLACE VIEW {}_history AS SELECT t.* FROM {} t LEFT SEMI JOIN ({}) r"
        " ON t.run_id = r.run_id".format(name, path, runs),
        "CREATE OR REPLACE VIEW {} AS SELECT t.* FROM {} t WHERE t.run_id ="
        " (SELECT max_by(run_id, struct(window_end, completed_at, run_id)) FROM ({}))".format(name, path, runs),
    ]


def start(root=None):
    """Opens the session, names the published tables, and makes %sql cells work. Returns the session."""
    from delta import configure_spark_with_delta_pip
    from IPython import get_ipython
    from pyspark.sql import SparkSession

    root = os.path.abspath(root or os.environ["OUTCROP_WAREHOUSE"])
    builder = (
        SparkSession.builder.appName("outcrop notebooks")
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.catalogImplementation", "in-memory")
    )
    spark = configure_spark_with_delta_pip(builder).getOrCreate()
    for zone in ZONES:
        for table in sorted(os.listdir(os.path.join(root, zone))):
            if os.path.isdir(os.path.join(root, zone, table, "_delta_log")):
                for statement in views(root, zone, table):
                    spark.sql(statement)

    shell = get_ipython()

    def run(line, cell):
        rows = spark.sql(cell)
        # The name under which Databricks keeps the last result too.
        shell.user_ns["_sqldf"] = rows
        return rows.toPandas()

    shell.register_magic_function(run, magic_kind="cell", magic_name="sql")
    if sql_cells not in shell.input_transformers_cleanup:
        shell.input_transformers_cleanup.append(sql_cells)
    return spark

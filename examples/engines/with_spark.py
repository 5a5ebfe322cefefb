"""Predicts the emotions of recordings with Spark: `python with_spark.py FOLDER OUT [MASTER]`."""

import pathlib
import sys

import emo.arrow
from pyspark.sql import SparkSession

folder, out = sys.argv[1:3]
# Two workers on this machine, and four attempts for each task: a cluster has four by default, `local[2]` one.
master = sys.argv[3] if len(sys.argv) > 3 else "local[2,4]"
spark = (
    SparkSession.builder.master(master)
    .config("spark.sql.execution.arrow.maxRecordsPerBatch", 64)
    .config("spark.ui.enabled", "false")
    .getOrCreate()
)

paths = [(str(path),) for path in sorted(pathlib.Path(folder).resolve().rglob("*.wav"))]
recordings = spark.createDataFrame(paths, "path string").repartition(4 * spark.sparkContext.defaultParallelism)
predictions = recordings.mapInArrow(emo.arrow.predict_batches, schema=emo.arrow.PREDICTION_SCHEMA)
predictions.write.mode("overwrite").parquet(out)

written = spark.read.parquet(out)
failed = written.where("error is not null").count()
print(f"{written.count()} recordings, {failed} failed")
print(written.where("error is null").groupBy("label").count().orderBy("label").collect())
spark.stop()

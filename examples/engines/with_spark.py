"""Predicts the emotions of recordings with Spark: `python with_spark.py FOLDER OUT [workers]`."""

import pathlib
import sys

import emo.arrow
from pyspark.sql import SparkSession

folder, out = sys.argv[1:3]
workers = int(sys.argv[3]) if len(sys.argv) > 3 else 2
spark = (
    SparkSession.builder.master(f"local[{workers}]")
    .config("spark.sql.execution.arrow.maxRecordsPerBatch", 64)
    .config("spark.ui.enabled", "false")
    .getOrCreate()
)

paths = [(str(path),) for path in sorted(pathlib.Path(folder).resolve().rglob("*.wav"))]
recordings = spark.createDataFrame(paths, "path string").repartition(4 * workers)
predictions = recordings.mapInArrow(emo.arrow.predict_batches, schema=emo.arrow.PREDICTION_SCHEMA)
predictions.write.mode("overwrite").parquet(out)

written = spark.read.parquet(out)
failed = written.where("error is not null").count()
print(f"{written.count()} recordings, {failed} failed")
print(written.where("error is null").groupBy("label").count().orderBy("label").collect())
spark.stop()

"""Predicts the emotions of recordings with Daft: `python with_daft.py FOLDER OUT`."""

import pathlib
import sys

import daft
import emo.daft

folder, out = sys.argv[1:3]
recordings = daft.from_glob_path(f"{pathlib.Path(folder).resolve()}/**/*.wav").select("path")
predictions = recordings.with_column("emotion", emo.daft.predict(recordings["path"]))
predictions.write_parquet(out, write_mode="overwrite")

written = daft.read_parquet(f"{out}/*.parquet").select(daft.col("path"), daft.col("emotion").unnest())
failed = written.where(daft.col("error").not_null()).count_rows()
print(f"{written.count_rows()} recordings, {failed} failed")
print(written.where(daft.col("error").is_null()).groupby("label").agg(daft.col("path").count()).to_pylist())

"""Predicts the emotions of recordings with Ray Data: `python with_ray.py FOLDER OUT [workers]`."""

import pathlib
import sys

import emo.arrow
import pyarrow.compute as pc
import pyarrow.parquet as pq
import ray

folder, out = sys.argv[1:3]
workers = int(sys.argv[3]) if len(sys.argv) > 3 else 2
ray.init(num_cpus=workers, include_dashboard=False)

paths = [{"path": str(path)} for path in sorted(pathlib.Path(folder).resolve().rglob("*.wav"))]
recordings = ray.data.from_items(paths, override_num_blocks=4 * workers)
predictions = recordings.map_batches(
    emo.arrow.Predictor,  # a class: each worker loads the model once
    fn_constructor_args=("general",),
    batch_format="pyarrow",
    batch_size=64,
    compute=ray.data.ActorPoolStrategy(size=workers),
)
# The workers have all cores: without this, nothing is written before they are done.
predictions.write_parquet(out, ray_remote_args={"num_cpus": 0})

written = pq.read_table(out)
good = written.filter(pc.field("error").is_null())
print(f"{written.num_rows} recordings, {written.num_rows - good.num_rows} failed")
print(good.group_by("label").aggregate([("path", "count")]).to_pylist())

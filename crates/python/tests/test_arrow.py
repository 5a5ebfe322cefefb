"""Record batches in and out."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl
import pytest

import emo
import emo.arrow

pa = pytest.importorskip("pyarrow")


@pytest.fixture(scope="module")
def batch(speech):
    """Good rows and bad ones, of every kind."""
    with open(speech, "rb") as file:
        content = file.read()
    rows = [
        {"path": speech},
        {"path": f"file://{speech}", "start": 0.25, "end": 1.5},
        {"path": "memory.wav", "bytes": content, "channel": 0},
        {"path": "absent.wav"},
        {"path": "memory.wav", "bytes": b"no audio"},
        {"path": speech, "start": 2.0, "end": 1.0},
        {"path": speech, "channel": 7},
        {},
    ]
    names = {"path": pa.string(), "bytes": pa.binary(), "start": pa.float64(), "end": pa.float32()}
    names["channel"] = pa.int16()
    cells = {name: [row.get(name) for row in rows] for name in names}
    columns = {name: pa.array(cells[name], kind) for name, kind in names.items()}
    return pa.record_batch({"id": pa.array(range(len(rows))), **columns})


def test_a_bad_row_never_fails_a_batch(batch, speech):
    result = emo.arrow.Predictor("general", keep=["id"])(batch).to_pydict()
    assert result["id"] == list(range(8))
    assert [label is None for label in result["label"]] == [False] * 3 + [True] * 5
    assert [error is None for error in result["error"]] == [True] * 3 + [False] * 5
    assert "absent.wav: " in result["error"][3] and "a path or bytes" in result["error"][7]
    expected = emo.EmotionModel.pretrained("general").predict(speech)
    assert dict(result["probabilities"][0]) == expected.probabilities
    assert result["label"][0] == result["label"][2] == expected.label
    assert result["quality"][0] == expected.quality["kind"]


def test_features_are_those_of_extract(batch, speech):
    x, names = emo.extract([speech], "ravdess-60")
    lists = emo.arrow.Extractor("ravdess-60", precision="f64")(batch)
    assert lists["features"].to_pylist()[0] == x[0].tolist()
    assert lists["features"].null_count == 5
    columns = emo.arrow.Extractor("ravdess-60", layout="columns")(batch)
    assert columns[names[0]].type == pa.float32()
    assert [columns[name][0].as_py() for name in names] == x[0].astype(np.float32).tolist()


def test_tables_and_frames_go_in(batch, speech):
    predictor = emo.arrow.Predictor("ravdess-60")
    table = predictor(pa.Table.from_batches([batch, batch]))
    assert isinstance(table, pa.Table) and table.num_rows == 16
    frame = pl.DataFrame({"path": [speech]})
    assert pl.DataFrame(pa.table(predictor(frame)))["label"][0] == table["label"][0].as_py()
    empty = predictor(batch.slice(0, 0))
    assert empty.num_rows == 0 and empty.schema == table.schema


def test_wrong_columns_are_an_error(speech):
    predictor = emo.arrow.Predictor("ravdess-60")
    with pytest.raises(ValueError, match="expected a column path or bytes, got file"):
        predictor(pa.record_batch({"file": [speech]}))
    with pytest.raises(ValueError, match="column path: expected text"):
        predictor(pa.record_batch({"path": [1.5]}))
    with pytest.raises(ValueError, match="since it is to be kept"):
        emo.arrow.Predictor("ravdess-60", keep=["id"])(pa.record_batch({"path": [speech]}))


def test_a_predictor_is_pickled_before_and_after_its_model_is_loaded(batch):
    predictor = emo.arrow.Predictor("ravdess-60")
    before = pickle.dumps(predictor)
    labels = predictor(batch)["label"]
    for data in (before, pickle.dumps(predictor)):
        assert pickle.loads(data)(batch)["label"] == labels


def test_threads_do_not_change_the_result(batch):
    predictor = emo.arrow.Predictor("ravdess-60")
    one = predictor(batch)
    assert emo.arrow.Predictor("ravdess-60", n_jobs=2)(batch) == one
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(predictor, [batch] * 4)) == [one] * 4


def test_batches_of_spark_have_the_schema_that_is_stated(batch):
    (result,) = emo.arrow.predict_batches([batch], model="ravdess-60")
    names = [part.strip().split(" ")[0] for part in emo.arrow.PREDICTION_SCHEMA.split(", ")]
    assert [name for name in names if name != "double>"] == result.schema.names

"""Record batches of recordings in, record batches of features or predictions out.

One function for the engines that people run already: Ray, Spark, Daft, DuckDB, pyarrow, polars. The
input has a column `path`, or `bytes` with the content of each file, and optionally `start` and
`end` in seconds and `channel`, counted from 0. A row that cannot be used has a message in the
column `error` and nulls in the results; it never fails the batch. Data are exchanged through the
Arrow C data interface: pyarrow is not needed.

>>> import pyarrow as pa
>>> batch = pa.record_batch({"path": [str(speech), "absent.wav"]})
>>> emo.arrow.Predictor("general")(batch).column("label").to_pylist()[1] is None
True
"""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from emo import _core
from emo._arguments import threads
from emo._extract import Features
from emo._model import EmotionModel

__all__ = ["PREDICTION_SCHEMA", "Extractor", "Predictor", "predict_batches"]

#: The columns of predictions, as Spark's `mapInArrow` takes them.
PREDICTION_SCHEMA = (
    "path string, start double, end double, channel bigint, label string, probability double, "
    "probabilities map<string, double>, quality string, quality_value double, error string"
)


def _like(batch: Any, result: Any) -> Any:
    """The result as an object of pyarrow, if the input is one."""
    if not type(batch).__module__.startswith("pyarrow"):
        return result
    import pyarrow as pa

    is_table = hasattr(result, "__arrow_c_stream__") and not isinstance(batch, pa.RecordBatch)
    return pa.table(result) if is_table else pa.record_batch(result)


class Predictor:
    """Predicts the emotions of the recordings of a record batch or a table.

    Parameters
    ----------
    model : str, path or EmotionModel
        The name of a bundled model, the path of a model file, or a model.
    speeds : iterable of float or None
        Averages the predictions over these playback speeds.
    keep : iterable of str
        The columns of the input to copy to the front of the output.
    n_jobs : int or None
        The number of threads; None and -1 are all cores. The default is 1, since engines run one
        worker for each core.

    Examples
    --------
    >>> import pyarrow as pa
    >>> predictor = emo.arrow.Predictor("general", keep=["call"])
    >>> batch = pa.record_batch({"call": [7], "path": [str(speech)]})
    >>> predictor(batch).column_names[:2]
    ['call', 'path']
    """

    def __init__(
        self,
        model: str | os.PathLike[str] | EmotionModel = "general",
        *,
        speeds: Iterable[float] | None = None,
        keep: Iterable[str] = (),
        n_jobs: int | None = 1,
    ) -> None:
        self.model = model
        self.speeds = None if speeds is None else [float(speed) for speed in speeds]
        self.keep = list(keep)
        self.n_jobs = threads(n_jobs)

    @functools.cached_property
    def _predictor(self) -> _core.BatchPredictor:
        # Loaded where it is first used: in the worker, and not where a job is described.
        model = self.model
        if not isinstance(model, EmotionModel):
            name = os.fspath(model)
            is_bundled = name in EmotionModel.pretrained_names() and not os.path.exists(name)
            model = EmotionModel.pretrained(name) if is_bundled else EmotionModel.load(name)
        if self.speeds is not None:
            model = model.at_speeds(self.speeds)
        return _core.BatchPredictor(model._core, self.keep)

    @property
    def schema(self) -> Any:
        """The schema of the output, without the columns that are kept."""
        return self._predictor.schema

    def __call__(self, batch: Any) -> Any:
        """Return the predictions of a record batch or a table, of pyarrow where the input is."""
        return _like(batch, self._predictor.predict(batch, self.n_jobs))

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "_predictor"}


class Extractor:
    """Computes the features of the recordings of a record batch or a table.

    Parameters
    ----------
    features : str or dict
        The name of a feature set, or a configuration.
    layout : "list" or "columns"
        One column of lists, or one column per feature.
    precision : "f32" or "f64"
        The precision of the features.
    keep, n_jobs
        As in `Predictor`.

    Examples
    --------
    >>> import pyarrow as pa
    >>> extractor = emo.arrow.Extractor("ravdess-60", layout="columns")
    >>> extractor(pa.record_batch({"path": [str(speech)]})).num_columns
    65
    """

    def __init__(
        self,
        features: Features = "functionals",
        *,
        layout: Literal["list", "columns"] = "list",
        precision: Literal["f32", "f64"] = "f32",
        keep: Iterable[str] = (),
        n_jobs: int | None = 1,
    ) -> None:
        if isinstance(features, str):
            self.config = _core.feature_config(features)
        else:
            self.config = json.dumps(dict(features))
        self.layout = layout
        self.precision = precision
        self.keep = list(keep)
        self.n_jobs = threads(n_jobs)

    @functools.cached_property
    def _extractor(self) -> _core.BatchExtractor:
        return _core.BatchExtractor(self.config, self.layout, self.precision, self.keep)

    @property
    def schema(self) -> Any:
        """The schema of the output, without the columns that are kept."""
        return self._extractor.schema

    def __call__(self, batch: Any) -> Any:
        """Return the features of a record batch or a table, of pyarrow where the input is."""
        return _like(batch, self._extractor.extract(batch, self.n_jobs))

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "_extractor"}


@functools.lru_cache(maxsize=4)
def _loaded(model: str) -> Predictor:
    return Predictor(model)


def predict_batches(batches: Iterable[Any], model: str = "general") -> Iterator[Any]:
    """Predict each of the record batches, as Spark's `DataFrame.mapInArrow` calls it.

    Parameters
    ----------
    batches : iterable of record batches
        The recordings.
    model : str
        The name of a bundled model, or the path of a model file. `functools.partial` gives Spark a
        function with another model.

    Yields
    ------
    record batch
        The predictions, with the columns of `PREDICTION_SCHEMA`.
    """
    predictor = _loaded(model)
    for batch in batches:
        yield predictor(batch)

"""Rows of features of many recordings."""

from __future__ import annotations

import functools
import json
import os
import warnings
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from emo import _core
from emo._arguments import Meter, Path, Progress, threads

#: The name of a feature set, or a configuration as a dictionary.
Features = str | Mapping[str, Any]


@functools.lru_cache(maxsize=16)
def _planned(config: str) -> _core.RowExtractor:
    return _core.RowExtractor(config)


def row_extractor(features: Features) -> _core.RowExtractor:
    """The extractor of a feature set; windows and filters are planned at the first call."""
    if isinstance(features, str):
        return _planned(_core.feature_config(features))
    return _planned(json.dumps(dict(features), sort_keys=True))


def feature_config(name: str) -> dict[str, Any]:
    """Return the configuration of a feature set with a name.

    Parameters
    ----------
    name : str
        "ravdess-60", "functionals" or "full".

    Returns
    -------
    dict
        A configuration that can be changed and given to `extract`.

    Examples
    --------
    >>> emo.feature_config("functionals")["sample_rate"]
    16000
    """
    return dict(json.loads(_core.feature_config(name)))


def feature_names(features: Features = "functionals") -> list[str]:
    """Return the names of the columns of a feature set.

    Parameters
    ----------
    features : str or dict
        The name of a feature set, or a configuration.

    Returns
    -------
    list of str
        One name per column.

    Examples
    --------
    >>> emo.feature_names("ravdess-60")[-1]
    'zcr_mean'
    """
    return row_extractor(features).column_names


def extract(
    paths: Iterable[Path] | Path,
    features: Features = "functionals",
    *,
    n_jobs: int | None = None,
    on_error: Literal["raise", "nan"] = "raise",
    progress: Progress = False,
) -> tuple[npt.NDArray[np.float64], list[str]]:
    """Compute one row of features per recording, on all cores.

    Parameters
    ----------
    paths : iterable of paths
        The recordings, in any format and at any sample rate.
    features : str or dict
        The feature set: "ravdess-60", "functionals", "full", or a configuration.
    n_jobs : int or None
        The number of threads; None and -1 are all cores. The rows do not depend on it.
    on_error : {"raise", "nan"}
        Whether a recording that cannot be used is an error, or gives a row of NaN and a warning.
    progress : bool or callable
        True shows a bar where tqdm is installed; a function is called with (done, total).

    Returns
    -------
    X : ndarray, shape (recordings, features)
        The rows, in the order of the paths.
    names : list of str
        The names of the columns.

    Raises
    ------
    emo.AudioError
        If a recording cannot be used, with its path.

    Examples
    --------
    >>> X, names = emo.extract([speech], features="ravdess-60")
    >>> X.shape, names[0]
    ((1, 60), 'mfcc_00_mean')
    """
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    files = [os.fspath(path) for path in paths]
    if on_error not in {"raise", "nan"}:
        raise ValueError(f"on_error: expected 'raise' or 'nan', got {on_error!r}")
    extractor = row_extractor(features)
    names = extractor.column_names
    meter = Meter(progress, len(files), "clip")
    try:
        rows = extractor.rows_of_files(files, threads(n_jobs), meter.callback())
    finally:
        meter.close()
    x = np.empty((len(files), len(names)))
    for place, (row, error) in enumerate(rows):
        if error is not None:
            if on_error == "raise":
                raise error
            warnings.warn(f"row {place}: {error}", RuntimeWarning, stacklevel=2)
        x[place] = np.nan if row is None else row
    return x, names

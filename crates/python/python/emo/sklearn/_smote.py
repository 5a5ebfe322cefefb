"""Over-sampling."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator
from sklearn.utils.validation import validate_data

from emo import _core
from emo.sklearn._common import encoded, seed_of


class SMOTE(BaseEstimator):  # type: ignore[misc]
    """Synthetic minority over-sampling, as ``imblearn.over_sampling.SMOTE``.

    A step of imbalanced-learn's pipeline, which resamples in `fit` alone.

    Parameters
    ----------
    sampling_strategy : str, float or dict
        "auto", "minority", "not minority", "not majority", "all", a ratio, or a number of rows for
        each label.
    random_state : int, RandomState or None
        The seed.
    k_neighbors : int
        The number of nearest neighbours from which the second parent is drawn.

    Examples
    --------
    >>> from emo.sklearn import SMOTE
    >>> X, y = [[0.0], [0.1], [0.2], [1.0], [1.1]], ["a", "a", "a", "b", "b"]
    >>> SMOTE(k_neighbors=1, random_state=0).fit_resample(X, y)[1].tolist()
    ['a', 'a', 'a', 'b', 'b', 'b']
    """

    def __init__(
        self, *, sampling_strategy: Any = "auto", random_state: Any = None, k_neighbors: int = 5
    ) -> None:
        self.sampling_strategy = sampling_strategy
        self.random_state = random_state
        self.k_neighbors = k_neighbors

    def fit(self, X: npt.ArrayLike, y: npt.ArrayLike) -> SMOTE:
        """Check rows and labels; nothing is learnt.

        Parameters
        ----------
        X : array-like, shape (rows, features)
            The rows.
        y : array-like, shape (rows,)
            Their labels.
        """
        validate_data(self, X, y, dtype=[np.float64, np.float32])
        return self

    def fit_resample(self, X: Any, y: Any) -> tuple[Any, Any]:
        """Add synthetic rows.

        Parameters
        ----------
        X : array-like, shape (rows, features)
            The rows.
        y : array-like, shape (rows,)
            Their labels.

        Returns
        -------
        X, y
            The rows and labels that were given, and the new ones after them. A frame of pandas or
            polars stays one.
        """
        x, labels = validate_data(self, X, y, dtype=[np.float64, np.float32])
        self.classes_, numbers = encoded(labels)
        params = {
            "sampling_strategy": self._strategy(),
            "k_neighbors": int(self.k_neighbors),
            "random_state": seed_of(self.random_state),
        }
        rows, numbers = _core.smote(json.dumps(params), np.asarray(x), numbers)
        return _like(X, rows), _like(y, self.classes_[numbers])

    def _strategy(self) -> Any:
        strategy = self.sampling_strategy
        if isinstance(strategy, str):
            return strategy
        if isinstance(strategy, dict):
            places = {label: number for number, label in enumerate(self.classes_.tolist())}
            unknown = [label for label in strategy if label not in places]
            if unknown:
                raise ValueError(f"sampling_strategy: the labels {unknown} are not in y")
            return {"counts": {places[label]: int(n) for label, n in strategy.items()}}
        if callable(strategy):
            raise NotImplementedError("SMOTE: a function as sampling_strategy is not offered")
        return {"ratio": float(strategy)}


def _like(given: Any, values: npt.NDArray[Any]) -> Any:
    """The values as a frame or series where one was given."""
    kind = type(given)
    library = kind.__module__.split(".")[0]
    if library == "pandas":
        if values.ndim == 1:
            return kind(values, name=given.name)
        return kind(values, columns=given.columns)
    if library == "polars":
        if values.ndim == 1:
            return kind(given.name, values)
        return kind(values, schema=given.columns)
    return values

"""The scaler."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from emo import _core
from emo.sklearn._common import Pickled, weights_of


class StandardScaler(Pickled, OneToOneFeatureMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Standardise features, as ``sklearn.preprocessing.StandardScaler`` does.

    Parameters
    ----------
    copy : bool
        Accepted; the result is always a new array.
    with_mean, with_std : bool
        Whether to subtract the mean, and to divide by the standard deviation.

    Attributes
    ----------
    mean_, var_, scale_ : ndarray, shape (features,)
        What was learnt; None where it is not used.
    n_samples_seen_ : int
        The number of rows.

    Examples
    --------
    >>> from emo.sklearn import StandardScaler
    >>> StandardScaler().fit_transform([[0.0], [2.0]]).tolist()
    [[-1.0], [1.0]]
    """

    _compiled = _core.Scaler

    def __init__(self, *, copy: bool = True, with_mean: bool = True, with_std: bool = True) -> None:
        self.copy = copy
        self.with_mean = with_mean
        self.with_std = with_std

    def fit(self, X: npt.ArrayLike, y: Any = None, sample_weight: Any = None) -> StandardScaler:
        """Learn mean and deviation of each column.

        Parameters
        ----------
        X : array-like, shape (rows, features)
            The rows.
        y : None
            Ignored.
        sample_weight : array-like, shape (rows,)
            The weight of each row.
        """
        x = validate_data(self, X, dtype=[np.float64, np.float32])
        params = {"with_mean": bool(self.with_mean), "with_std": bool(self.with_std)}
        weights = weights_of(sample_weight, x)
        self._fitted = _core.Scaler.fit(json.dumps(params), x, weights)
        is_used = self.with_mean or self.with_std
        self.mean_ = self._fitted.mean if is_used else None
        self.var_ = self._fitted.var if self.with_std else None
        self.scale_ = self._fitted.scale if self.with_std else None
        self.n_samples_seen_ = self._fitted.n_samples_seen
        return self

    def transform(self, X: npt.ArrayLike, copy: bool | None = None) -> npt.NDArray[Any]:
        """Standardise rows.

        Parameters
        ----------
        X : array-like, shape (rows, features)
            The rows.
        copy : bool
            Accepted; the result is always a new array.
        """
        check_is_fitted(self)
        x = validate_data(self, X, dtype=[np.float64, np.float32], reset=False)
        return np.asarray(self._fitted.transform(x))

    def inverse_transform(self, X: npt.ArrayLike, copy: bool | None = None) -> npt.NDArray[Any]:
        """Undo the standardisation.

        Parameters
        ----------
        X : array-like, shape (rows, features)
            Standardised rows.
        copy : bool
            Accepted; the result is always a new array.
        """
        check_is_fitted(self)
        x = validate_data(self, X, dtype=[np.float64, np.float32], reset=False)
        return np.asarray(self._fitted.inverse_transform(x))

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags

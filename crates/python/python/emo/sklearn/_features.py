"""Features of recordings as a step of a pipeline."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, TransformerMixin

from emo._arguments import rate, samples
from emo._extract import Features, extract, row_extractor


class EmotionFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """One row of features per recording: the first step of a pipeline.

    Parameters
    ----------
    features : str or dict
        The feature set, as in `emo.extract`.
    sr : float or None
        The sample rate of clips that are given as samples.
    n_jobs : int or None
        The number of threads; None and -1 are all cores.

    Examples
    --------
    >>> from emo.sklearn import EmotionFeatures
    >>> EmotionFeatures("ravdess-60").fit_transform([speech]).shape
    (1, 60)
    """

    def __init__(
        self,
        features: Features = "functionals",
        *,
        sr: float | None = None,
        n_jobs: int | None = None,
    ) -> None:
        self.features = features
        self.sr = sr
        self.n_jobs = n_jobs

    def fit(self, X: Iterable[Any], y: Any = None) -> EmotionFeatures:
        """Check the feature set; nothing is learnt.

        Parameters
        ----------
        X : iterable of paths or of ndarray
            The recordings, or their samples.
        y : None
            Ignored.
        """
        self.feature_names_ = row_extractor(self.features).column_names
        return self

    def transform(self, X: Iterable[Any]) -> npt.NDArray[np.float64]:
        """Compute the rows.

        Parameters
        ----------
        X : iterable of paths or of ndarray
            The recordings, or their samples.

        Returns
        -------
        ndarray, shape (recordings, features)
            One row per recording.
        """
        clips = [_one(clip) for clip in _column(X)]
        if all(isinstance(clip, (str, os.PathLike)) for clip in clips):
            return extract(clips, self.features, n_jobs=self.n_jobs)[0]
        if self.sr is None:
            raise ValueError("sr: expected the sample rate of the samples, got None")
        extractor, sr = row_extractor(self.features), rate(self.sr)
        return np.stack([extractor.row_of_samples(samples(clip), sr) for clip in clips])

    def get_feature_names_out(self, input_features: Any = None) -> npt.NDArray[np.object_]:
        """Return the names of the columns.

        Parameters
        ----------
        input_features : None
            Ignored.
        """
        return np.asarray(row_extractor(self.features).column_names, dtype=object)

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.input_tags.string = True
        tags.requires_fit = False
        tags.no_validation = True
        return tags


def _column(x: Any) -> Any:
    """The only column of a frame; anything else as it is."""
    if not hasattr(x, "columns"):
        return x
    if len(x.columns) != 1:
        raise ValueError(f"expected a frame with one column of paths, got {len(x.columns)}")
    return x[x.columns[0]]


def _one(clip: Any) -> Any:
    """A path in a column of its own is a path."""
    is_column = isinstance(clip, (list, tuple, np.ndarray)) and np.shape(clip) == (1,)
    return clip[0] if is_column and isinstance(clip[0], (str, os.PathLike)) else clip

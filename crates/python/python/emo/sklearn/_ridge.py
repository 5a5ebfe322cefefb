"""The ridge classifier."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from emo import _core
from emo._arguments import refuse
from emo.sklearn._common import Pickled, class_weight_of, encoded, weights_of


class RidgeClassifier(Pickled, ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Linear classifier by ridge regression, as ``sklearn.linear_model.RidgeClassifier``.

    Parameters
    ----------
    alpha : float
        The regularisation strength, above 0.
    fit_intercept : bool
        Whether there is an intercept.
    copy_X : bool
        Accepted; `X` is never changed.
    max_iter, tol, random_state
        Accepted; the solution is exact, as with scikit-learn's default solver.
    solver, positive
        Only "auto" and False are offered.
    class_weight : dict, "balanced" or None
        The weights of the labels.

    Attributes
    ----------
    classes_ : ndarray
        The sorted labels.
    coef_ : ndarray, shape (labels, features), or (1, features) for two labels
        The coefficients.
    intercept_ : ndarray
        The intercepts.

    Examples
    --------
    >>> from emo.sklearn import RidgeClassifier
    >>> ridge = RidgeClassifier().fit([[0.0], [0.1], [0.9], [1.0]], ["a", "a", "b", "b"])
    >>> ridge.predict([[0.95]]).tolist()
    ['b']
    """

    _compiled = _core.Ridge

    def __init__(
        self,
        alpha: float = 1.0,
        *,
        fit_intercept: bool = True,
        copy_X: bool = True,
        max_iter: int | None = None,
        tol: float = 1e-4,
        class_weight: Any = None,
        solver: str = "auto",
        positive: bool = False,
        random_state: Any = None,
    ) -> None:
        self.alpha = alpha
        self.fit_intercept = fit_intercept
        self.copy_X = copy_X
        self.max_iter = max_iter
        self.tol = tol
        self.class_weight = class_weight
        self.solver = solver
        self.positive = positive
        self.random_state = random_state

    def fit(self, X: npt.ArrayLike, y: npt.ArrayLike, sample_weight: Any = None) -> RidgeClassifier:
        """Fit the classifier.

        Parameters
        ----------
        X : array-like, shape (rows, features)
            The rows.
        y : array-like, shape (rows,)
            Their labels.
        sample_weight : array-like, shape (rows,)
            The weight of each row.
        """
        refuse(
            "RidgeClassifier",
            solver=(self.solver, "auto"),
            positive=(self.positive, False),
        )
        x, labels = validate_data(self, X, y, dtype=[np.float64, np.float32])
        self.classes_, numbers = encoded(labels)
        params = {
            "alpha": float(self.alpha),
            "fit_intercept": bool(self.fit_intercept),
            "class_weight": class_weight_of(self.class_weight, self.classes_),
        }
        weights = weights_of(sample_weight, x)
        self._fitted = _core.Ridge.fit(json.dumps(params), x, numbers, weights)
        self.coef_, self.intercept_ = self._fitted.coef, self._fitted.intercept
        # As scikit-learn has it for this solver.
        self.n_iter_, self.solver_ = None, "cholesky"
        return self

    def decision_function(self, X: npt.ArrayLike) -> npt.NDArray[Any]:
        """Return how far each row is on the side of each label.

        Parameters
        ----------
        X : array-like, shape (rows, features)
            The rows.
        """
        check_is_fitted(self)
        x = validate_data(self, X, dtype=[np.float64, np.float32], reset=False)
        values = self._fitted.decision_function(x.astype(self.coef_.dtype, copy=False))
        return np.asarray(values.ravel() if values.shape[1] == 1 else values)

    def predict(self, X: npt.ArrayLike) -> npt.NDArray[Any]:
        """Return the label of each row.

        Parameters
        ----------
        X : array-like, shape (rows, features)
            The rows.
        """
        values = self.decision_function(X)
        places = (values > 0).astype(int) if values.ndim == 1 else values.argmax(axis=1)
        return np.asarray(self.classes_[places])

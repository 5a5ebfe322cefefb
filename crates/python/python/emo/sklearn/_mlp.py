"""The network."""

from __future__ import annotations

import json
import warnings
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils.validation import check_is_fitted, validate_data

from emo import _core
from emo._arguments import refuse
from emo.sklearn._common import Pickled, encoded, seed_of, weights_of

_PASSED_ON = (
    "activation",
    "solver",
    "alpha",
    "batch_size",
    "learning_rate",
    "learning_rate_init",
    "power_t",
    "max_iter",
    "shuffle",
    "tol",
    "momentum",
    "nesterovs_momentum",
    "early_stopping",
    "validation_fraction",
    "beta_1",
    "beta_2",
    "epsilon",
    "n_iter_no_change",
)


class MLPClassifier(Pickled, ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Multi-layer perceptron, as ``sklearn.neural_network.MLPClassifier``.

    A seed gives the loss curve of scikit-learn's class. In single precision where `X` is.

    Parameters
    ----------
    hidden_layer_sizes : tuple of int
        Units of each hidden layer.
    activation : {"identity", "logistic", "tanh", "relu"}
        The activation function.
    solver : {"adam", "sgd"}
        The optimiser; "lbfgs" is not offered.
    alpha, batch_size, learning_rate, learning_rate_init, power_t, max_iter, shuffle
        As in scikit-learn.
    random_state : int, RandomState or None
        The seed. A generator and None give a seed that is drawn from it.
    tol, momentum, nesterovs_momentum, early_stopping, validation_fraction
        As in scikit-learn.
    verbose, warm_start, max_fun
        Only False, False and 15000 are offered.
    beta_1, beta_2, epsilon, n_iter_no_change
        As in scikit-learn.

    Attributes
    ----------
    classes_ : ndarray
        The sorted labels.
    coefs_, intercepts_ : list of ndarray
        The weights of each layer.
    loss_curve_, loss_, best_loss_, n_iter_, t_
        How the training went.
    validation_scores_, best_validation_score_
        With early stopping; otherwise None.
    n_layers_, n_outputs_, out_activation_
        The shape of the network.

    Examples
    --------
    >>> from emo.sklearn import MLPClassifier
    >>> X, y = [[0.0], [0.1], [0.9], [1.0]], ["calm", "calm", "angry", "angry"]
    >>> mlp = MLPClassifier((8,), random_state=1, max_iter=500, learning_rate_init=0.1).fit(X, y)
    >>> mlp.predict([[0.95]]).tolist()
    ['angry']
    """

    _compiled = _core.Mlp

    def __init__(
        self,
        hidden_layer_sizes: Any = (100,),
        activation: str = "relu",
        *,
        solver: str = "adam",
        alpha: float = 0.0001,
        batch_size: int | str = "auto",
        learning_rate: str = "constant",
        learning_rate_init: float = 0.001,
        power_t: float = 0.5,
        max_iter: int = 200,
        shuffle: bool = True,
        random_state: Any = None,
        tol: float = 1e-4,
        verbose: bool = False,
        warm_start: bool = False,
        momentum: float = 0.9,
        nesterovs_momentum: bool = True,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-8,
        n_iter_no_change: int = 10,
        max_fun: int = 15000,
    ) -> None:
        self.hidden_layer_sizes = hidden_layer_sizes
        self.activation = activation
        self.solver = solver
        self.alpha = alpha
        self.batch_size = batch_size
        self.learning_rate = learning_rate
        self.learning_rate_init = learning_rate_init
        self.power_t = power_t
        self.max_iter = max_iter
        self.shuffle = shuffle
        self.random_state = random_state
        self.tol = tol
        self.verbose = verbose
        self.warm_start = warm_start
        self.momentum = momentum
        self.nesterovs_momentum = nesterovs_momentum
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon
        self.n_iter_no_change = n_iter_no_change
        self.max_fun = max_fun

    def fit(self, X: npt.ArrayLike, y: npt.ArrayLike, sample_weight: Any = None) -> MLPClassifier:
        """Train the network.

        Parameters
        ----------
        X : array-like, shape (rows, features)
            The rows.
        y : array-like, shape (rows,)
            Their labels.
        sample_weight : array-like, shape (rows,)
            The weight of each row.
        """
        x, labels = validate_data(self, X, y, dtype=[np.float64, np.float32])
        params = self._params()
        self.classes_, numbers = encoded(labels)
        weights = weights_of(sample_weight, x)
        self._fitted = _core.Mlp.fit(json.dumps(params), x, numbers, weights, None)
        self._set_attributes()
        if self._fitted.warning is not None:
            warnings.warn(self._fitted.warning, ConvergenceWarning, stacklevel=2)
        return self

    def predict_proba(self, X: npt.ArrayLike) -> npt.NDArray[Any]:
        """Return the probability of each label, rows × labels.

        Parameters
        ----------
        X : array-like, shape (rows, features)
            The rows.
        """
        check_is_fitted(self)
        x = validate_data(self, X, dtype=[np.float64, np.float32], reset=False)
        return np.asarray(self._fitted.predict_proba(x.astype(self.coefs_[0].dtype, copy=False)))

    def predict_log_proba(self, X: npt.ArrayLike) -> npt.NDArray[Any]:
        """Return the logarithms of the probabilities.

        Parameters
        ----------
        X : array-like, shape (rows, features)
            The rows.
        """
        return np.asarray(np.log(self.predict_proba(X)))

    def predict(self, X: npt.ArrayLike) -> npt.NDArray[Any]:
        """Return the most probable label of each row.

        Parameters
        ----------
        X : array-like, shape (rows, features)
            The rows.
        """
        shares = self.predict_proba(X)
        # Of two classes, scikit-learn takes the second above one half only.
        places = shares[:, 1] > 0.5 if shares.shape[1] == 2 else shares.argmax(axis=1)
        return np.asarray(self.classes_[places.astype(int)])

    def _params(self) -> dict[str, Any]:
        if self.solver == "lbfgs":
            raise NotImplementedError("MLPClassifier: solver='lbfgs' is not offered")
        refuse(
            "MLPClassifier",
            verbose=(self.verbose, False),
            warm_start=(self.warm_start, False),
            max_fun=(self.max_fun, 15000),
        )
        params = {name: getattr(self, name) for name in _PASSED_ON}
        sizes = np.atleast_1d(np.asarray(self.hidden_layer_sizes, dtype=np.int64))
        if (sizes < 1).any():
            raise ValueError(f"hidden_layer_sizes must be > 0, got {self.hidden_layer_sizes!r}")
        params["hidden_layer_sizes"] = sizes.tolist()
        params["random_state"] = seed_of(self.random_state)
        return {
            name: getattr(value, "item", lambda value=value: value)()
            for name, value in params.items()
        }

    def _set_attributes(self) -> None:
        fitted = self._fitted
        self.coefs_, self.intercepts_ = fitted.coefs, fitted.intercepts
        self.loss_curve_ = fitted.loss_curve
        self.loss_ = fitted.loss_curve[-1]
        self.best_loss_ = fitted.best_loss
        self.validation_scores_ = fitted.validation_scores
        self.best_validation_score_ = fitted.best_validation_score
        self.n_iter_, self.t_ = fitted.n_iter, fitted.t
        self.n_layers_ = len(fitted.coefs) + 1
        self.n_outputs_ = fitted.coefs[-1].shape[1]
        self.out_activation_ = "logistic" if len(self.classes_) == 2 else "softmax"

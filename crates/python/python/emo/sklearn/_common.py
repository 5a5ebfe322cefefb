"""What the estimators share: seeds, classes, weights, and fitted state that can be pickled."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.utils import check_random_state
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight

Labels = npt.NDArray[Any]


def seed_of(random_state: Any) -> int:
    """The seed: the number itself, or a draw from the generator, as None has it."""
    if isinstance(random_state, numbers.Integral):
        seed = int(random_state)
        if not 0 <= seed < 2**32:
            raise ValueError(f"random_state: expected 0 to 2**32 - 1, got {seed}")
        return seed
    return int(check_random_state(random_state).randint(np.iinfo(np.int32).max))


def encoded(y: Labels) -> tuple[Labels, npt.NDArray[np.int64]]:
    """The sorted labels, and the number of each row's label among them."""
    check_classification_targets(y)
    classes, numbers_ = np.unique(y, return_inverse=True)
    if len(classes) < 2:
        raise ValueError(f"y: expected at least two classes, got one class: {classes[0]!r}")
    return classes, numbers_.reshape(-1).astype(np.int64)


def weights_of(sample_weight: Any, x: npt.NDArray[Any]) -> npt.NDArray[np.float64] | None:
    """The sample weights in double precision, checked."""
    if sample_weight is None:
        return None
    weights = _check_sample_weight(sample_weight, x, dtype=np.float64)
    return np.ascontiguousarray(weights, dtype=np.float64)


def class_weight_of(class_weight: Any, classes: Labels) -> Any:
    """The weights of the classes by their numbers."""
    if class_weight is None:
        return "none"
    if isinstance(class_weight, str):
        if class_weight != "balanced":
            raise ValueError(
                f"class_weight: expected a dictionary, 'balanced' or None, got {class_weight!r}"
            )
        return "balanced"
    places = {label: number for number, label in enumerate(classes.tolist())}
    table: dict[int, float] = {}
    for label, weight in class_weight.items():
        # A class that is not there keeps a number of its own, so that it is an error.
        table[places.get(label, len(places) + len(table))] = float(weight)
    return {"table": table}


class Pickled:
    """An attribute `_fitted` of the compiled half that is pickled as JSON."""

    _compiled: Any
    _fitted: Any

    def __getstate__(self) -> Any:
        state: Any = super().__getstate__()
        if "_fitted" in state:
            state = {**state, "_fitted": state["_fitted"].to_json()}
        return state

    def __setstate__(self, state: Any) -> None:
        if isinstance(state.get("_fitted"), str):
            state = {**state, "_fitted": self._compiled.from_json(state["_fitted"])}
        super().__setstate__(state)  # type: ignore[misc]

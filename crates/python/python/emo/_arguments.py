"""Python's conventions for arguments: arrays, rates, paths, and what is not offered."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float32]
Path = str | os.PathLike[str]
Progress = bool | Callable[[int, int], object]


def refuse(function: str, **parameters: tuple[Any, Any]) -> None:
    """Raise for each parameter whose value is not the only one that is offered."""
    for name, (value, offered) in parameters.items():
        is_same = value is offered or (type(value) in (bool, int, float, str) and value == offered)
        if not is_same:
            raise NotImplementedError(
                f"{function}: {name}={value!r} is not offered, only {name}={offered!r}"
            )


def refuse_others(function: str, parameters: dict[str, Any], offered: Sequence[str] = ()) -> None:
    """Raise for the first of the further parameters that is not offered."""
    for name in parameters:
        if name not in offered:
            raise NotImplementedError(f"{function}: the parameter {name!r} is not offered")


def samples(y: npt.ArrayLike) -> Samples:
    """Mono samples in single precision."""
    y = np.asarray(y)
    if y.ndim != 1:
        if y.ndim > 1:
            raise NotImplementedError(
                f"y: several channels are not offered, got the shape {y.shape}; "
                "expected the samples of one channel"
            )
        raise ValueError(f"y: expected samples, got the shape {y.shape}")
    if y.dtype.kind != "f":
        raise ValueError(f"y: expected floating-point samples, got {y.dtype}")
    return np.ascontiguousarray(y, dtype=np.float32)


def spectrogram(s: npt.ArrayLike) -> Matrix:
    """librosa's bins × frames as frames × bins."""
    s = np.asarray(s)
    if s.ndim != 2:
        if s.ndim > 2:
            raise NotImplementedError(
                f"S: several channels are not offered, got the shape {s.shape}"
            )
        raise ValueError(f"S: expected bins × frames, got the shape {s.shape}")
    if s.dtype.kind == "c":
        raise ValueError("S: expected magnitudes or powers, got complex numbers")
    return np.ascontiguousarray(s.T, dtype=np.float32)


def rate(sr: float, name: str = "sr") -> int:
    """A sample rate in whole Hz."""
    if int(sr) != sr:
        raise NotImplementedError(f"{name}={sr!r}: only whole sample rates are offered")
    if sr <= 0:
        raise ValueError(f"{name}: expected a rate above 0 Hz, got {sr!r}")
    return int(sr)


def one_of(function: str, y: object, s: object) -> None:
    """Raise unless there are samples or a spectrogram."""
    if y is None and s is None:
        raise ValueError(f"{function}: expected y or S, got neither")


def threads(n_jobs: int | None) -> int | None:
    """joblib's convention: None and -1 are all cores."""
    if n_jobs is None or n_jobs == -1:
        return None
    if n_jobs < 1:
        raise ValueError(f"n_jobs: expected -1 or at least 1, got {n_jobs}")
    return n_jobs


class Meter:
    """Calls a function with (done, total), or shows tqdm's bar where `progress` is true."""

    def __init__(self, progress: Progress, total: int, unit: str) -> None:
        self._call: Callable[[int, int], object] | None = None
        self._bar: Any = None
        self._total = total
        if callable(progress):
            self._call = progress
        elif progress:
            self._bar = _bar(total, unit)

    def callback(self) -> Callable[[int], None] | None:
        """What the compiled half calls with the number of finished items."""
        return self._report if self._call or self._bar is not None else None

    def _report(self, done: int) -> None:
        if self._call:
            self._call(done, self._total)
        if self._bar is not None:
            self._bar.update(done - self._bar.n)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


def _bar(total: int, unit: str) -> Any:
    """tqdm's bar, or nothing where tqdm is not installed."""
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return None
    return tqdm(total=total, unit=unit)
